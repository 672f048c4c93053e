import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { DataError } from "../errors.js";
import { openDuckDB, sqlFiles, sqlName, withDuckDB } from "./duckdb.js";
import {
  checkAlike,
  checkSchema,
  firstLine,
  readHeader,
  type TableHeader,
  type TableMetadata,
} from "./metadata.js";
import {
  type ColumnData,
  type ColumnKind,
  type ColumnSpec,
  type ColumnSpecs,
  type Columns,
  sqlType,
  type TableSpec,
} from "./spec.js";
import { allocateColumn, drainVector, type MutableColumn } from "./vectors.js";

/** Columns in memory with what their files say of themselves. */
export interface Table<C extends ColumnSpecs> {
  readonly rows: number;
  readonly columns: Columns<C>;
  readonly metadata: TableMetadata;
}

/**
 * Reads a table from one file or several, rows in the files' order. Numbers that are absent are NaN.
 *
 * @throws DataError naming file and column for a wrong schema, type, absent column or NULL text;
 * SpaceMismatchError when files are of different spaces.
 */
export async function readTable<C extends ColumnSpecs>(
  paths: string | readonly string[],
  spec: TableSpec<C>,
): Promise<Table<C>> {
  return readColumns(paths, spec, spec);
}

/** As {@link readTable}, of some columns of a table only; the others are not decoded. */
export async function readColumns<C extends ColumnSpecs>(
  paths: string | readonly string[],
  whole: TableSpec,
  spec: TableSpec<C>,
): Promise<Table<C>> {
  return withDuckDB(async (connection) => {
    const headers = await readHeaders(connection, listOf(paths), whole);
    const rows = headers.reduce((sum, header) => sum + header.rows, 0);
    const columns = allocate(spec, rows);
    let at = 0;
    for (const { path } of headers) {
      const stream = await openRows(connection, path, spec);
      for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
        at += drainChunk(chunk, stream, columns, at);
      }
    }
    return { rows, columns: valuesOf<C>(columns, rows, spec), metadata: headers[0]!.metadata };
  });
}

/**
 * Reads a table in batches of at most `batchRows` rows (at least 2,048), so that a table larger than
 * memory can be used. The file is closed when the iteration ends or is left.
 *
 * @throws as {@link readTable}, also in the middle of the iteration.
 */
export async function* readTableBatches<C extends ColumnSpecs>(
  path: string,
  spec: TableSpec<C>,
  batchRows = 16_384,
): AsyncGenerator<Table<C>, void, undefined> {
  const capacity = Math.max(batchRows, 2048);
  const database = await openDuckDB();
  try {
    const [header] = await readHeaders(database.connection, [path], spec);
    const stream = await openRows(database.connection, path, spec);
    const { metadata } = header!;
    let columns = allocate(spec, capacity);
    let at = 0;
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
      if (at + chunk.rowCount > capacity) {
        yield { rows: at, columns: valuesOf<C>(columns, at, spec), metadata };
        columns = allocate(spec, capacity);
        at = 0;
      }
      at += drainChunk(chunk, stream, columns, at);
    }
    if (at > 0) yield { rows: at, columns: valuesOf<C>(columns, at, spec), metadata };
  } finally {
    database.close();
  }
}

/** Checks that files are of this kind and alike, before a row is read. */
export async function readHeaders(
  connection: DuckDBConnection,
  paths: readonly string[],
  spec: TableSpec,
): Promise<readonly TableHeader[]> {
  if (paths.length === 0) throw new RangeError("No table file was named.");
  const headers: TableHeader[] = [];
  for (const path of paths) {
    const header = await readHeader(connection, path);
    checkSchema(header, spec);
    await checkColumns(connection, path, spec.columns);
    headers.push(header);
  }
  checkAlike(headers);
  return headers;
}

async function checkColumns(connection: DuckDBConnection, path: string, columns: ColumnSpecs): Promise<void> {
  const described = await connection.runAndReadAll(
    `DESCRIBE SELECT * FROM read_parquet(${sqlFiles([path])})`,
  );
  const found = new Map(described.getRowsJS().map(([name, type]) => [String(name), String(type)]));
  const remedy = "Run the stage that writes this table again; do not widen tables.";
  for (const [name, spec] of Object.entries(columns)) {
    const type = found.get(name);
    const expected = spec.kind === "vector" ? "FLOAT[]" : sqlType(spec);
    if (type === undefined)
      throw new DataError({ file: path, field: name, message: "column is missing", remedy });
    if (type !== expected) {
      throw new DataError({ file: path, field: name, message: `is ${type}, not ${expected}`, remedy });
    }
  }
  for (const name of found.keys()) {
    if (!Object.hasOwn(columns, name)) {
      throw new DataError({ file: path, field: name, message: "is not a column of this table", remedy });
    }
  }
}

interface RowStream {
  readonly path: string;
  readonly specs: readonly (readonly [string, ColumnSpec])[];
  /** Rows handed out before the current chunk. */
  taken: number;
  next(): Promise<DuckDBDataChunk | undefined>;
}

async function openRows(connection: DuckDBConnection, path: string, spec: TableSpec): Promise<RowStream> {
  const specs = Object.entries(spec.columns);
  const list = specs.map(([name, column]) => `CAST(${sqlName(name)} AS ${sqlType(column)})`).join(", ");
  const fail = (cause: unknown): never => {
    const message = `cannot be read (${firstLine(cause)})`;
    throw new DataError({ file: path, message, remedy: "Run the stage that writes it again." }, { cause });
  };
  const result = await connection.stream(`SELECT ${list} FROM read_parquet(${sqlFiles([path])})`).catch(fail);
  return {
    path,
    specs,
    taken: 0,
    async next() {
      const chunk = await result.fetchChunk().catch(fail);
      return chunk === null || chunk.rowCount === 0 ? undefined : chunk;
    },
  };
}

/** Copies a chunk to rows `at`, `at + 1`, … Returns its number of rows. */
function drainChunk(
  chunk: DuckDBDataChunk,
  stream: RowStream,
  targets: Readonly<Record<string, MutableColumn>>,
  at: number,
): number {
  for (const [index, [name, spec]] of stream.specs.entries()) {
    const missing = drainVector(chunk, index, spec, targets[name]!, at);
    if (missing >= 0) {
      const message = `row ${stream.taken + missing} is NULL`;
      throw new DataError({ file: stream.path, field: name, message, remedy: "Give every row a value." });
    }
  }
  stream.taken += chunk.rowCount;
  return chunk.rowCount;
}

function allocate(spec: TableSpec, rows: number): Record<string, MutableColumn> {
  const room = ([name, column]: [string, ColumnSpec]): [string, MutableColumn] => [
    name,
    allocateColumn(column, rows),
  ];
  return Object.fromEntries(Object.entries(spec.columns).map(room));
}

/** The first `rows` rows of each column. */
function valuesOf<C extends ColumnSpecs>(
  columns: Readonly<Record<string, MutableColumn>>,
  rows: number,
  spec: TableSpec<C>,
): Columns<C> {
  const cut = ([name, column]: [string, MutableColumn]): [string, ColumnData[ColumnKind]] => {
    const length = rows * (spec.columns[name]?.length ?? 1);
    if (column.values.length === length) return [name, column.values];
    return [
      name,
      column.kind === "numbers" ? column.values.subarray(0, length) : column.values.slice(0, length),
    ];
  };
  return Object.fromEntries(Object.entries(columns).map(cut)) as Columns<C>;
}

function listOf(paths: string | readonly string[]): readonly string[] {
  return typeof paths === "string" ? [paths] : paths;
}

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  ARRAY,
  DOUBLE,
  type DuckDBConnection,
  DuckDBTableFunction,
  type DuckDBType,
  FLOAT,
  LIST,
  VARCHAR,
} from "@duckdb/node-api";
import { DataError } from "../errors.js";
import { partialName, publishFile } from "../files/atomic.js";
import { sqlFiles, sqlText, withDuckDB } from "./duckdb.js";
import { sqlMetadata, type TableMetadata } from "./metadata.js";
import { type ColumnSpec, type ColumnSpecs, type Columns, rowsOf, type TableSpec } from "./spec.js";
import { fillVector } from "./vectors.js";

const chunkRows = 2048;
const rowGroupBytes = 32 * 2 ** 20;

/**
 * Writes a Parquet file (zstd) under a temporary name and gives it its name when complete. Columns are
 * taken from the batches 2,048 rows at a time; nothing else is held.
 *
 * @param batches columns of the same kinds, one batch after the other.
 * @returns the number of rows.
 * @throws DataError naming file and column for columns of unequal length or values that are not allowed.
 */
export async function writeTable<C extends ColumnSpecs>(
  path: string,
  spec: TableSpec<C>,
  batches: Iterable<Columns<C>>,
  metadata: TableMetadata,
): Promise<number> {
  let rows = 0;
  await publishFile(path, async (partial) => {
    const kept = `KV_METADATA ${sqlMetadata(spec.schema, metadata)}`;
    rows = await withDuckDB((connection) => copyBatches(connection, path, partial, spec, batches, kept));
  });
  return rows;
}

/**
 * Writes a table whose batches come one by one over a long time. Full buffers go to part files beside the
 * table; `close` joins them, so that about `partBytes` are held however long the table is.
 */
export class TableWriter<C extends ColumnSpecs> {
  readonly #parts: string[] = [];
  readonly #folder: string;
  #buffer: Columns<C>[] = [];
  #bufferedBytes = 0;
  #rows = 0;
  #open = true;

  constructor(
    readonly path: string,
    readonly spec: TableSpec<C>,
    readonly metadata: TableMetadata,
    /** How much is held before it goes to a part file. */
    readonly partBytes = 64 * 2 ** 20,
  ) {
    this.#folder = partialName(path);
  }

  /** Rows appended up to now. */
  get rows(): number {
    return this.#rows;
  }

  /** Appends rows. The arrays must not change until `close`. @throws DataError as {@link writeTable}. */
  async append(batch: Columns<C>): Promise<void> {
    this.#assertOpen();
    this.#rows += checkBatch(this.path, this.spec, batch, this.#rows);
    this.#buffer.push(batch);
    for (const column of Object.values(batch)) {
      this.#bufferedBytes += ArrayBuffer.isView(column) ? column.byteLength : column.length * 32;
    }
    if (this.#bufferedBytes >= this.partBytes) await this.#flush();
  }

  /** Completes the table under its name. Returns the number of rows. */
  async close(): Promise<number> {
    this.#assertOpen();
    try {
      if (this.#parts.length === 0) {
        await writeTable(this.path, this.spec, this.#buffer, this.metadata);
      } else {
        await this.#flush();
        await this.#joinParts();
      }
    } finally {
      await this.abort();
    }
    return this.#rows;
  }

  /** Drops everything that was appended; does nothing after `close`. */
  async abort(): Promise<void> {
    this.#open = false;
    this.#buffer = [];
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #flush(): Promise<void> {
    if (this.#buffer.length === 0) return;
    await mkdir(this.#folder, { recursive: true });
    const part = join(this.#folder, `part-${String(this.#parts.length).padStart(6, "0")}.parquet`);
    await withDuckDB((connection) =>
      copyBatches(connection, this.path, part, this.spec, this.#buffer, "", false),
    );
    this.#parts.push(part);
    this.#buffer = [];
    this.#bufferedBytes = 0;
  }

  async #joinParts(): Promise<void> {
    await publishFile(this.path, async (partial) => {
      const kept = `KV_METADATA ${sqlMetadata(this.spec.schema, this.metadata)}`;
      const source = `SELECT * FROM read_parquet(${sqlFiles(this.#parts)})`;
      await withDuckDB((connection) => connection.run(copySql(source, partial, this.spec, kept)));
    });
  }

  #assertOpen(): void {
    if (!this.#open) throw new Error(`The writer of ${this.path} is closed.`);
  }
}

async function copyBatches<C extends ColumnSpecs>(
  connection: DuckDBConnection,
  path: string,
  target: string,
  spec: TableSpec<C>,
  batches: Iterable<Columns<C>>,
  options: string,
  compress = true,
): Promise<number> {
  const columns = Object.entries(spec.columns);
  const source = batches[Symbol.iterator]();
  let batch: Columns<C> | undefined;
  let batchRows = 0;
  let taken = 0;
  let rows = 0;
  let failure: { readonly error: unknown } | undefined;
  const produce = (): Columns<C> | undefined => {
    while (batch === undefined || taken === batchRows) {
      const next = source.next();
      if (next.done === true) return undefined;
      batch = next.value;
      batchRows = checkBatch(path, spec, batch, rows);
      taken = 0;
    }
    return batch;
  };
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name: "batches",
      bindFunction: (info) => {
        for (const [name, column] of columns) info.addResultColumn(name, duckType(column));
      },
      initFunction: (info) => info.setMaxThreads(1),
      // A throw must not cross the database's thread: it is kept, the scan ends, and it is thrown below.
      mainFunction: (_, chunk) => {
        chunk.rowCount = 0;
        if (failure !== undefined) return;
        try {
          const current = produce();
          if (current === undefined) return;
          const count = Math.min(chunkRows, batchRows - taken);
          chunk.rowCount = count;
          for (const [index, [name, column]] of columns.entries()) {
            fillVector(chunk, index, column, current[name]!, taken, count);
          }
          taken += count;
          rows += count;
        } catch (error) {
          chunk.rowCount = 0;
          failure = { error };
        }
      },
    }),
  );
  await connection.run(copySql("SELECT * FROM batches()", target, spec, options, compress));
  if (failure !== undefined) throw failure.error;
  return rows;
}

function copySql(source: string, target: string, spec: TableSpec, options: string, compress = true): string {
  const rowBytes = Object.values(spec.columns).reduce((sum, column) => sum + 8 * (column.length ?? 1), 0);
  const groupRows = Math.min(
    122_880,
    Math.max(1, Math.floor(rowGroupBytes / rowBytes / chunkRows)) * chunkRows,
  );
  // Version 2 splits the bytes of floats: measured on features, smaller and twice as fast as version 1.
  const encoding = compress
    ? ["COMPRESSION zstd", "COMPRESSION_LEVEL 1", "PARQUET_VERSION v2"]
    : ["COMPRESSION uncompressed"];
  const list = ["FORMAT parquet", `ROW_GROUP_SIZE ${groupRows}`, ...encoding, options];
  return `COPY (${source}) TO ${sqlText(target)} (${list.filter((option) => option !== "").join(", ")})`;
}

function duckType(spec: ColumnSpec): DuckDBType {
  if (spec.kind === "vector") return ARRAY(FLOAT, spec.length ?? 1);
  return { text: VARCHAR, texts: LIST(VARCHAR), float32: FLOAT, float64: DOUBLE }[spec.kind];
}

/** Number of rows of a batch that fits the spec. */
function checkBatch(
  path: string,
  { columns }: TableSpec,
  batch: Columns<ColumnSpecs>,
  before: number,
): number {
  const fail = (field: string, message: string, remedy: string): never => {
    throw new DataError({ file: path, field, message, remedy });
  };
  const [firstName, firstSpec] = Object.entries(columns)[0]!;
  const rows = batch[firstName] === undefined ? 0 : rowsOf(batch[firstName], firstSpec);
  for (const [name, spec] of Object.entries(columns)) {
    const column = batch[name];
    if (column === undefined)
      return fail(name, "column is missing", "Give it, with NaN where a number is unknown.");
    if (rowsOf(column, spec) !== rows) {
      const found = `${rowsOf(column, spec)} rows where ${firstName} has ${rows}`;
      return fail(name, found, "Give columns of one length.");
    }
    if (spec.kind === "text") {
      const bad = (column as readonly unknown[]).findIndex(
        (value) => typeof value !== "string" || spec.oneOf?.includes(value) === false,
      );
      if (bad >= 0) {
        const expected = spec.oneOf?.join(", ") ?? "text";
        fail(name, `row ${before + bad} is ${JSON.stringify(column[bad])}`, `Give ${expected}.`);
      }
    }
    if (spec.kind === "vector") {
      const bad = (column as Float32Array).findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        const row = Math.floor(bad / (spec.length ?? 1));
        fail(
          name,
          `row ${before + row} holds ${String(column[bad])}`,
          "Find out where the model lost its numbers.",
        );
      }
    }
  }
  for (const name of Object.keys(batch)) {
    if (!Object.hasOwn(columns, name))
      fail(name, "is not a column of this table", "Keep it in a table of its own.");
  }
  return rows;
}

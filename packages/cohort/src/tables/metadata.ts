import type { DuckDBConnection } from "@duckdb/node-api";
import { DataError, SpaceMismatchError } from "../errors.js";
import { sqlFiles, sqlText } from "./duckdb.js";
import type { TableSpec } from "./spec.js";

/** What a table file says of itself, in Parquet's key-value metadata under `cytonet.*`. */
export interface TableMetadata {
  /** Space of all reference coordinates that belong to its points. */
  readonly referenceSpace: string;
  /** SHA-256 of the provenance record of the run that wrote it. */
  readonly provenance?: string;
  /** Further facts of one kind of table, such as `modelId` of features. */
  readonly [key: string]: string | undefined;
}

/** The metadata as an SQL struct for `COPY … (KV_METADATA …)`. */
export function sqlMetadata(schema: string, metadata: TableMetadata): string {
  const entries = Object.entries({ schema, ...metadata }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `{${entries.map(([key, value]) => `${sqlText(`cytonet.${key}`)}: ${sqlText(value)}`).join(", ")}}`;
}

/** Metadata and number of rows of one table file. */
export interface TableHeader {
  readonly path: string;
  readonly schema: string;
  readonly rows: number;
  readonly metadata: TableMetadata;
}

/** Reads a file's metadata without its data. @throws DataError when it is no table of ours. */
export async function readHeader(connection: DuckDBConnection, path: string): Promise<TableHeader> {
  const query = async (sql: string): Promise<unknown[][]> => {
    try {
      return (await connection.runAndReadAll(sql)).getRowsJS();
    } catch (cause) {
      const message = `cannot be read as Parquet (${firstLine(cause)})`;
      const remedy = "Run the stage that writes it again.";
      throw new DataError({ file: path, message, remedy }, { cause });
    }
  };
  const file = sqlFiles([path]);
  const counts = await query(`SELECT num_rows FROM parquet_file_metadata(${file})`);
  const pairs = await query(`SELECT decode(key), decode(value) FROM parquet_kv_metadata(${file})`);
  const entries = pairs
    .map(([key, value]) => [String(key), String(value)] as const)
    .filter(([key]) => key.startsWith("cytonet."))
    .map(([key, value]) => [key.slice("cytonet.".length), value] as const);
  const { schema, referenceSpace, ...rest } = Object.fromEntries(entries) as Record<string, string>;
  for (const [field, value] of Object.entries({ schema, referenceSpace })) {
    if (value === undefined) {
      throw new DataError({
        file: path,
        field: `cytonet.${field}`,
        message: "is missing in the file's metadata",
        remedy: "Write the table with this package, or add the key-value metadata to the Parquet file.",
      });
    }
  }
  return {
    path,
    schema: schema!,
    rows: Number(counts[0]![0]),
    metadata: { referenceSpace: referenceSpace!, ...rest },
  };
}

/** Checks that a file holds this kind of table. @throws DataError naming both schemas. */
export function checkSchema(header: TableHeader, spec: Pick<TableSpec, "schema">): void {
  if (header.schema === spec.schema) return;
  throw new DataError({
    file: header.path,
    field: "cytonet.schema",
    message: `holds ${header.schema} where ${spec.schema} is expected`,
    remedy: "Name the right file, or write it anew with this version of the software.",
  });
}

/** Checks that several files agree in what their metadata say. @throws SpaceMismatchError or DataError. */
export function checkAlike(headers: readonly TableHeader[]): void {
  const first = headers[0];
  if (first === undefined) return;
  for (const other of headers.slice(1)) {
    for (const key of new Set([...Object.keys(first.metadata), ...Object.keys(other.metadata)])) {
      const [a, b] = [first.metadata[key], other.metadata[key]];
      if (key === "provenance" || a === b) continue;
      const Kind = key === "referenceSpace" ? SpaceMismatchError : DataError;
      throw new Kind({
        file: other.path,
        field: `cytonet.${key}`,
        message: `is ${b ?? "not given"}, but ${first.path} has ${a ?? "none"}`,
        remedy: "Read them apart, or write both anew with the same settings.",
      });
    }
  }
}

export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}

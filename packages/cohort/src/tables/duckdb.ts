import { tmpdir } from "node:os";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** A connection to a database of its own; `close` frees both. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Opens a fresh in-memory database. Nothing is downloaded; what does not fit into memory goes to the
 * system's temporary folder. One thread: copying in order gains nothing from more of them (measured), and
 * each would hold row groups of its own.
 */
export async function openDuckDB(): Promise<Database> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    temp_directory: tmpdir(),
    threads: "1",
  });
  try {
    const connection = await instance.connect();
    return {
      connection,
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** Runs `work` with a connection to a fresh database that is closed whatever happens. */
export async function withDuckDB<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const database = await openDuckDB();
  try {
    return await work(database.connection);
  } finally {
    database.close();
  }
}

/** A text as an SQL literal. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A list of files to read, in this order, as an SQL literal; nothing in a name acts as a wildcard. */
export function sqlFiles(paths: readonly string[]): string {
  return `[${paths.map((path) => sqlText(path.replace(/[*?[]/g, (char) => `[${char}]`))).join(", ")}]`;
}

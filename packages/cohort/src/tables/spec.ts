/** How a column lies in memory: text as strings, numbers as typed arrays (NaN where there is none). */
export interface ColumnData {
  text: readonly string[];
  texts: readonly (readonly string[])[];
  float32: Float32Array;
  float64: Float64Array;
  /** n rows of `length` float32 numbers, one row after the other. */
  vector: Float32Array;
}

export type ColumnKind = keyof ColumnData;

export interface ColumnSpec<K extends ColumnKind = ColumnKind> {
  readonly kind: K;
  /** The only values allowed, for a `text` column. */
  readonly oneOf?: readonly string[];
  /** Numbers in a row, for a `vector` column. */
  readonly length?: number;
}

export type ColumnSpecs = Readonly<Record<string, ColumnSpec>>;

/** Columns in memory, all of the same number of rows. */
export type Columns<C extends ColumnSpecs> = { readonly [K in keyof C]: ColumnData[C[K]["kind"]] };

/** What a table holds. Tables are never widened: what is new becomes a table of its own, keyed by `pointId`. */
export interface TableSpec<C extends ColumnSpecs = ColumnSpecs> {
  /** Schema id and version, as in the file's metadata: `cytonet.points/1`. */
  readonly schema: string;
  readonly columns: C;
}

export const text = { kind: "text" } as const;
export const texts = { kind: "texts" } as const;
export const float32 = { kind: "float32" } as const;
export const float64 = { kind: "float64" } as const;

/** Type of a column in SQL and, through it, in Parquet. */
export function sqlType({ kind, length }: ColumnSpec): string {
  const types = { text: "VARCHAR", texts: "VARCHAR[]", float32: "FLOAT", float64: "DOUBLE" };
  return kind === "vector" ? `FLOAT[${length}]` : types[kind];
}

/** Number of rows that a column holds. */
export function rowsOf(column: ColumnData[ColumnKind], { length = 1 }: ColumnSpec): number {
  return column.length / length;
}

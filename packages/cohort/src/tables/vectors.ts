import { type DuckDBDataChunk, type DuckDBListVector, listValue } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { ColumnData, ColumnKind, ColumnSpec } from "./spec.js";

/** Copies `count` rows of a column, from row `from` on, into column `index` of a chunk. NaN becomes NULL. */
export function fillVector(
  chunk: DuckDBDataChunk,
  index: number,
  spec: ColumnSpec,
  column: ColumnData[ColumnKind],
  from: number,
  count: number,
): void {
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  if (column instanceof Float32Array || column instanceof Float64Array) {
    const width = spec.length ?? 1;
    const rows = column.subarray(from * width, (from + count) * width);
    const target = spec.kind === "vector" ? duckdb.array_vector_get_child(vector) : vector;
    duckdb.copy_data_to_vector(target, 0, rows.buffer as ArrayBuffer, rows.byteOffset, rows.byteLength);
    if (spec.kind !== "vector") markMissing(vector, rows);
  } else if (spec.kind === "text") {
    for (let row = 0; row < count; row += 1) {
      duckdb.vector_assign_string_element(vector, row, column[from + row] as string);
    }
  } else {
    const lists = chunk.getColumnVector(index);
    for (let row = 0; row < count; row += 1) {
      lists.setItem(row, listValue(column[from + row] as readonly string[]));
    }
    lists.flush();
  }
}

/** Copies column `index` of a chunk into rows `from`, `from + 1`, … of `target`; returns the first NULL row or -1. */
export function drainVector(
  chunk: DuckDBDataChunk,
  index: number,
  spec: ColumnSpec,
  target: MutableColumn,
  from: number,
): number {
  const count = chunk.rowCount;
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
  const isNull = nullTest(vector, count);
  if (target.kind === "numbers") {
    const { values } = target;
    const width = spec.length ?? 1;
    const source = spec.kind === "vector" ? duckdb.array_vector_get_child(vector) : vector;
    const bytes = duckdb.vector_get_data(source, count * width * values.BYTES_PER_ELEMENT);
    const start = values.byteOffset + from * width * values.BYTES_PER_ELEMENT;
    new Uint8Array(values.buffer, start, bytes.byteLength).set(bytes);
    if (spec.kind === "vector") {
      const missing = firstWhere(count, isNull);
      if (missing >= 0) return missing;
      const inner = firstWhere(count * width, nullTest(source, count * width));
      return inner < 0 ? -1 : Math.floor(inner / width);
    }
    for (let row = 0; row < count; row += 1) if (isNull(row)) values[from + row] = Number.NaN;
    return -1;
  }
  const missing = firstWhere(count, isNull);
  if (missing >= 0) return missing;
  if (target.kind === "text") {
    const items = chunk.getColumnVector(index);
    for (let row = 0; row < count; row += 1)
      target.values[from + row] = target.intern(items.getItem(row) as string);
    return -1;
  }
  const lists = chunk.getColumnVector(index) as DuckDBListVector;
  for (let row = 0; row < count; row += 1) {
    const items = (lists.getItemVector(row)?.toArray() ?? []) as (string | null)[];
    if (items.includes(null)) return row;
    target.values[from + row] = items.map((item) => target.intern(item as string));
  }
  return -1;
}

/** A column being read; equal texts share one string through `intern`. */
export type MutableColumn =
  | { readonly kind: "numbers"; readonly values: Float32Array | Float64Array }
  | { readonly kind: "text"; readonly values: string[]; readonly intern: (value: string) => string }
  | {
      readonly kind: "texts";
      readonly values: (readonly string[])[];
      readonly intern: (value: string) => string;
    };

/** Room for `rows` rows of a column. */
export function allocateColumn(spec: ColumnSpec, rows: number): MutableColumn {
  if (spec.kind === "float64") return { kind: "numbers", values: new Float64Array(rows) };
  if (spec.kind === "float32") return { kind: "numbers", values: new Float32Array(rows) };
  if (spec.kind === "vector") return { kind: "numbers", values: new Float32Array(rows * (spec.length ?? 1)) };
  const intern = interner();
  if (spec.kind === "text") return { kind: "text", values: new Array<string>(rows), intern };
  return { kind: "texts", values: new Array<readonly string[]>(rows), intern };
}

/** Gives equal strings one object, as long as there are few of them; ids of points are not worth the table. */
function interner(limit = 4096): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    if (known.size < limit) known.set(value, value);
    return value;
  };
}

function markMissing(vector: duckdb.Vector, rows: Float32Array | Float64Array): void {
  if (!rows.some(Number.isNaN)) return;
  const mask = new Uint8Array(Math.ceil(rows.length / 64) * 8).fill(0xff);
  for (let row = 0; row < rows.length; row += 1) {
    if (Number.isNaN(rows[row]!)) mask[row >> 3]! &= ~(1 << (row & 7));
  }
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, mask.buffer, 0, mask.byteLength);
}

function nullTest(vector: duckdb.Vector, count: number): (row: number) => boolean {
  const mask = duckdb.vector_get_validity(vector, Math.ceil(count / 64) * 8) as Uint8Array | null;
  if (mask === null) return () => false;
  return (row) => (mask[row >> 3]! & (1 << (row & 7))) === 0;
}

function firstWhere(count: number, test: (row: number) => boolean): number {
  for (let row = 0; row < count; row += 1) if (test(row)) return row;
  return -1;
}

import { counterPermutation, deriveSeed } from "@cytonet/torch";

/** Up to `count` items at even distances. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor(((index + 0.5) * items.length) / count)]!,
  );
}

/** Row numbers by the value of a column, values in the order in which they first appear. */
export function rowsBy(column: readonly string[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const [row, value] of column.entries()) {
    const list = rows.get(value);
    if (list === undefined) rows.set(value, [row]);
    else list.push(row);
  }
  return rows;
}

/** About `total` rows, equally many of every group where it has them, drawn by the seed; ascending. */
export function balancedRows(group: readonly string[], total: number, seed: number): number[] {
  const groups = rowsBy(group);
  const each = Math.floor(total / groups.size);
  return [...groups]
    .flatMap(([name, rows]) => {
      const order = counterPermutation(rows.length, deriveSeed(seed, `sample ${name}`), 0);
      return [...order.subarray(0, each)].map((place) => rows[place]!);
    })
    .sort((a, b) => a - b);
}

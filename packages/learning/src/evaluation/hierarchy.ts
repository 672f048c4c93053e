import { EvaluationError } from "./errors.js";

/** A step of clustering: items and earlier joins are numbered together, items first. */
export interface Join {
  readonly left: number;
  readonly right: number;
  /** Mean distance between the members of both sides. */
  readonly height: number;
}

/** A tree over items. */
export interface Hierarchy {
  /** n − 1 joins, lowest first; join k has number n + k. */
  readonly joins: readonly Join[];
  /** The items from left to right so that no branches cross; of two sides the tighter one stands first. */
  readonly order: readonly number[];
}

/**
 * Average-linkage clustering (UPGMA), as SciPy's `linkage(method="average")`.
 *
 * @param distance n × n, symmetric; n is at least 1
 * @throws EvaluationError for a matrix that is not square or holds a value that is not finite
 */
export function averageLinkage(distance: readonly (readonly number[])[]): Hierarchy {
  const n = distance.length;
  if (n === 0 || distance.some((row) => row.length !== n || !row.every(Number.isFinite))) {
    throw new EvaluationError("distance", `must be a square matrix of finite numbers, has ${n} rows`);
  }
  const between = new Map<string, number>();
  const key = (a: number, b: number): string => (a < b ? `${a},${b}` : `${b},${a}`);
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) between.set(key(i, j), distance[i]![j]!);
  const size = new Map(Array.from({ length: n }, (_, i) => [i, 1]));
  const height = new Map(Array.from({ length: n }, (_, i) => [i, 0]));
  const joins: Join[] = [];
  while (size.size > 1) {
    const [a, b, lowest] = closest([...size.keys()], (x, y) => between.get(key(x, y))!);
    const made = n + joins.length;
    for (const other of size.keys()) {
      if (other === a || other === b) continue;
      const [toA, toB] = [between.get(key(a, other))!, between.get(key(b, other))!];
      const [sizeA, sizeB] = [size.get(a)!, size.get(b)!];
      between.set(key(made, other), (sizeA * toA + sizeB * toB) / (sizeA + sizeB));
    }
    const [left, right] = height.get(a)! <= height.get(b)! ? [a, b] : [b, a];
    joins.push({ left, right, height: lowest });
    size.set(made, size.get(a)! + size.get(b)!);
    height.set(made, lowest);
    size.delete(a);
    size.delete(b);
  }
  const order: number[] = [];
  const walk = (node: number): void => {
    if (node < n) order.push(node);
    else for (const side of [joins[node - n]!.left, joins[node - n]!.right]) walk(side);
  };
  walk(n === 1 ? 0 : 2 * n - 2);
  return { joins, order };
}

function closest(
  nodes: readonly number[],
  distance: (a: number, b: number) => number,
): [number, number, number] {
  let best: [number, number, number] = [-1, -1, Number.POSITIVE_INFINITY];
  for (const [i, a] of nodes.entries()) {
    for (const b of nodes.slice(i + 1)) {
      const value = distance(a, b);
      if (value < best[2]) best = [a, b, value];
    }
  }
  return best;
}

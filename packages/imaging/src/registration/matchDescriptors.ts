import { noGrad, ops, scope, type Tensor } from "@cytonet/torch";
import { FeatureError } from "../features/errors.js";

/** What is matched of an image's features. */
export interface Describable {
  /** n × d, unit length. */
  readonly descriptors: Tensor;
  /** n, bool: only features of one polarity are compared (Bay et al. 2008, §4.3). */
  readonly positive: Tensor;
}

export interface MatchOptions {
  /** A match's distance is at most so large a share of the distance to the second nearest (Lowe 2004). */
  readonly maxRatio: number;
  /** Keep only matches that are nearest in both directions. Default true. */
  readonly mutual?: boolean;
  /** Rows of the first image's features that are compared at a time. Default 1024. */
  readonly blockRows?: number;
}

/** Matches by index, n each. */
export interface Matches {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/**
 * Nearest neighbours among descriptors by exact search: products of blocks, a ratio test against the second nearest
 * and, unless told otherwise, a check that the match is mutual. A block's products bound the memory.
 *
 * @throws FeatureError for descriptors of different lengths
 */
export function matchDescriptors(a: Describable, b: Describable, options: MatchOptions): Matches {
  const [length, other] = [a.descriptors.shape[1], b.descriptors.shape[1]];
  if (length !== other) throw new FeatureError("descriptors", `have lengths ${length} and ${other}`);
  const first: number[] = [];
  const second: number[] = [];
  noGrad(() =>
    scope(() => {
      for (const polarity of [true, false]) {
        const rows = indicesOf(a.positive, polarity);
        const columns = indicesOf(b.positive, polarity);
        if (rows.shape[0]! < 1 || columns.shape[0]! < 2) continue;
        const found = matchAll(
          a.descriptors.indexSelect(0, rows),
          b.descriptors.indexSelect(0, columns),
          options,
        );
        for (const index of numbers(rows.indexSelect(0, found.row))) first.push(index);
        for (const index of numbers(columns.indexSelect(0, found.column))) second.push(index);
      }
    }),
  );
  return { first: Int32Array.from(first), second: Int32Array.from(second) };
}

function matchAll(
  a: Tensor,
  b: Tensor,
  { maxRatio, mutual = true, blockRows = 1024 }: MatchOptions,
): { row: Tensor; column: Tensor } {
  const { device } = a;
  const count = a.shape[0]!;
  const target = b.t();
  const nearest: Tensor[] = [];
  const passed: Tensor[] = [];
  // For every column the best row so far.
  let best = ops.full([b.shape[0]!], -2, { device });
  let bestRow = ops.zeros([b.shape[0]!], { dtype: "int64", device });
  for (let from = 0; from < count; from += blockRows) {
    const block = scope(() => {
      const products = a.narrow(0, from, Math.min(blockRows, count - from)).matmul(target);
      const [value, row] = products.maxDim(0);
      const better = value.gt(best);
      const columnBest = ops.where(better, value, best);
      const columnRow = ops.where(better, row.addScalar(from), bestRow);
      const [nearest, column] = products.maxDim(1);
      // Without the nearest, the largest product is the second nearest's.
      const next = products.scatterValue(1, column.unsqueeze(1), -2).amax({ dim: 1 });
      // |a − b|² = 2 − 2·a·b for unit vectors.
      const passed = nearest.rsubScalar(1).le(next.rsubScalar(1).mulScalar(maxRatio ** 2));
      return { column, passed, columnBest, columnRow };
    });
    nearest.push(block.column);
    passed.push(block.passed);
    best = block.columnBest;
    bestRow = block.columnRow;
  }
  const column = ops.cat(nearest);
  const row = ops.arange(count, { dtype: "int64", device });
  let isMatch = ops.cat(passed);
  if (mutual) isMatch = isMatch.logicalAnd(bestRow.indexSelect(0, column).eq(row));
  const kept = isMatch.nonzero().flatten();
  return { row: kept, column: column.indexSelect(0, kept) };
}

function indicesOf(positive: Tensor, polarity: boolean): Tensor {
  return (polarity ? positive : positive.logicalNot()).nonzero().flatten();
}

function numbers(indices: Tensor): Iterable<number> {
  return Array.from(indices.to({ dtype: "int32" }).toTypedArray() as Int32Array);
}

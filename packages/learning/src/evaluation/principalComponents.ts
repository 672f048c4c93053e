import { noGrad, scope, tensor } from "@cytonet/torch";
import { EvaluationError } from "./errors.js";
import { type FeatureMatrix, rowsOf } from "./linearModel.js";

/** Samples along the directions in which they differ most. */
export interface PrincipalComponents {
  /** n × count, row by row; columns have mean 0. */
  readonly scores: Float64Array;
  /** Share of the whole variance that each component has. */
  readonly explained: readonly number[];
}

/**
 * Principal component analysis by the eigenvectors of the covariance, in float64. The sign of a component is that
 * which makes its largest loading positive, so that runs agree.
 *
 * @param features n × d
 * @param count components wanted, at most d
 * @throws EvaluationError for a count that does not fit
 */
export function principalComponents(features: FeatureMatrix, count: number): PrincipalComponents {
  const rows = rowsOf(features);
  const { columns, values } = features;
  if (!Number.isInteger(count) || count < 1 || count > columns) {
    throw new EvaluationError("count", `must be an integer from 1 to ${columns}, got ${count}`);
  }
  return noGrad(() =>
    scope(() => {
      const x = tensor(values, { shape: [rows, columns] }).to({ dtype: "float64" });
      const centred = x.sub(x.meanDim([0]));
      const [variances, axes] = centred.t().matmul(centred).divScalar(rows).linalgEigh();
      const ascending = variances.toTypedArray() as Float64Array;
      const total = ascending.reduce((sum, value) => sum + Math.max(0, value), 0) || 1;
      const first = axes
        .narrow(1, columns - count, count)
        .flip([1])
        .contiguous();
      const signs = signsOf(first.toTypedArray() as Float64Array, columns, count);
      const scores = centred.matmul(first).mul(tensor(signs));
      return {
        scores: scores.toTypedArray() as Float64Array,
        explained: Array.from({ length: count }, (_, k) => Math.max(0, ascending[columns - 1 - k]!) / total),
      };
    }),
  );
}

function signsOf(axes: Float64Array, rows: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => {
    let largest = 0;
    for (let row = 0; row < rows; row++) {
      const value = axes[row * count + k]!;
      if (Math.abs(value) > Math.abs(largest) + 1e-12) largest = value;
    }
    return largest < 0 ? -1 : 1;
  });
}

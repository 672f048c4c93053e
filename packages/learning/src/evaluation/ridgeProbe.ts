import { noGrad, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { EvaluationError } from "./errors.js";
import {
  type FeatureMatrix,
  foldStandardisation,
  type LinearModel,
  prepareFeatures,
  rowsOf,
} from "./linearModel.js";

/** How a linear regression is fitted. */
export interface RidgeOptions {
  /** λ of mean squared error + λ·‖W‖². scikit-learn's alpha is n·λ. At least 0. */
  readonly l2: number;
  /** Whether each output has an intercept (not penalised). Default true. */
  readonly bias?: boolean;
  /** Whether features are brought to mean 0 and variance 1 first. Default true. */
  readonly standardise?: boolean;
  /** Where the matrix products run. Default `"cpu"`. */
  readonly device?: string;
}

/** Targets of n samples, row by row: millimetres for coordinates. */
export interface Targets {
  readonly values: ArrayLike<number>;
  /** Number of outputs, such as 3 axes. */
  readonly columns: number;
}

function targetTensor(targets: Targets, rows: number, device: string): Tensor {
  const { values, columns } = targets;
  if (!Number.isInteger(columns) || columns < 1 || values.length !== rows * columns) {
    throw new EvaluationError("targets", `has ${values.length} entries, need ${rows} rows of ${columns}`);
  }
  const flat = Float64Array.from(values);
  const bad = flat.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new EvaluationError("targets", `is ${flat[bad]} at row ${Math.floor(bad / columns)}`);
  return tensor(flat, { shape: [rows, columns], device });
}

/**
 * Ridge regressions for several penalties at once, in closed form: (XᵀX + nλ·I)·W = XᵀY on centred data, by
 * Cholesky in float64. Equals scikit-learn's `Ridge(alpha = n·λ)`.
 *
 * @param features n × d
 * @param targets n × t
 * @param l2s the penalties, each at least 0
 * @returns one model per penalty
 * @throws EvaluationError for sizes that do not fit, values that are not finite, or a penalty too small for
 *   features that depend on each other
 */
export function ridgePath(
  features: FeatureMatrix,
  targets: Targets,
  l2s: readonly number[],
  options: Omit<RidgeOptions, "l2"> = {},
): LinearModel[] {
  const { bias = true, standardise = true, device = "cpu" } = options;
  const rows = rowsOf(features);
  for (const l2 of l2s) {
    if (!(l2 >= 0 && Number.isFinite(l2))) throw new EvaluationError("l2", `must be at least 0, got ${l2}`);
  }
  return noGrad(() =>
    scope(() => {
      const { x, mean, scale } = prepareFeatures(features, standardise, device);
      const y = targetTensor(targets, rows, device);
      const xMean = bias ? x.meanDim([0]) : ops.zeros([features.columns], { dtype: "float64", device });
      const yMean = bias ? y.meanDim([0]) : ops.zeros([targets.columns], { dtype: "float64", device });
      const centred = x.sub(xMean);
      const gram = centred.t().matmul(centred);
      const moment = centred.t().matmul(y.sub(yMean));
      const identity = ops.eye(features.columns, { dtype: "float64", device });
      return l2s.map((l2) => {
        const [factor, info] = ops.linalgCholeskyEx(gram.add(identity.mulScalar(l2 * rows)));
        if (info.item() !== 0) {
          throw new EvaluationError("l2", `${l2} is too small: some features depend on others; raise it`);
        }
        const weights = moment.choleskySolve(factor).t().contiguous();
        const intercept = yMean.sub(weights.mv(xMean));
        return foldStandardisation(
          weights.toTypedArray() as Float64Array,
          intercept.toTypedArray() as Float64Array,
          { mean, scale },
        );
      });
    }),
  );
}

/** One ridge regression on frozen features; predict with `applyLinear`. Arguments and errors as `ridgePath`. */
export function fitRidgeProbe(features: FeatureMatrix, targets: Targets, options: RidgeOptions): LinearModel {
  return ridgePath(features, targets, [options.l2], options)[0]!;
}

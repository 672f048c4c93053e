import { noGrad, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { EvaluationError } from "./errors.js";

/** n feature vectors of one length, row by row. */
export interface FeatureMatrix {
  readonly values: Float32Array | Float64Array;
  /** Length of one feature vector. */
  readonly columns: number;
}

/** y = W·x + b on features as they come: any standardisation is folded in. */
export interface LinearModel {
  readonly columns: number;
  readonly outputs: number;
  /** outputs × columns, row by row. */
  readonly weights: Float64Array;
  /** One per output. */
  readonly intercept: Float64Array;
}

/** Number of feature vectors. @throws EvaluationError for an empty matrix or one that does not divide */
export function rowsOf(features: FeatureMatrix, argument = "features"): number {
  const { values, columns } = features;
  if (!Number.isInteger(columns) || columns < 1 || values.length === 0 || values.length % columns !== 0) {
    throw new EvaluationError(argument, `has ${values.length} entries, need n ≥ 1 rows of ${columns}`);
  }
  return values.length / columns;
}

/** The rows of several matrices below each other. @throws EvaluationError for unequal lengths of vectors */
export function stackRows(...parts: readonly FeatureMatrix[]): FeatureMatrix {
  const columns = parts[0]!.columns;
  if (parts.some((part) => part.columns !== columns)) {
    throw new EvaluationError("features", `have ${parts.map((part) => part.columns).join(" and ")} columns`);
  }
  const size = parts.reduce((sum, part) => sum + part.values.length, 0);
  const doubles = parts.some((part) => part.values instanceof Float64Array);
  const values = doubles ? new Float64Array(size) : new Float32Array(size);
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { values, columns };
}

/** Features as a float64 tensor, moved to mean 0 and scaled to variance 1 per column where asked. */
export interface PreparedFeatures {
  /** n × columns float64. */
  readonly x: Tensor;
  /** What was subtracted and divided by, as scikit-learn's StandardScaler: a constant column has scale 1. */
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/** @throws EvaluationError for a wrong size or a value that is not finite */
export function prepareFeatures(
  features: FeatureMatrix,
  standardise: boolean,
  device: string,
): PreparedFeatures {
  const rows = rowsOf(features);
  const { columns } = features;
  return noGrad(() =>
    scope(() => {
      const raw = tensor(features.values, { shape: [rows, columns], device }).to({ dtype: "float64" });
      if (raw.isfinite().all().item() === 0) {
        const at = features.values.findIndex((value: number) => !Number.isFinite(value));
        throw new EvaluationError(
          "features",
          `is ${features.values[at]} at row ${Math.floor(at / columns)}, column ${at % columns}`,
        );
      }
      if (!standardise) {
        return { x: raw, mean: new Float64Array(columns), scale: new Float64Array(columns).fill(1) };
      }
      const mean = raw.meanDim([0]);
      const centred = raw.sub(mean);
      const sd = centred.square().meanDim([0]).sqrt();
      // Rounding leaves a constant column a spread of some ulps of its value.
      const constant = sd.le(mean.abs().mulScalar(1e-12));
      const scale = ops.where(constant, ops.onesLike(sd), sd);
      return {
        x: centred.div(scale),
        mean: mean.toTypedArray() as Float64Array,
        scale: scale.toTypedArray() as Float64Array,
      };
    }),
  );
}

/** The model of raw features that equals `weights`, `intercept` on standardised ones. */
export function foldStandardisation(
  weights: Float64Array,
  intercept: Float64Array,
  { mean, scale }: Pick<PreparedFeatures, "mean" | "scale">,
): LinearModel {
  const columns = mean.length;
  const folded = weights.map((w, i) => w / scale[i % columns]!);
  const moved = intercept.map((b, output) => {
    let shift = 0;
    for (let c = 0; c < columns; c++) shift += folded[output * columns + c]! * mean[c]!;
    return b - shift;
  });
  return { columns, outputs: intercept.length, weights: folded, intercept: moved };
}

/**
 * W·x + b for every feature vector, in float64.
 * @returns n × outputs, row by row
 * @throws EvaluationError where the vectors have another length than the model's
 */
export function applyLinear(model: LinearModel, features: FeatureMatrix, device = "cpu"): Float64Array {
  const rows = rowsOf(features);
  if (features.columns !== model.columns) {
    throw new EvaluationError("features", `have ${features.columns} columns, the model ${model.columns}`);
  }
  return noGrad(() =>
    scope(() => {
      const x = tensor(features.values, { shape: [rows, model.columns], device }).to({ dtype: "float64" });
      const weights = tensor(model.weights, { shape: [model.outputs, model.columns], device });
      const y = x.matmul(weights.t()).add(tensor(model.intercept, { device }));
      return y.toTypedArray() as Float64Array;
    }),
  );
}

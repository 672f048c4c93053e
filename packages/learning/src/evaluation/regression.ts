import { EvaluationError } from "./errors.js";

/** How the R² of several columns become one number, as scikit-learn's `multioutput`. */
export type R2Average = "uniform" | "variance";

function checkMatrices(truth: ArrayLike<number>, predicted: ArrayLike<number>, columns: number): number {
  if (!Number.isInteger(columns) || columns < 1) {
    throw new EvaluationError("columns", `must be an integer ≥ 1, got ${columns}`);
  }
  if (truth.length === 0 || truth.length % columns !== 0) {
    throw new EvaluationError("truth", `has ${truth.length} entries, need n ≥ 1 rows of ${columns}`);
  }
  if (predicted.length !== truth.length) {
    throw new EvaluationError("predicted", `has ${predicted.length} entries, truth has ${truth.length}`);
  }
  for (const [name, values] of [
    ["truth", truth],
    ["predicted", predicted],
  ] as const) {
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i])) continue;
      const where = `row ${Math.floor(i / columns)}, column ${i % columns}`;
      throw new EvaluationError(name, `is ${values[i]} at ${where}: leave out samples without a value`);
    }
  }
  return truth.length / columns;
}

function sumsOfSquares(truth: ArrayLike<number>, predicted: ArrayLike<number>, columns: number) {
  const rows = checkMatrices(truth, predicted, columns);
  if (rows < 2) throw new EvaluationError("truth", "has one row: R² needs at least two");
  const residual = new Float64Array(columns);
  const total = new Float64Array(columns);
  for (let c = 0; c < columns; c++) {
    // Measured from the first row, so that a constant column has exactly its own mean.
    const origin = truth[c]!;
    let mean = origin;
    for (let r = 0; r < rows; r++) mean += (truth[r * columns + c]! - origin) / rows;
    for (let r = 0; r < rows; r++) {
      const t = truth[r * columns + c]!;
      residual[c]! += (t - predicted[r * columns + c]!) ** 2;
      total[c]! += (t - mean) ** 2;
    }
  }
  return { residual, total };
}

const determination = (residual: number, total: number) =>
  total > 0 ? 1 - residual / total : residual === 0 ? 1 : 0;

/**
 * R² of each column, as scikit-learn's `r2_score(multioutput="raw_values")`. A constant truth gives 1
 * where it is met exactly, else 0.
 *
 * @param truth n × columns, row by row
 * @param predicted n × columns, row by row
 * @throws EvaluationError for fewer than two rows, unequal sizes or a value that is not finite
 */
export function r2PerColumn(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  columns: number,
): number[] {
  const { residual, total } = sumsOfSquares(truth, predicted, columns);
  return Array.from(residual, (r, c) => determination(r, total[c]!));
}

/**
 * One R² over all columns, as scikit-learn's `r2_score`: the plain mean (`"uniform"`, default) or the
 * mean weighted by each column's variance.
 *
 * @throws EvaluationError as `r2PerColumn`
 */
export function r2Score(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  columns: number,
  average: R2Average = "uniform",
): number {
  const { residual, total } = sumsOfSquares(truth, predicted, columns);
  const scores = Array.from(residual, (r, c) => determination(r, total[c]!));
  const whole = total.reduce((a, b) => a + b, 0);
  if (average === "uniform" || whole === 0) return scores.reduce((a, b) => a + b, 0) / columns;
  return scores.reduce((sum, score, c) => sum + (score * total[c]!) / whole, 0);
}

/** Mean and median of |error|, in the unit of the inputs: millimetres for coordinates. */
export interface AbsoluteErrors {
  readonly meanMm: number;
  readonly medianMm: number;
}

function median(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
}

const summarise = (errors: Float64Array): AbsoluteErrors => ({
  meanMm: errors.reduce((a, b) => a + b, 0) / errors.length,
  medianMm: median(errors),
});

/**
 * Mean and median absolute error of each axis (scikit-learn's `mean_absolute_error`,
 * `median_absolute_error` with `raw_values`); the measure of Table 4.
 *
 * @param truthMm n × columns millimetres, row by row
 * @param predictedMm n × columns millimetres, row by row
 * @throws EvaluationError for unequal sizes or a value that is not finite
 */
export function absoluteErrorsMm(
  truthMm: ArrayLike<number>,
  predictedMm: ArrayLike<number>,
  columns: number,
): AbsoluteErrors[] {
  const rows = checkMatrices(truthMm, predictedMm, columns);
  return Array.from({ length: columns }, (_, c) =>
    summarise(
      Float64Array.from({ length: rows }, (_, r) =>
        Math.abs(truthMm[r * columns + c]! - predictedMm[r * columns + c]!),
      ),
    ),
  );
}

/**
 * Mean and median Euclidean distance between true and predicted points.
 *
 * @param truthMm n × columns millimetres, row by row
 * @param predictedMm n × columns millimetres, row by row
 * @throws EvaluationError for unequal sizes or a value that is not finite
 */
export function euclideanErrorsMm(
  truthMm: ArrayLike<number>,
  predictedMm: ArrayLike<number>,
  columns: number,
): AbsoluteErrors {
  const rows = checkMatrices(truthMm, predictedMm, columns);
  const errors = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let squared = 0;
    for (let c = 0; c < columns; c++) {
      squared += (truthMm[r * columns + c]! - predictedMm[r * columns + c]!) ** 2;
    }
    errors[r] = Math.sqrt(squared);
  }
  return summarise(errors);
}

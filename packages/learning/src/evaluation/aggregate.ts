import { EvaluationError } from "./errors.js";

/** A mean over repetitions with its spread. */
export interface MeanAndSd {
  readonly mean: number;
  /** Sample standard deviation (n − 1 in the denominator); 0 for a single repetition. */
  readonly sd: number;
  /** Number of repetitions. */
  readonly n: number;
}

/**
 * Mean and sample standard deviation over repetitions (seeds, folds, brains).
 * @throws EvaluationError for no value or one that is not finite
 */
export function meanAndSd(values: readonly number[]): MeanAndSd {
  const n = values.length;
  if (n === 0) throw new EvaluationError("values", "is empty: give one value per repetition");
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new EvaluationError("values", `is ${values[bad]} at repetition ${bad}`);
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: n === 1 ? 0 : Math.sqrt(squares / (n - 1)), n };
}

/** As the paper's tables print it: `0.37 ± 0.02`; without a spread for a single repetition. */
export function formatMeanAndSd({ mean, sd, n }: MeanAndSd, digits = 2): string {
  return n === 1 ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${sd.toFixed(digits)}`;
}

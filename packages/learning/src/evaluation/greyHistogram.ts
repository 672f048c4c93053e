import { EvaluationError } from "./errors.js";

/**
 * The baseline that every learned feature has to beat: each patch's histogram of grey values, as shares
 * that sum to 1. It knows staining and cell density but no arrangement.
 *
 * @param values `patches` × pixels, patch by patch; bytes in 0 … 255, or floats in [0, 1] (values outside
 *   fall into the first or last bin)
 * @param patches number of patches
 * @param bins number of equal bins over the range of grey values
 * @returns patches × bins, row by row
 * @throws EvaluationError for sizes that do not divide, or a value that is not a number
 */
export function greyHistogram(
  values: Uint8Array | Uint8ClampedArray | Float32Array | Float64Array,
  patches: number,
  bins = 64,
): Float32Array {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new EvaluationError("bins", `must be an integer ≥ 1, got ${bins}`);
  }
  if (!Number.isInteger(patches) || patches < 1 || values.length === 0 || values.length % patches !== 0) {
    throw new EvaluationError("patches", `${values.length} pixels do not make ${patches} equal patches`);
  }
  const pixels = values.length / patches;
  const isByte = values instanceof Uint8Array || values instanceof Uint8ClampedArray;
  const scale = isByte ? bins / 256 : bins;
  const histogram = new Float32Array(patches * bins);
  const counts = new Uint32Array(bins);
  for (let patch = 0; patch < patches; patch++) {
    counts.fill(0);
    for (let i = patch * pixels; i < (patch + 1) * pixels; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) throw new EvaluationError("values", `is NaN in patch ${patch}`);
      counts[Math.min(bins - 1, Math.max(0, Math.floor(value * scale)))]!++;
    }
    for (let bin = 0; bin < bins; bin++) histogram[patch * bins + bin] = counts[bin]! / pixels;
  }
  return histogram;
}

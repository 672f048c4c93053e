import type { SampleMemory } from "./image.js";
import type { GridAxis } from "./resample.js";

/** Sparse weights of a one-dimensional box filter: output i uses weights[offset[i] ...] from pixel first[i]. */
export interface BoxWeights {
  readonly first: Int32Array;
  readonly offset: Int32Array;
  readonly weights: Float64Array;
}

/** Weights relative to a source of `size` pixels that begins at `origin`; what falls outside is left out. */
export function boxWeights(axis: GridAxis, origin: number, size: number): BoxWeights {
  const width = Math.max(axis.step, 1);
  const first = new Int32Array(axis.count);
  const offset = new Int32Array(axis.count + 1);
  const weights = new Float64Array(axis.count * (Math.ceil(width) + 1));
  let used = 0;
  for (let i = 0; i < axis.count; i++) {
    const low = axis.start + (i + 0.5) * axis.step - width / 2 - origin;
    const high = low + width;
    const begin = Math.max(0, Math.floor(low));
    const end = Math.min(size, Math.ceil(high));
    first[i] = begin;
    offset[i] = used;
    for (let k = begin; k < end; k++) weights[used++] = (Math.min(k + 1, high) - Math.max(k, low)) / width;
  }
  offset[axis.count] = used;
  return { first, offset, weights };
}

/** How many source pixels make one output pixel where boxes are whole pixels of the source; 0 where not. */
export function wholeFactor(axis: GridAxis, origin: number, size: number): number {
  const whole = Number.isInteger(axis.step) && axis.step >= 1;
  return whole && axis.start === origin && axis.count * axis.step === size ? axis.step : 0;
}

/**
 * One row narrowed to the output's columns; values are differences from the background.
 *
 * @param factor from `wholeFactor`: sums without weights
 */
export function sumColumns(
  row: SampleMemory,
  columns: BoxWeights,
  factor: number,
  background: number,
  out: Float32Array,
): void {
  const count = out.length;
  if (factor > 0) {
    for (let i = 0, pixel = 0; i < count; i++) {
      let sum = 0;
      for (const end = pixel + factor; pixel < end; pixel++) sum += row[pixel]!;
      out[i] = sum / factor - background;
    }
    return;
  }
  const { first, offset, weights } = columns;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    let pixel = first[i]!;
    for (let w = offset[i]!, end = offset[i + 1]!; w < end; w++) {
      sum += weights[w]! * (row[pixel++]! - background);
    }
    out[i] = sum;
  }
}

import { type GreyImage, type GreySamples, greySamples } from "./image.js";

/**
 * One axis of an output grid, in pixels of the source: output sample i covers
 * [start + i·step, start + (i + 1)·step).
 */
export interface GridAxis {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** A grey raster whose top-left pixel lies at (xPx, yPx) of the coordinates that the axes use. */
export interface PlacedImage extends GreyImage {
  readonly xPx: number;
  readonly yPx: number;
}

/** The source pixels [first, end) that an axis touches, before clipping to any image. */
export function axisSupport(axis: GridAxis): { first: number; end: number } {
  const reach = Math.max(axis.step, 1) / 2;
  const firstCentre = axis.start + axis.step / 2;
  const lastCentre = axis.start + (axis.count - 0.5) * axis.step;
  return { first: Math.floor(firstCentre - reach), end: Math.ceil(lastCentre + reach) };
}

/**
 * Resample a grey raster on a regular grid by exact area average.
 *
 * Each output sample is the mean of the source over a box as wide as the output pixel, every source pixel
 * weighted by the share of it that the box covers. Where an axis is finer than the source (step < 1) the box
 * keeps the width of one source pixel around the output centre, which is linear interpolation between pixel
 * centres; the two rules meet at step = 1. Whatever lies outside `source` has the value `background`.
 * Results are rounded half up.
 *
 * @param source raster with its place in the axes' coordinates
 * @returns `x.count` × `y.count` samples of the source's depth
 */
export function boxResample(source: PlacedImage, x: GridAxis, y: GridAxis, background: number): GreyImage {
  const columns = boxWeights(x, source.xPx, source.widthPx);
  const rows = boxWeights(y, source.yPx, source.heightPx);
  const narrowed = averageColumns(source, columns, background);
  const data = greySamples(source.bitDepth, x.count * y.count);
  averageRows(narrowed, rows, background, data);
  return { widthPx: x.count, heightPx: y.count, data, bitDepth: source.bitDepth };
}

/** Sparse weights of a one-dimensional box filter: output i uses weights[offset[i] ...] from pixel first[i]. */
interface BoxWeights {
  readonly first: Int32Array;
  readonly offset: Int32Array;
  readonly weights: Float64Array;
}

/** Weights relative to a source of `size` pixels that begins at `origin`; what falls outside is left out. */
function boxWeights(axis: GridAxis, origin: number, size: number): BoxWeights {
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

/** Horizontal pass: rows stay, columns become the output's; values are differences from the background. */
function averageColumns(source: PlacedImage, columns: BoxWeights, background: number): Float32Array {
  const count = columns.first.length;
  const out = new Float32Array(count * source.heightPx);
  const { first, offset, weights } = columns;
  const data: GreySamples = source.data;
  for (let row = 0; row < source.heightPx; row++) {
    const base = row * source.widthPx;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      let pixel = base + first[i]!;
      for (let w = offset[i]!, end = offset[i + 1]!; w < end; w++) {
        sum += weights[w]! * (data[pixel++]! - background);
      }
      out[row * count + i] = sum;
    }
  }
  return out;
}

/** Vertical pass over the narrowed rows, and rounding. */
function averageRows(narrowed: Float32Array, rows: BoxWeights, background: number, out: GreySamples): void {
  const count = rows.first.length;
  const width = out.length / Math.max(count, 1);
  const sums = new Float64Array(width);
  for (let j = 0; j < count; j++) {
    sums.fill(background + 0.5);
    let base = rows.first[j]! * width;
    for (let w = rows.offset[j]!, end = rows.offset[j + 1]!; w < end; w++, base += width) {
      const weight = rows.weights[w]!;
      for (let i = 0; i < width; i++) sums[i]! += weight * narrowed[base + i]!;
    }
    // Storing truncates towards zero, and every sum is a mean of samples plus one half.
    for (let i = 0; i < width; i++) out[j * width + i] = sums[i]!;
  }
}

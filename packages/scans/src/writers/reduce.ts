import { type BitDepth, type GreySamples, greySamples } from "../image.js";
import type { TileExtent } from "./levels.js";

/**
 * Average 2 × 2 pixels of a tile into a place of its parent. A last odd column or row counts twice.
 *
 * @param tile samples or, from the second level on, unrounded means; `extent.widthPx` × `extent.heightPx`
 * @param parent unrounded means of the parent tile, rows of `parentWidthPx`
 * @param at index of the first sample to write
 */
export function reduceInto(
  tile: GreySamples | Float32Array,
  { widthPx, heightPx }: TileExtent,
  parent: Float32Array,
  parentWidthPx: number,
  at: number,
): void {
  const halfWidth = widthPx >> 1;
  const halfHeight = (heightPx + 1) >> 1;
  for (let y = 0; y < halfHeight; y++) {
    let upper = 2 * y * widthPx;
    let lower = 2 * y + 1 < heightPx ? upper + widthPx : upper;
    let to = at + y * parentWidthPx;
    for (let x = 0; x < halfWidth; x++, upper += 2, lower += 2) {
      parent[to++] = (tile[upper]! + tile[upper + 1]! + tile[lower]! + tile[lower + 1]!) / 4;
    }
    if (2 * halfWidth < widthPx) parent[to] = (tile[upper]! + tile[lower]!) / 2;
  }
}

/** Means rounded half up to samples. */
export function roundedSamples(means: Float32Array, bitDepth: BitDepth): GreySamples {
  const samples = greySamples(bitDepth, means.length);
  // Storing truncates, and means are never negative.
  for (let i = 0; i < means.length; i++) samples[i] = means[i]! + 0.5;
  return samples;
}

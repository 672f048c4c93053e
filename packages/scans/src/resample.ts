import { averagerOf } from "./blockAverager.js";
import { type GreyImage, unsetSamples } from "./image.js";

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
  const { bitDepth } = source;
  const data = unsetSamples(bitDepth, x.count * y.count);
  const averager = averagerOf(source, x, y, background, data);
  averager.add(source.data, source.yPx, source.heightPx);
  averager.finish();
  return { widthPx: x.count, heightPx: y.count, data, bitDepth };
}

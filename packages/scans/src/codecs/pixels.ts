import type { GreySamples, SampleMemory } from "../image.js";
import { native } from "./native.js";

/** The largest side of blocks that `averageBlocks` takes: 32 bits hold the sums of larger ones no more. */
export const largestFactor = 128;

/**
 * Means of blocks of `factor` × `factor` pixels, rounded half up.
 *
 * @param rows `factor` times as many as `out` has, one after another
 * @param width pixels of a row of `out`
 */
export function averageBlocks(rows: SampleMemory, width: number, factor: number, out: SampleMemory): void {
  if (native !== undefined && out.length > 0) {
    native.averageBlocks(rows, width, factor, out);
    return;
  }
  if (factor === 1) {
    out.set(rows);
    return;
  }
  const area = factor * factor;
  const [rowLength, height] = [width * factor, out.length / width];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        let at = (y * factor + dy) * rowLength + x * factor;
        for (const end = at + factor; at < end; at++) sum += rows[at]!;
      }
      // Storing truncates.
      out[y * width + x] = (2 * sum + area) / (2 * area);
    }
  }
}

/** 0.299 R + 0.587 G + 0.114 B of interleaved samples, rounded half up. */
export function lumaOfRgb(rgb: GreySamples, out: GreySamples): void {
  if (native !== undefined && out.length > 0) {
    native.luma(rgb, out);
    return;
  }
  for (let i = 0, s = 0; i < out.length; i++, s += 3) {
    out[i] = (299 * rgb[s]! + 587 * rgb[s + 1]! + 114 * rgb[s + 2]! + 500) / 1000;
  }
}

/** TIFF's predictor 2, undone in place: every sample but a row's first is stored as the difference from the last. */
export function undoDifferences(values: GreySamples, rowLength: number, channels: number): void {
  if (native !== undefined && values.length > 0) {
    native.undoDifferences(values, rowLength, channels);
    return;
  }
  for (let row = 0; row < values.length; row += rowLength) {
    for (let i = row + channels, end = row + rowLength; i < end; i++) values[i]! += values[i - channels]!;
  }
}

/** Where rows of samples lie in an array: the first sample, and from one row to the next. */
export interface RowPlace<Samples extends SampleMemory = GreySamples> {
  readonly samples: Samples;
  readonly at: number;
  readonly stride: number;
}

/** Copy a rectangle of samples. */
export function copyRows(from: RowPlace, to: RowPlace<SampleMemory>, width: number, rows: number): void {
  if (rows === 0) return;
  if (native !== undefined) {
    native.copyRows(from.samples, from.at, from.stride, to.samples, to.at, to.stride, width, rows);
    return;
  }
  for (let y = 0; y < rows; y++) {
    const at = from.at + y * from.stride;
    to.samples.set(from.samples.subarray(at, at + width), to.at + y * to.stride);
  }
}

import type { GreySamples } from "../image.js";
import { native } from "./native.js";

/**
 * Means of 2 × 2 pixels, rounded half up.
 *
 * @param rows pairs of rows, one after another
 * @param width pixels of a row of `out`
 */
export function averagePairs(rows: GreySamples, width: number, out: GreySamples): void {
  if (native !== undefined && out.length > 0) {
    native.halve(rows, width, out);
    return;
  }
  for (let i = 0, top = 0; i < out.length; top += 2 * width) {
    for (const end = i + width; i < end; i++, top += 2) {
      const bottom = top + 2 * width;
      out[i] = (rows[top]! + rows[top + 1]! + rows[bottom]! + rows[bottom + 1]! + 2) >> 2;
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
export interface RowPlace {
  readonly samples: GreySamples;
  readonly at: number;
  readonly stride: number;
}

/** Copy a rectangle of samples. */
export function copyRows(from: RowPlace, to: RowPlace, width: number, rows: number): void {
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

import { scope, type Tensor, tensor } from "@cytonet/torch";
import { medianFilter } from "../filters/medianFilter.js";
import { meanFilter } from "../filters/smoothingFilters.js";
import type { Histogram } from "./histogram.js";

/**
 * Local minima of a histogram smoothed by a median and a mean filter (§3.2: 3, then 5): bins, in order. A flat bottom
 * counts once, by its middle; ends of the histogram do not count.
 */
export function histogramValleys({ counts }: Histogram, medianBins: number, meanBins: number): number[] {
  const smoothed = scope(() => {
    const median = medianFilter(tensor(counts), medianBins, [0]) as Tensor;
    return meanFilter(median, meanBins, [0]).toTypedArray() as Float64Array;
  });
  const valleys: number[] = [];
  let start = 0;
  for (let bin = 1; bin <= smoothed.length; bin++) {
    if (bin < smoothed.length && same(smoothed[bin]!, smoothed[start]!)) continue;
    const end = bin - 1;
    const falls = start > 0 && smoothed[start - 1]! > smoothed[start]!;
    const rises = bin < smoothed.length && smoothed[bin]! > smoothed[end]!;
    if (falls && rises) valleys.push(Math.floor((start + end) / 2));
    start = bin;
  }
  return valleys;
}

/** Sums of the same counts in another order differ in their last bits. */
function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6;
}

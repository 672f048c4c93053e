import { binCentre, type Histogram } from "./histogram.js";

/** A threshold between two classes of grey. */
export interface OtsuThreshold {
  /** Centre of the bin that ends the darker class. */
  readonly threshold: number;
  readonly bin: number;
  /** Share of the variance that lies between the classes, 0 to 1. */
  readonly separability: number;
}

/**
 * The threshold that maximises the variance between two classes (Otsu 1979), as `skimage.filters.threshold_otsu` of the
 * same histogram: the first best bin, whose centre is the threshold; greater values are the brighter class.
 */
export function otsuThreshold(histogram: Histogram): OtsuThreshold {
  const { counts } = histogram;
  let total = 0;
  let sum = 0;
  let squares = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const value = binCentre(histogram, bin);
    total += counts[bin]!;
    sum += counts[bin]! * value;
    squares += counts[bin]! * value * value;
  }
  let best = { bin: 0, variance: -1 };
  let below = 0;
  let sumBelow = 0;
  for (let bin = 0; bin < counts.length - 1; bin++) {
    below += counts[bin]!;
    sumBelow += counts[bin]! * binCentre(histogram, bin);
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (variance > best.variance) best = { bin, variance };
  }
  const whole = squares / total - (sum / total) ** 2;
  const separability = whole > 0 ? best.variance / (total * total * whole) : 0;
  return { threshold: binCentre(histogram, best.bin), bin: best.bin, separability };
}

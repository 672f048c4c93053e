import { type FeatureMatrix, principalComponents } from "@cytonet/learning";

/** A colour for every sample. */
export interface FeatureColours {
  /** n × 3 bytes: red, green and blue of the first three principal components. */
  readonly rgb: Uint8Array;
  /** Share of the variance of each of the three. */
  readonly explained: readonly number[];
}

/** Share of samples at either end that are cut off, so that few outliers do not take the range. */
const CLIP = 0.02;
const [DARKEST, LIGHTEST] = [38, 235];

/** The first three principal components as red, green and blue, each over its range without outliers. */
export function featureColours(features: FeatureMatrix): FeatureColours {
  const { scores, explained } = principalComponents(features, 3);
  const rows = scores.length / 3;
  const rgb = new Uint8Array(scores.length);
  for (let channel = 0; channel < 3; channel++) {
    const sorted = Float64Array.from({ length: rows }, (_, row) => scores[3 * row + channel]!).sort();
    const low = sorted[Math.floor(CLIP * (rows - 1))]!;
    const high = sorted[Math.ceil((1 - CLIP) * (rows - 1))]!;
    for (let row = 0; row < rows; row++) {
      const share = (scores[3 * row + channel]! - low) / (high - low || 1);
      rgb[3 * row + channel] = Math.round(DARKEST + (LIGHTEST - DARKEST) * Math.min(1, Math.max(0, share)));
    }
  }
  return { rgb, explained };
}

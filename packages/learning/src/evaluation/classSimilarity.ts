import { EvaluationError } from "./errors.js";
import { type FeatureMatrix, rowsOf } from "./linearModel.js";

/** How alike classes are, as cosines of their mean features. */
export interface ClassSimilarity {
  readonly classes: readonly string[];
  readonly samples: readonly number[];
  /** classes × classes, from −1 to 1. */
  readonly cosine: readonly (readonly number[])[];
}

/**
 * Cosine similarity of the classes' mean features, seen from the mean of all classes: without that shift every pair
 * would look alike, since features share a large common part.
 *
 * @param features n × d
 * @param labels n classes
 * @throws EvaluationError for no samples or unequal lengths
 */
export function classSimilarity(features: FeatureMatrix, labels: readonly string[]): ClassSimilarity {
  const rows = rowsOf(features);
  if (labels.length !== rows) {
    throw new EvaluationError("labels", `has ${labels.length} entries for ${rows} feature vectors`);
  }
  const { columns, values } = features;
  const classes = [...new Set(labels)].sort();
  const position = new Map(classes.map((label, i) => [label, i]));
  const means = classes.map(() => new Float64Array(columns));
  const samples = classes.map(() => 0);
  for (let row = 0; row < rows; row++) {
    const at = position.get(labels[row]!)!;
    samples[at]!++;
    const mean = means[at]!;
    for (let c = 0; c < columns; c++) mean[c]! += values[row * columns + c]!;
  }
  for (const [i, mean] of means.entries()) for (let c = 0; c < columns; c++) mean[c]! /= samples[i]!;
  for (let c = 0; c < columns; c++) {
    const centre = means.reduce((sum, mean) => sum + mean[c]!, 0) / means.length;
    for (const mean of means) mean[c]! -= centre;
  }
  const lengths = means.map((mean) => Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0)) || 1);
  const cosine = means.map((a, i) =>
    means.map((b, j) => {
      if (i === j) return 1;
      let dot = 0;
      for (let c = 0; c < columns; c++) dot += a[c]! * b[c]!;
      return dot / (lengths[i]! * lengths[j]!);
    }),
  );
  return { classes, samples, cosine };
}

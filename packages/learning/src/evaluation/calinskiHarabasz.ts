import { EvaluationError } from "./errors.js";
import { type FeatureMatrix, rowsOf } from "./linearModel.js";

/**
 * The Calinski–Harabasz index: spread between classes over spread within them, each by its degrees of freedom, as
 * scikit-learn's `calinski_harabasz_score`. It grows with the number of samples: compare equal numbers only.
 *
 * @param features n × d
 * @param labels n classes; at least two, fewer than n
 * @throws EvaluationError for unequal lengths or a number of classes that gives no index
 */
export function calinskiHarabasz(features: FeatureMatrix, labels: readonly string[]): number {
  const rows = rowsOf(features);
  const { columns, values } = features;
  const classes = [...new Set(labels)];
  if (labels.length !== rows) {
    throw new EvaluationError("labels", `has ${labels.length} entries for ${rows} feature vectors`);
  }
  if (classes.length < 2 || classes.length >= rows) {
    throw new EvaluationError("labels", `has ${classes.length} classes for ${rows} samples: no index`);
  }
  const position = new Map(classes.map((label, i) => [label, i]));
  const counts = new Float64Array(classes.length);
  const means = new Float64Array(classes.length * columns);
  const overall = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const at = position.get(labels[row]!)!;
    counts[at]!++;
    for (let c = 0; c < columns; c++) {
      means[at * columns + c]! += values[row * columns + c]!;
      overall[c]! += values[row * columns + c]! / rows;
    }
  }
  for (let i = 0; i < means.length; i++) means[i]! /= counts[Math.floor(i / columns)]!;
  let between = 0;
  for (let i = 0; i < means.length; i++) {
    between += counts[Math.floor(i / columns)]! * (means[i]! - overall[i % columns]!) ** 2;
  }
  let within = 0;
  for (let row = 0; row < rows; row++) {
    const at = position.get(labels[row]!)!;
    for (let c = 0; c < columns; c++) within += (values[row * columns + c]! - means[at * columns + c]!) ** 2;
  }
  return within === 0 ? 1 : (between * (rows - classes.length)) / (within * (classes.length - 1));
}

import { ops, scope, tensor } from "@cytonet/torch";
import type { Label } from "./classification.js";
import type { SearchStep } from "./lbfgs.js";
import { applyLinear, type FeatureMatrix } from "./linearModel.js";
import { type LogisticOptions, type LogisticProbe, withLogisticFit } from "./logisticFit.js";

/**
 * Fits a multinomial logistic regression on frozen features. Equals scikit-learn's `LogisticRegression` with
 * C = 1 / (n·l2) for three classes and more (for two it fits one vector where this fits two).
 *
 * @param features n × d
 * @param labels n classes, at least two different
 * @param start parameters of a probe of the same classes and shape, to begin from
 * @throws EvaluationError as `withLogisticFit`; the signal's reason
 */
export function fitLogisticProbe<L extends Label>(
  features: FeatureMatrix,
  labels: ArrayLike<L>,
  options: LogisticOptions,
  start?: Float64Array,
): Promise<LogisticProbe<L>> {
  const { l2, onProgress } = options;
  const onStep = onProgress && ((step: SearchStep) => onProgress({ ...step, fits: 0, ofFits: 1, l2 }));
  return withLogisticFit(features, labels, options, (fit) => fit(l2, { start, onStep }));
}

/** What a probe says of n samples. */
export interface ClassPrediction<L extends Label> {
  /** The class with the highest score; of equal ones the first. */
  readonly predicted: L[];
  /** n × classes logits, row by row: what `topKAccuracy` takes. */
  readonly scores: Float64Array;
}

/** Applies a probe. @throws EvaluationError for features of another length */
export function predictClasses<L extends Label>(
  probe: Pick<LogisticProbe<L>, "classes" | "model">,
  features: FeatureMatrix,
  device = "cpu",
): ClassPrediction<L> {
  const scores = applyLinear(probe.model, features, device);
  const width = probe.classes.length;
  const predicted = Array.from({ length: scores.length / width }, (_, row) => {
    let best = 0;
    for (let c = 1; c < width; c++) if (scores[row * width + c]! > scores[row * width + best]!) best = c;
    return probe.classes[best]!;
  });
  return { predicted, scores };
}

/** Softmax of logits, row by row. */
export function classProbabilities(scores: Float64Array, classes: number): Float64Array {
  return scope(
    () =>
      ops
        .softmax(tensor(scores, { shape: [scores.length / classes, classes] }), 1)
        .toTypedArray() as Float64Array,
  );
}

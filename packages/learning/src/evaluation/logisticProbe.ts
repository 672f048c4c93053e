import { noGrad, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import type { Label } from "./classification.js";
import { EvaluationError } from "./errors.js";
import { minimise, type Objective } from "./lbfgs.js";
import {
  applyLinear,
  type FeatureMatrix,
  foldStandardisation,
  type LinearModel,
  prepareFeatures,
  rowsOf,
} from "./linearModel.js";

/** How a linear classifier is fitted. */
export interface LogisticOptions {
  /** λ of mean cross-entropy + λ/2·‖W‖². scikit-learn's C is 1 / (n·λ). At least 0. */
  readonly l2: number;
  /** Whether each class has a bias. Default false, as the paper's classifier (§3.5). */
  readonly bias?: boolean;
  /** Whether features are brought to mean 0 and variance 1 first. Default true. */
  readonly standardise?: boolean;
  /** `"balanced"` gives every class the same total weight; default `"none"`. */
  readonly classWeights?: "none" | "balanced";
  /** Converged where the largest |gradient entry| is at most this. Default 1e-5. */
  readonly gradientTolerance?: number;
  /** Default 2000. */
  readonly maxIterations?: number;
  /** Where the matrix products run. Default `"cpu"`. */
  readonly device?: string;
}

/** A fitted linear classifier on frozen features. */
export interface LogisticProbe<L extends Label> {
  /** The class of each output, sorted. */
  readonly classes: readonly L[];
  readonly model: LinearModel;
  /** Mean cross-entropy plus penalty at the end. */
  readonly objective: number;
  readonly iterations: number;
  /** False where the iterations ran out: the probe is then not the optimum and should not be reported. */
  readonly converged: boolean;
  /** @internal Weights and biases in the fitted space, to start a neighbouring fit from. */
  readonly parameters: Float64Array;
}

function encode<L extends Label>(labels: ArrayLike<L>, rows: number) {
  if (labels.length !== rows) {
    throw new EvaluationError("labels", `has ${labels.length} entries for ${rows} feature vectors`);
  }
  const classes = [...new Set(Array.from(labels))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (classes.length < 2) throw new EvaluationError("labels", "has a single class: nothing to tell apart");
  const position = new Map(classes.map((label, i) => [label, i]));
  return { classes, codes: Array.from(labels, (label) => position.get(label)!) };
}

/** Weight of each sample; their mean is 1. */
function sampleWeights(codes: readonly number[], classes: number, balanced: boolean): Float64Array {
  const counts = new Array<number>(classes).fill(0);
  for (const code of codes) counts[code]!++;
  return Float64Array.from(codes, (code) => (balanced ? codes.length / (classes * counts[code]!) : 1));
}

/** Mean weighted cross-entropy + λ/2·‖W‖² and its gradient, on tensors that stay where they are. */
function crossEntropy(
  x: Tensor,
  codes: Tensor,
  weights: Tensor,
  classes: number,
  { l2, bias }: { l2: number; bias: boolean },
): Objective {
  const [rows, columns] = x.shape as [number, number];
  const size = classes * columns;
  const target = codes.unsqueeze(1);
  const share = weights.divScalar(rows).unsqueeze(1);
  return (point) =>
    scope(() => {
      const matrix = tensor(point.subarray(0, size), { shape: [classes, columns], device: x.device });
      const linear = x.matmul(matrix.t());
      const logits = bias ? linear.add(tensor(point.subarray(size), { device: x.device })) : linear;
      const logProbability = logits.logSoftmax(1);
      const loss = logProbability.gather(1, target).mul(share).sum().item();
      const residual = logProbability.exp().mul(share).scatterAdd(1, target, share.neg());
      const gradient = new Float64Array(point.length);
      gradient.set(residual.t().matmul(x).toTypedArray() as Float64Array);
      if (bias) gradient.set(residual.sumDim([0]).toTypedArray() as Float64Array, size);
      let squares = 0;
      for (let i = 0; i < size; i++) {
        squares += point[i]! ** 2;
        gradient[i]! += l2 * point[i]!;
      }
      return { value: (l2 / 2) * squares - loss, gradient };
    });
}

/**
 * Fits a multinomial logistic regression on frozen features: full batch, float64, L-BFGS, the same on every
 * run. Equals scikit-learn's `LogisticRegression` with C = 1 / (n·l2) for three classes and more (for two it
 * fits one vector where this fits two).
 *
 * @param features n × d
 * @param labels n classes, at least two different
 * @param start parameters of a probe of the same classes and shape, to begin from
 * @throws EvaluationError for sizes that do not fit, a value that is not finite, one class, or l2 < 0
 */
export function fitLogisticProbe<L extends Label>(
  features: FeatureMatrix,
  labels: ArrayLike<L>,
  options: LogisticOptions,
  start?: Float64Array,
): LogisticProbe<L> {
  const { l2, bias = false, standardise = true, classWeights = "none", device = "cpu" } = options;
  if (!(l2 >= 0 && Number.isFinite(l2))) throw new EvaluationError("l2", `must be at least 0, got ${l2}`);
  const { classes, codes } = encode(labels, rowsOf(features));
  const size = classes.length * (features.columns + (bias ? 1 : 0));
  if (start && start.length !== size) {
    throw new EvaluationError("start", `has ${start.length} parameters, this probe ${size}`);
  }
  const outcome = noGrad(() =>
    scope(() => {
      const { x, mean, scale } = prepareFeatures(features, standardise, device);
      const target = tensor(BigInt64Array.from(codes, BigInt), { device });
      const weights = tensor(sampleWeights(codes, classes.length, classWeights === "balanced"), { device });
      const objective = crossEntropy(x, target, weights, classes.length, { l2, bias });
      const { gradientTolerance = 1e-5, maxIterations = 2000 } = options;
      const found = minimise(objective, start ?? new Float64Array(size), {
        gradientTolerance,
        maxIterations,
      });
      return { ...found, mean, scale };
    }),
  );
  const split = classes.length * features.columns;
  const intercept = bias ? outcome.point.slice(split) : new Float64Array(classes.length);
  return {
    classes,
    model: foldStandardisation(outcome.point.slice(0, split), intercept, outcome),
    objective: outcome.value,
    iterations: outcome.iterations,
    converged: outcome.converged,
    parameters: outcome.point,
  };
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

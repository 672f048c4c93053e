import { keep, noGrad, scope, type Tensor, tensor } from "@cytonet/torch";
import type { Label } from "./classification.js";
import { crossEntropy } from "./crossEntropy.js";
import { EvaluationError } from "./errors.js";
import { minimise, type SearchStep } from "./lbfgs.js";
import {
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
  /** Ends the search between two steps: its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far the work is, at every step. */
  readonly onProgress?: ((progress: FitProgress) => void) | undefined;
}

/** How far the fitting of a linear classifier is. */
export interface FitProgress extends SearchStep {
  /** Fits that are done, and how many there may be in all: several where a penalty is chosen. */
  readonly fits: number;
  readonly ofFits: number;
  /** The penalty of the fit at work. */
  readonly l2: number;
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

/** Share of the whole weight that each class has. */
function classShares(codes: readonly number[], weights: Float64Array, classes: number): Float64Array {
  const shares = new Float64Array(classes);
  for (const [i, code] of codes.entries()) shares[code]! += weights[i]! / codes.length;
  return shares;
}

/**
 * Features in the basis of their second moment's eigenvectors. Parameters along different axes then hardly depend on each
 * other, and how curved the loss is along each is known beforehand: a search that knows it takes a small part of the steps.
 * The penalty does not depend on the basis.
 */
function alongPrincipalAxes(x: Tensor) {
  const [moments, axes] = x.t().matmul(x).divScalar(x.shape[0]!).linalgEigh();
  return { x: x.matmul(axes), axes, variances: moments.clamp({ min: 0 }).toTypedArray() as Float64Array };
}

/** Of the loss's curvature at the start, what is left on the way; from fits of cortical features. */
const REMAINING_CURVATURE = 0.3;

/**
 * About the inverse of the second derivative by each parameter: a class's share times the features' second moment, and
 * the penalty (Böhning 1992 bounds it so).
 */
function reachOf(variances: Float64Array, shares: Float64Array, l2: number, bias: boolean): Float64Array {
  const columns = variances.length;
  const size = shares.length * columns;
  const reach = new Float64Array(size + (bias ? shares.length : 0));
  for (const [k, share] of shares.entries()) {
    const curvature = REMAINING_CURVATURE * share * (1 - share);
    for (let j = 0; j < columns; j++) {
      reach[k * columns + j] = 1 / (curvature * variances[j]! + l2 + LEAST_CURVATURE);
    }
    if (bias) reach[size + k] = 1 / (curvature + LEAST_CURVATURE);
  }
  return reach;
}

/** Along an axis on which features do not differ, without a penalty. */
const LEAST_CURVATURE = 1e-9;

/** Weights (classes × d, then biases, which stay) taken to the basis of the axes, or back. */
function turned(parameters: Float64Array, classes: number, axes: Tensor, to: "axes" | "back"): Float64Array {
  const columns = axes.shape[0]!;
  const size = classes * columns;
  return scope(() => {
    const weights = tensor(parameters.subarray(0, size), { shape: [classes, columns], device: axes.device });
    const moved = parameters.slice();
    moved.set(weights.matmul(to === "axes" ? axes : axes.t()).toTypedArray() as Float64Array);
    return moved;
  });
}

/** How one of several fits is made. */
export interface FitOptions {
  /** `LogisticProbe.parameters` to begin from. */
  readonly start?: Float64Array | undefined;
  /** In place of `gradientTolerance`. */
  readonly tolerance?: number | undefined;
  /** Told of every step. */
  readonly onStep?: ((step: SearchStep) => void) | undefined;
}

/** Fits with one penalty on samples that were prepared before. */
export type LogisticFit<L extends Label> = (l2: number, options?: FitOptions) => Promise<LogisticProbe<L>>;

/** Gradient down to which float32 products serve; the rest of the way is float64. */
export const COARSE_TOLERANCE = 1e-4;

/**
 * Prepares samples once for fits with several penalties: full batch, L-BFGS, the same on every run. The way is made
 * in float32, its end in float64, where it is checked.
 *
 * @param features n × d
 * @param labels n classes, at least two different
 * @param body gets the fit, which serves until the promise that it returns is settled
 * @throws EvaluationError for sizes that do not fit, a value that is not finite, one class, or l2 < 0; the signal's reason
 */
export async function withLogisticFit<L extends Label, R>(
  features: FeatureMatrix,
  labels: ArrayLike<L>,
  options: Omit<LogisticOptions, "l2" | "onProgress">,
  body: (fit: LogisticFit<L>) => Promise<R>,
): Promise<R> {
  const { bias = false, standardise = true, classWeights = "none", device = "cpu", signal } = options;
  const { gradientTolerance = 1e-5, maxIterations = 2000 } = options;
  const rows = rowsOf(features);
  const { classes, codes } = encode(labels, rows);
  const split = classes.length * features.columns;
  const size = split + (bias ? classes.length : 0);
  const weights = sampleWeights(codes, classes.length, classWeights === "balanced");
  const shares = classShares(codes, weights, classes.length);
  const { tensors, variances, mean, scale } = noGrad(() =>
    scope(() => {
      const { x: plain, mean, scale } = prepareFeatures(features, standardise, device);
      const { x, axes, variances } = alongPrincipalAxes(plain);
      const target = tensor(BigInt64Array.from(codes, BigInt), { device }).unsqueeze(1);
      const share = tensor(weights, { device }).divScalar(rows).unsqueeze(1);
      return {
        tensors: { x, coarse: x.to({ dtype: "float32" }), axes, target, share },
        variances,
        mean,
        scale,
      };
    }),
  );
  // A scope cannot be open while the search waits for its turn: these are released by hand.
  const held = Object.values(tensors).map(keep);
  const { x, coarse, axes, target, share } = tensors;
  const problem = { target, share, classes: classes.length, bias };
  const fit: LogisticFit<L> = async (l2, { start = new Float64Array(size), tolerance, onStep } = {}) => {
    if (!(l2 >= 0 && Number.isFinite(l2))) {
      throw new EvaluationError("l2", `must be at least 0, got ${l2}`);
    }
    if (start.length !== size) {
      throw new EvaluationError("start", `has ${start.length} parameters, this probe ${size}`);
    }
    const reach = reachOf(variances, shares, l2, bias);
    const end = tolerance ?? gradientTolerance;
    const near = await minimise(
      crossEntropy({ ...problem, x: coarse }, l2),
      turned(start, classes.length, axes, "axes"),
      {
        reach,
        gradientTolerance: Math.max(COARSE_TOLERANCE, end),
        maxIterations,
        signal,
        onStep,
      },
    );
    const found = await minimise(crossEntropy({ ...problem, x }, l2), near.point, {
      reach,
      gradientTolerance: end,
      maxIterations: maxIterations - near.iterations,
      pairs: near.pairs,
      signal,
      onStep: onStep && ((step) => onStep({ ...step, iterations: near.iterations + step.iterations })),
    });
    const parameters = turned(found.point, classes.length, axes, "back");
    const intercept = bias ? parameters.slice(split) : new Float64Array(classes.length);
    return {
      classes,
      model: foldStandardisation(parameters.slice(0, split), intercept, { mean, scale }),
      objective: found.value,
      iterations: near.iterations + found.iterations,
      converged: found.converged,
      parameters,
    };
  };
  try {
    return await body(fit);
  } finally {
    for (const one of held) one.dispose();
  }
}

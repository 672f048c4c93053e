import { accuracy, type Label, macroF1 } from "./classification.js";
import { EvaluationError } from "./errors.js";
import type { SearchStep } from "./lbfgs.js";
import { applyLinear, type FeatureMatrix, type LinearModel, stackRows } from "./linearModel.js";
import {
  COARSE_TOLERANCE,
  type LogisticOptions,
  type LogisticProbe,
  withLogisticFit,
} from "./logisticFit.js";
import { fitLogisticProbe, predictClasses } from "./logisticProbe.js";
import { r2Score } from "./regression.js";
import { fitRidgeProbe, type RidgeOptions, ridgePath, type Targets } from "./ridgeProbe.js";

/** Penalties to choose from: 1e-6 … 10 in half decades. */
export const defaultL2Grid: readonly number[] = Array.from({ length: 15 }, (_, i) => 10 ** (i / 2 - 6));

/** What was chosen on the validation samples, and how the others did. */
export interface Selection<P> {
  readonly probe: P;
  readonly l2: number;
  /** The penalties that were tried with their validation scores, strongest first. */
  readonly scores: readonly { readonly l2: number; readonly score: number }[];
  /** The choice is the smallest or largest penalty tried: a wider grid may do better. */
  readonly atEdge: boolean;
}

/** Options shared by both selections. */
export interface SelectionOptions {
  /** Default `defaultL2Grid`. */
  readonly l2Grid?: readonly number[];
  /** Fit the chosen penalty once more on training and validation samples together. Default true. */
  readonly refit?: boolean;
}

/** How a linear classifier and its penalty are found. */
export interface LogisticSelectionOptions extends SelectionOptions, Omit<LogisticOptions, "l2"> {
  readonly criterion?: "macroF1" | "accuracy";
  /** How many penalties in a row may fail to improve the score. Infinity tries them all. */
  readonly patience?: number;
}

/** Frozen features with the class of each. */
export interface LabelledFeatures<L extends Label> {
  readonly features: FeatureMatrix;
  readonly labels: ArrayLike<L>;
}

/** Frozen features with the targets of each. */
export interface TargetedFeatures {
  readonly features: FeatureMatrix;
  readonly targets: Targets;
}

function strongestFirst(grid: readonly number[]): number[] {
  if (grid.length === 0) throw new EvaluationError("l2Grid", "is empty: give at least one penalty");
  return [...new Set(grid)].sort((a, b) => b - a);
}

/** Of equal scores the stronger penalty wins. */
function choose(scores: readonly { l2: number; score: number }[]) {
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  const place = scores.indexOf(best);
  return { place, l2: best.l2, atEdge: scores.length > 1 && (place === 0 || place === scores.length - 1) };
}

/**
 * Chooses the penalty of a linear classifier on validation samples that the caller set aside (whole sections,
 * not points: neighbours on a section are nearly copies of each other). Penalties are compared by fits that end at a
 * gradient of 1e-4, in float32; the one that is returned ends where `gradientTolerance` says.
 *
 * @param options `criterion` decides (default macro-F1). From the strongest penalty on, each fit starts from the
 *   last; weak ones take longest, so the search ends after `patience` penalties (default 4) without a better
 *   score
 * @throws EvaluationError as `fitLogisticProbe`; the signal's reason
 */
export async function selectLogisticProbe<L extends Label>(
  train: LabelledFeatures<L>,
  validation: LabelledFeatures<L>,
  options: LogisticSelectionOptions = {},
): Promise<Selection<LogisticProbe<L>>> {
  const { l2Grid = defaultL2Grid, refit = true, criterion = "macroF1", patience = 4, ...rest } = options;
  const { onProgress, ...fitting } = rest;
  const measure = criterion === "macroF1" ? macroF1 : accuracy;
  const scores: { l2: number; score: number }[] = [];
  const coarse = Math.max(COARSE_TOLERANCE, rest.gradientTolerance ?? 0);
  const grid = strongestFirst(l2Grid);
  // One more than there are penalties: the chosen one's is made with care.
  const ofFits = grid.length + 1;
  const telling = (fits: number, l2: number) =>
    onProgress && ((step: SearchStep) => onProgress({ ...step, fits, ofFits, l2 }));
  const chosen = await withLogisticFit(train.features, train.labels, fitting, async (fit) => {
    const probes: LogisticProbe<L>[] = [];
    for (const l2 of grid) {
      const start = probes.at(-1)?.parameters;
      const probe = await fit(l2, { start, tolerance: coarse, onStep: telling(probes.length, l2) });
      const { predicted } = predictClasses(probe, validation.features, rest.device);
      probes.push(probe);
      scores.push({ l2, score: measure(validation.labels, predicted) });
      if (scores.length - 1 - choose(scores).place >= patience) break;
    }
    const { place, l2 } = choose(scores);
    if (refit) return probes[place]!;
    return fit(l2, { start: probes[place]!.parameters, onStep: telling(grid.length, l2) });
  });
  const { l2, atEdge } = choose(scores);
  if (!refit) return { probe: chosen, l2, scores, atEdge };
  const features = stackRows(train.features, validation.features);
  const labels = [...Array.from(train.labels), ...Array.from(validation.labels)];
  // The optimum is one: where to begin decides the time only. Other classes together need another start.
  const { classes, parameters } = chosen;
  const start = new Set(labels).size === classes.length ? parameters : undefined;
  const last = { ...fitting, l2, onProgress: telling(grid.length, l2) };
  return { probe: await fitLogisticProbe(features, labels, last, start), l2, scores, atEdge };
}

/**
 * Chooses the penalty of a linear regression on validation samples by the mean R² over the outputs.
 * @throws EvaluationError as `ridgePath`, or for fewer than two validation samples
 */
export function selectRidgeProbe(
  train: TargetedFeatures,
  validation: TargetedFeatures,
  options: SelectionOptions & Omit<RidgeOptions, "l2"> = {},
): Selection<LinearModel> {
  const { l2Grid = defaultL2Grid, refit = true, ...rest } = options;
  const grid = strongestFirst(l2Grid);
  const { columns } = train.targets;
  const models = ridgePath(train.features, train.targets, grid, rest);
  const scores = models.map((model, i) => ({
    l2: grid[i]!,
    score: r2Score(validation.targets.values, applyLinear(model, validation.features, rest.device), columns),
  }));
  const { place, l2, atEdge } = choose(scores);
  if (!refit) return { probe: models[place]!, l2, scores, atEdge };
  const features = stackRows(train.features, validation.features);
  const values = [...Array.from(train.targets.values), ...Array.from(validation.targets.values)];
  return { probe: fitRidgeProbe(features, { values, columns }, { ...rest, l2 }), l2, scores, atEdge };
}

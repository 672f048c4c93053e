import type { ContrastStatistics } from "../objectives/contrast.js";
import { type Diagnosis, DivergenceError } from "./errors.js";
import type { FeatureSpread } from "./featureSpread.js";

/** When features count as collapsed. */
export interface CollapseRule {
  /** Features whose `featureSpread` is below this are one point for all purposes; 0 switches it off. */
  readonly minimumSpread: number;
  /** Features whose `effectiveRank` is below this lie on too few lines; 1 switches it off. */
  readonly minimumEffectiveRank: number;
  /** For how many steps they have to be before training stops. */
  readonly steps: number;
}

/**
 * 0.05 is all features within about 3° of their mean, a mean cosine of 0.9975. The rank is off: two classes that are
 * told apart perfectly lie on one line.
 */
export const defaultCollapseRule: CollapseRule = {
  minimumSpread: 0.05,
  minimumEffectiveRank: 1,
  steps: 200,
};

/** What is watched of a step. */
export interface Watched {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly gradientScale: number;
  /** Whether the step was left out for its gradients, as a scaler does now and then. */
  readonly skipped: boolean;
  readonly learningRate: number;
  readonly contrast?: ContrastStatistics | undefined;
  readonly features?: FeatureSpread | undefined;
}

/** A loss scale below this means that no scale makes the gradients finite. */
const SMALLEST_SCALE = 2 ** -10;

/** Looks at the numbers of a run, and ends it where there is nothing left to learn. */
export class DivergenceWatch {
  #collapsedSince: number | undefined;

  constructor(readonly rule: CollapseRule = defaultCollapseRule) {}

  /**
   * @param step steps done
   * @throws DivergenceError for a loss or gradient that is not finite, a batch without positives, or features that have
   * been collapsed for as long as the rule says
   */
  observe(step: number, seen: Watched): void {
    const diagnosis = notFinite(seen) ?? withoutPositives(seen) ?? this.#collapse(step, seen);
    if (diagnosis !== undefined) throw new DivergenceError(step, diagnosis);
  }

  #collapse(step: number, { features, learningRate, contrast }: Watched): Diagnosis | undefined {
    if (features === undefined) return undefined;
    const { featureSpread, effectiveRank } = features;
    const { minimumSpread, minimumEffectiveRank, steps } = this.rule;
    if (featureSpread >= minimumSpread && effectiveRank >= minimumEffectiveRank) {
      this.#collapsedSince = undefined;
      return undefined;
    }
    this.#collapsedSince ??= step;
    if (step - this.#collapsedSince < steps) return undefined;
    const negatives = contrast === undefined ? "" : `, uniformity ${contrast.uniformity.toFixed(4)}`;
    return {
      kind: "collapse",
      seen:
        `since step ${this.#collapsedSince} all patches have had nearly the same feature ` +
        `(spread ${featureSpread.toPrecision(3)}, effective rank ${effectiveRank.toPrecision(3)}${negatives})`,
      likelyCause: `updates that were too large early on (learning rate ${learningRate}), or patches that show nothing`,
      remedy:
        "Lower optimiser.learningRate, lengthen schedule.warmupSteps, look at some patches and at normalisation; " +
        "divergence.steps is how long this is borne",
    };
  }
}

function notFinite({
  loss,
  gradientNorm,
  gradientScale,
  skipped,
  learningRate,
}: Watched): Diagnosis | undefined {
  const seen = `the loss is ${loss} and the gradient's norm ${gradientNorm} at a learning rate of ${learningRate}`;
  const remedy = "Lower optimiser.learningRate, lengthen schedule.warmupSteps or set clipNorm";
  if (!Number.isFinite(loss))
    return { kind: "notFinite", seen, likelyCause: "weights that have grown without bound", remedy };
  if (skipped && gradientScale >= SMALLEST_SCALE) return undefined;
  if (skipped)
    return {
      kind: "notFinite",
      seen: `${seen}, with a loss scale down to ${gradientScale}`,
      likelyCause: "activations beyond float16's 65504",
      remedy: "Use precision bfloat16, or a lower optimiser.learningRate",
    };
  if (Number.isFinite(gradientNorm)) return undefined;
  return {
    kind: "notFinite",
    seen,
    likelyCause: "activations or weights that have grown without bound",
    remedy,
  };
}

function withoutPositives({ contrast }: Watched): Diagnosis | undefined {
  if (contrast === undefined || contrast.skippedAnchors < contrast.anchors) return undefined;
  return {
    kind: "noPositives",
    seen: `none of the batch's ${contrast.anchors} samples has a positive`,
    likelyCause: "samples that lie too far apart for objective.sigmaMm, or areas that occur once in a batch",
    remedy: "Raise objective.sigmaMm or schedule.batchSize",
  };
}

import { noGrad, type Tensor } from "@cytonet/torch";
import { type ContrastStatistics, contrast, contrastStatistics, keptAnchors } from "./contrast.js";
import { ObjectiveError } from "./errors.js";
import { positiveWeights } from "./positiveWeights.js";
import { checkFeatures, checkTemperature, inFullPrecision, unitFeatures } from "./units.js";

/** Settings of SpatialNCE; the defaults are the paper's (§3.4). */
export interface SpatialNCESettings {
  /** τ of eq. 1. Default 0.07. */
  readonly temperature?: number;
  /** σ of eq. 2, millimetres. Default 10, for a human brain; 0.3 serves a mouse. Infinity weighs all alike. */
  readonly sigmaMm?: number;
  /**
   * ε: an anchor with Σω < ε is skipped, for nothing near it is in the batch. Default 1e-12: nearest sample
   * beyond 7.4 σ. 0 skips none: then a lonely anchor's nearest sample is its positive, however far.
   */
  readonly minimumWeight?: number;
  /** Anchors compared at a time; the default bounds memory. */
  readonly rowsPerBlock?: number;
}

/** A loss and what it was made of. */
export interface SpatialNCEResult {
  /** Mean of eq. 1 over the anchors that were kept; 0 (with zero gradients) where none was. No dimensions. */
  readonly loss: Tensor;
  /** Sums over anchors, float64, without gradient: read them with `spatialNCEStatistics`. */
  readonly statistics: Tensor;
}

/** How much a batch had to say. An anchor is skipped where Σω < ε; each near sample is counted by its ω ≤ 1. */
export interface SpatialNCEStatistics extends ContrastStatistics {
  /** See `tooFewPositives`. */
  readonly tooFewPositives: boolean;
}

interface Checked {
  readonly temperature: number;
  readonly sigmaMm: number;
  readonly minimumWeight: number;
  readonly rowsPerBlock: number | undefined;
}

/** Settings with their defaults. @throws ObjectiveError for one that is out of range */
export function checkedSpatialNCE(settings: SpatialNCESettings): Checked {
  const { temperature = 0.07, sigmaMm = 10, minimumWeight = 1e-12, rowsPerBlock } = settings;
  checkTemperature(temperature);
  if (!(sigmaMm > 0)) throw new ObjectiveError("sigmaMm", `must be above 0, got ${sigmaMm}`);
  if (!(minimumWeight >= 0 && Number.isFinite(minimumWeight))) {
    throw new ObjectiveError("minimumWeight", `must be finite and at least 0, got ${minimumWeight}`);
  }
  return { temperature, sigmaMm, minimumWeight, rowsPerBlock };
}

function checkedCoordinates(coordinatesMm: Tensor, rows: number, device: string): Tensor {
  if (coordinatesMm.dim !== 2 || coordinatesMm.shape[0] !== rows || coordinatesMm.shape[1] !== 3) {
    throw new ObjectiveError("coordinatesMm", `must be ${rows} × 3, got ${coordinatesMm.shape.join(" × ")}`);
  }
  return noGrad(() => {
    const points = coordinatesMm.detach().to({ dtype: "float64" });
    // Reading back from a GPU would wait for it; there a bad coordinate shows as a loss that is not a number.
    if (points.device === "cpu" && points.isfinite().all().item() === 0) {
      throw new ObjectiveError(
        "coordinatesMm",
        "has a value that is not finite: leave out samples without coordinates",
      );
    }
    return points.to({ device });
  });
}

/**
 * SpatialNCE (eq. 1–2): each sample is pulled towards the others in proportion to their nearness in a common
 * space, against all others of the batch.
 *
 * L_i = log Σ_{k≠i} exp(z_i·z_k/τ) − Σ_{j≠i} q_ij z_i·z_j/τ with q_ij = ω_ij/Σω_i, averaged over the anchors
 * with Σω_i ≥ ε. Similarities, sums and logarithms are taken in float32 or wider, also under autocast
 * (call backward outside it, as everywhere); distances in float64. No gradient flows through ω.
 *
 * Limits: σ → ∞ gives every other sample the weight 1/(B − 1). σ → 0 leaves only anchors that have exact
 * duplicates, which share the weight; the others are skipped, or with ε = 0 pulled to their nearest sample.
 * A batch of two has loss 0: an anchor's only other sample is its only candidate.
 *
 * @param features B × d of any float type; they are normalised here
 * @param coordinatesMm B × 3 millimetres, all in one space
 * @throws ObjectiveError for a setting out of range, shapes that do not fit, fewer than two samples, or (on
 *   CPU) a coordinate that is not finite
 *
 * @example
 * const { loss, statistics } = spatialNCE(head.forward(encoder.forward(patches)), pointsMm, { sigmaMm: 10 });
 * loss.backward();
 * const { effectivePositives } = spatialNCEStatistics(statistics);
 */
export function spatialNCE(
  features: Tensor,
  coordinatesMm: Tensor,
  settings: SpatialNCESettings = {},
): SpatialNCEResult {
  const { temperature, sigmaMm, minimumWeight, rowsPerBlock } = checkedSpatialNCE(settings);
  checkFeatures(features);
  const samples = features.shape[0]!;
  return inFullPrecision(features.device, () => {
    const points = checkedCoordinates(coordinatesMm, samples, features.device);
    const targetsOf = (first: number, count: number) =>
      positiveWeights(points.narrow(0, first, count), points, first, sigmaMm, minimumWeight);
    const sums = contrast(unitFeatures(features), targetsOf, { temperature, rowsPerBlock });
    return { loss: sums.summedLoss.div(keptAnchors(sums)), statistics: sums.statistics };
  });
}

/** Reads the statistics of a step, or of several whose tensors were added; waits for the device. */
export function spatialNCEStatistics(statistics: Tensor): SpatialNCEStatistics {
  const read = contrastStatistics(statistics);
  return { ...read, tooFewPositives: tooFewPositives(read) };
}

/**
 * Whether a batch is too small for σ: an anchor has on average fewer than two effective positives, or less than one
 * nearby sample, or more than a tenth of the anchors were skipped.
 */
export function tooFewPositives(statistics: ContrastStatistics): boolean {
  const { anchors, skippedAnchors, effectivePositives, nearbySamples } = statistics;
  return effectivePositives < 2 || nearbySamples < 1 || skippedAnchors > anchors / 10;
}

import { autocast, noGrad, ops, scope, type Tensor } from "@cytonet/torch";
import { ObjectiveError } from "./errors.js";
import { type PositiveWeights, positiveWeights } from "./positiveWeights.js";

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
}

/** A loss and what it was made of. */
export interface SpatialNCEResult {
  /** Mean of eq. 1 over the anchors that were kept; 0 (with zero gradients) where none was. No dimensions. */
  readonly loss: Tensor;
  /** Five sums over anchors, float64, without gradient: read them with `spatialNCEStatistics`. */
  readonly statistics: Tensor;
}

/** How much a batch had to say. */
export interface SpatialNCEStatistics {
  /** Anchors, kept or skipped. */
  readonly anchors: number;
  /** Anchors with Σω < ε, which add nothing to the loss. */
  readonly skippedAnchors: number;
  /** Mean over kept anchors of (Σω)² / Σω²: how many equally near samples would weigh the same. 0 without any. */
  readonly effectivePositives: number;
  /** Mean over all anchors of Σω: the number of samples near an anchor, each counted by its ω ≤ 1. */
  readonly nearbySamples: number;
  /** Mean over kept anchors of Σ q·cos(z_i, z_j): how alike the features of near samples are. */
  readonly meanPositiveSimilarity: number;
  /**
   * The batch is too small for σ: an anchor has on average fewer than two effective positives, or less than
   * one nearby sample, or more than a tenth of the anchors were skipped.
   */
  readonly tooFewPositives: boolean;
}

interface Checked {
  readonly temperature: number;
  readonly sigmaMm: number;
  readonly minimumWeight: number;
}

function checkSettings(settings: SpatialNCESettings): Checked {
  const { temperature = 0.07, sigmaMm = 10, minimumWeight = 1e-12 } = settings;
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new ObjectiveError("temperature", `must be finite and above 0, got ${temperature}`);
  }
  if (!(sigmaMm > 0)) throw new ObjectiveError("sigmaMm", `must be above 0, got ${sigmaMm}`);
  if (!(minimumWeight >= 0 && Number.isFinite(minimumWeight))) {
    throw new ObjectiveError("minimumWeight", `must be finite and at least 0, got ${minimumWeight}`);
  }
  return { temperature, sigmaMm, minimumWeight };
}

/** Unit-length features in float32, or float64 where they are. */
function unitFeatures(features: Tensor): Tensor {
  const wide = features.dtype === "float64" ? features : features.to({ dtype: "float32" });
  const length = ops.linalgVectorNorm(wide, { dim: [1], keepdim: true }).clampMin(1e-12);
  return wide.div(length);
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
 * The anchors of a row block against all samples: Σ over kept anchors of eq. 1, and the statistics' sums.
 * Row blocks and ranks add up, so a batch may be cut along its anchors; all of `units` takes gradients.
 */
function rowBlock(anchors: Tensor, units: Tensor, weights: PositiveWeights, temperature: number) {
  const logits = anchors.matmul(units.t()).mulScalar(1 / temperature);
  const shares = weights.shares.to({ dtype: logits.dtype });
  const positive = logits.mul(shares).sumDim([1]);
  const others = logits.maskedFillScalar(weights.own, Number.NEGATIVE_INFINITY).logsumexp([1]);
  const nothing = ops.zeros([], { dtype: logits.dtype, device: logits.device });
  const summedLoss = ops.where(weights.kept, others.sub(positive), nothing).sum();
  const statistics = noGrad(() => {
    const kept = weights.kept.to({ dtype: "float64" });
    const effective = weights.shares.square().sumDim([1]).reciprocal();
    const similarity = positive.detach().to({ dtype: "float64" }).mulScalar(temperature);
    return ops.stack([
      ops.onesLike(kept).sum(),
      kept.sum(),
      effective.mul(kept).sum(),
      weights.summed.sum(),
      similarity.mul(kept).sum(),
    ]);
  });
  return { summedLoss, statistics };
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
  const { temperature, sigmaMm, minimumWeight } = checkSettings(settings);
  const samples = features.shape[0]!;
  if (features.dim !== 2 || samples < 2) {
    throw new ObjectiveError("features", `must be B × d with B ≥ 2, got ${features.shape.join(" × ")}`);
  }
  const device = features.device;
  return scope(() =>
    autocast({ device: device === "cpu" ? "cpu" : "cuda", enabled: false }, () => {
      const points = checkedCoordinates(coordinatesMm, samples, device);
      const weights = noGrad(() => positiveWeights(points, points, 0, sigmaMm, minimumWeight));
      const units = unitFeatures(features);
      const { summedLoss, statistics } = rowBlock(units, units, weights, temperature);
      const kept = statistics.select(0, 1).clampMin(1).to({ dtype: summedLoss.dtype });
      return { loss: summedLoss.div(kept), statistics };
    }),
  );
}

/** Reads the statistics of a step, or of several whose tensors were added; waits for the device. */
export function spatialNCEStatistics(statistics: Tensor): SpatialNCEStatistics {
  const [anchors, kept, effective, nearby, similarity] = Array.from(statistics.toTypedArray(), Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const perKept = (sum: number) => (kept === 0 ? 0 : sum / kept);
  const effectivePositives = perKept(effective);
  const nearbySamples = nearby / anchors;
  const skippedAnchors = anchors - kept;
  return {
    anchors,
    skippedAnchors,
    effectivePositives,
    nearbySamples,
    meanPositiveSimilarity: perKept(similarity),
    tooFewPositives: effectivePositives < 2 || nearbySamples < 1 || skippedAnchors > anchors / 10,
  };
}

import { noGrad, ops, scope, type Tensor } from "@cytonet/torch";

/** Which candidates a block of anchors is pulled to, and how much. No tensor here has a gradient. */
export interface Targets {
  /** b × B, float: q_ij ≥ 0; each row sums to 1 (or to 0 where nothing counts), the anchor's own column is 0. */
  readonly shares: Tensor;
  /** b float64: how many samples count as positive, each by its weight. */
  readonly summed: Tensor;
  /** b bool: anchors that have a positive. */
  readonly kept: Tensor;
  /** b × B bool: true where a row meets its own sample, which is no candidate. */
  readonly own: Tensor;
}

/** Targets of the anchors `first … first + count − 1`. */
export type TargetsOf = (first: number, count: number) => Targets;

/** A contrastive loss before averaging. */
export interface Contrast {
  /** Σ over kept anchors; differentiable with respect to the units. */
  readonly summedLoss: Tensor;
  /** Sums over anchors, float64, without gradient: read them with `contrastStatistics`. */
  readonly statistics: Tensor;
}

export interface ContrastOptions {
  readonly temperature: number;
  /** Anchors compared at a time. Default: as many as make 4 Mi pairs, at least one. */
  readonly rowsPerBlock?: number | undefined;
  /** Which samples are anchors: the first and how many. Default all; a rank of several takes its own. */
  readonly anchors?: readonly [first: number, count: number] | undefined;
}

/** How much a batch had to say. */
export interface ContrastStatistics {
  /** Anchors, kept or skipped. */
  readonly anchors: number;
  /** Anchors without a positive, which add nothing to the loss. */
  readonly skippedAnchors: number;
  /** Mean over kept anchors of (Σω)² / Σω²: how many equally weighted positives would weigh the same. */
  readonly effectivePositives: number;
  /** Mean over all anchors of the summed weight of their positives. */
  readonly nearbySamples: number;
  /** Mean over kept anchors of Σ q·cos(z_i, z_j): how alike the features of positives are. */
  readonly meanPositiveSimilarity: number;
  /** Mean over kept anchors of Σ q·‖z_i − z_j‖², Wang and Isola's alignment (2020, eq. 1, α = 2); 0 at best. */
  readonly alignment: number;
  /** Log of the mean over pairs of exp(−2‖z_i − z_j‖²), their uniformity (eq. 2, t = 2); −4 at best, 0 is collapse. */
  readonly uniformity: number;
}

/** About 200 MB of intermediate values at a time. */
const PAIRS_PER_BLOCK = 2 ** 22;

/**
 * What SpatialNCE, SupCon and NT-Xent have in common: each anchor i is a soft classification of its positives
 * among all other samples, L_i = log Σ_{k≠i} exp(z_i·z_k/τ) − Σ_j q_ij z_i·z_j/τ. They differ in q alone.
 *
 * A batch of B samples has B² pairs. Beyond one block of anchors no pair is kept: each block's gradient,
 * (softmax − q)/τ against both sides, is taken as soon as its loss is known, and backward only scales the sum.
 * So memory grows with B, not with B².
 *
 * @param units B × d of unit length, float32 or float64
 * @param targetsOf called once for each block of anchors, without autograd
 */
export function contrast(units: Tensor, targetsOf: TargetsOf, options: ContrastOptions): Contrast {
  const samples = units.shape[0]!;
  const [first, count] = options.anchors ?? [0, samples];
  const rows = options.rowsPerBlock ?? Math.max(1, Math.floor(PAIRS_PER_BLOCK / samples));
  return scope(() => {
    if (rows < count) return inBlocks(units, targetsOf, [first, count], rows, options.temperature);
    const targets = noGrad(() => targetsOf(first, count));
    const anchors = count === samples ? units : units.narrow(0, first, count);
    return atOnce(anchors, units, targets, options.temperature);
  });
}

/** All anchors at once, differentiated by autograd. */
function atOnce(anchors: Tensor, units: Tensor, targets: Targets, temperature: number): Contrast {
  const logits = anchors.matmul(units.t()).mulScalar(1 / temperature);
  const positive = logits.mul(targets.shares.to({ dtype: logits.dtype })).sumDim([1]);
  const candidates = logits.maskedFillScalar(targets.own, Number.NEGATIVE_INFINITY);
  const losses = candidates.logsumexp([1]).sub(positive);
  const summedLoss = overKept(losses, targets.kept).sum();
  const statistics = noGrad(() => blockSums(targets, positive.detach(), candidates.detach(), temperature));
  return { summedLoss, statistics };
}

/** Block after block of anchors, with the gradient taken along with the value. */
function inBlocks(
  units: Tensor,
  targetsOf: TargetsOf,
  [begin, anchors]: readonly [number, number],
  rows: number,
  temperature: number,
): Contrast {
  const all = units.detach();
  const { value, gradient, statistics } = noGrad(() => {
    const value = ops.zeros([], { dtype: "float64", device: all.device });
    const gradient = ops.zerosLike(all);
    const statistics = ops.zeros([STATISTICS], { dtype: "float64", device: all.device });
    for (let first = begin; first < begin + anchors; first += rows) {
      const count = Math.min(rows, begin + anchors - first);
      scope(() => {
        const block = all.narrow(0, first, count);
        const targets = targetsOf(first, count);
        const shares = targets.shares.to({ dtype: all.dtype });
        const logits = block.matmul(all.t()).mulScalar(1 / temperature);
        const positive = logits.mul(shares).sumDim([1]);
        const candidates = logits.maskedFillScalar_(targets.own, Number.NEGATIVE_INFINITY);
        const others = candidates.logsumexp([1]);
        value.add_(overKept(others.sub(positive), targets.kept).sum().to({ dtype: "float64" }));
        statistics.add_(blockSums(targets, positive, candidates, temperature));
        const pull = candidates
          .sub_(others.unsqueeze(1))
          .exp_()
          .sub_(shares)
          .mulScalar_(1 / temperature);
        pull.mul_(targets.kept.to({ dtype: all.dtype }).unsqueeze(1));
        gradient.narrow(0, first, count).add_(pull.matmul(all));
        gradient.add_(pull.t().matmul(block));
      });
    }
    return { value: value.to({ dtype: all.dtype }), gradient, statistics };
  });
  // The value is that of the blocks; the gradient reaches the units through this product.
  const carrier = units.mul(gradient).sum();
  return { summedLoss: carrier.sub(carrier.detach()).add(value), statistics };
}

function overKept(losses: Tensor, kept: Tensor): Tensor {
  const nothing = ops.zeros([], { dtype: losses.dtype, device: losses.device });
  return ops.where(kept, losses, nothing);
}

const STATISTICS = 7;

function blockSums(targets: Targets, positive: Tensor, candidates: Tensor, temperature: number): Tensor {
  const kept = targets.kept.to({ dtype: "float64" });
  const squares = targets.shares.square().sumDim([1]).to({ dtype: "float64" });
  // A row without positives has no squares; it is not kept.
  const effective = overKept(squares.reciprocal(), targets.kept);
  const similarity = positive.to({ dtype: "float64" }).mulScalar(temperature);
  // −2‖a − b‖² of unit vectors is 4·cos − 4; the own column is −∞ and adds 0.
  const near = candidates
    .mulScalar(4 * temperature)
    .subScalar_(4)
    .exp_();
  return ops.stack([
    ops.onesLike(kept).sum(),
    kept.sum(),
    effective.sum(),
    targets.summed.to({ dtype: "float64" }).sum(),
    similarity.mul(kept).sum(),
    near.sumDim([1]).to({ dtype: "float64" }).sum(),
    targets.own.logicalNot().sum().to({ dtype: "float64" }),
  ]);
}

/** The number of kept anchors, at least 1, in the loss's type: what a mean over them is divided by. */
export function keptAnchors({ summedLoss, statistics }: Contrast): Tensor {
  return statistics.select(0, 1).clampMin(1).to({ dtype: summedLoss.dtype });
}

/** Reads the statistics of a step, or of several whose tensors were added; waits for the device. */
export function contrastStatistics(statistics: Tensor): ContrastStatistics {
  const sums = Array.from(statistics.toTypedArray(), Number);
  const [anchors, kept, effective, nearby, similarity, near, pairs] = sums as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const perKept = (sum: number) => (kept === 0 ? 0 : sum / kept);
  const meanPositiveSimilarity = perKept(similarity);
  return {
    anchors,
    skippedAnchors: anchors - kept,
    effectivePositives: perKept(effective),
    nearbySamples: nearby / anchors,
    meanPositiveSimilarity,
    alignment: kept === 0 ? 0 : 2 - 2 * meanPositiveSimilarity,
    uniformity: Math.log(near / pairs),
  };
}

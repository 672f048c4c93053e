import { ops, type Tensor } from "@cytonet/torch";
import { contrast } from "./contrast.js";
import { ObjectiveError } from "./errors.js";
import { sameClass } from "./sameClass.js";
import { checkFeatures, checkTemperature, inFullPrecision, unitFeatures } from "./units.js";

/** Settings of NT-Xent. */
export interface SimCLRSettings {
  /** τ. Default 0.07, the temperature that the paper gives all its contrastive models (§3.4). */
  readonly temperature?: number;
  /** Anchors compared at a time; the default bounds memory. */
  readonly rowsPerBlock?: number;
}

/** A loss and what it was made of. */
export interface ContrastiveLoss {
  /** No dimensions. */
  readonly loss: Tensor;
  /** Sums over anchors, float64, without gradient: read them with `contrastStatistics`. */
  readonly statistics: Tensor;
}

/**
 * NT-Xent, the objective of SimCLR (Chen et al. 2020, eq. 1; §3.5): the other view of the same patch is the
 * one positive, all 2B − 2 further views are negatives. Averaged over the 2B anchors. Checked against lightly's
 * `NTXentLoss`.
 *
 * @param viewsA B × d features of one augmentation, of any float type; normalised here
 * @param viewsB B × d features of the other, row by row of the same patches
 * @throws ObjectiveError for a temperature out of range or shapes that do not fit
 *
 * @example
 * const { loss } = simCLR(head.forward(encoder.forward(a)), head.forward(encoder.forward(b)));
 * loss.backward();
 */
export function simCLR(viewsA: Tensor, viewsB: Tensor, settings: SimCLRSettings = {}): ContrastiveLoss {
  const { temperature = 0.07, rowsPerBlock } = settings;
  checkTemperature(temperature);
  checkFeatures(viewsA, "viewsA", 1);
  if (viewsA.shape.join() !== viewsB.shape.join()) {
    throw new ObjectiveError(
      "viewsB",
      `must be ${viewsA.shape.join(" × ")} as the other view, got ${viewsB.shape.join(" × ")}`,
    );
  }
  const patches = viewsA.shape[0]!;
  return inFullPrecision(viewsA.device, () => {
    const units = ops.cat([unitFeatures(viewsA), unitFeatures(viewsB)]);
    const patch = ops.arange(patches, { dtype: "int64", device: units.device });
    const targetsOf = sameClass(ops.cat([patch, patch]));
    const sums = contrast(units, targetsOf, { temperature, rowsPerBlock });
    return { loss: sums.summedLoss.divScalar(2 * patches), statistics: sums.statistics };
  });
}

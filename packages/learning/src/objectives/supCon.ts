import type { Tensor } from "@cytonet/torch";
import { contrast } from "./contrast.js";
import { ObjectiveError } from "./errors.js";
import { sameClass } from "./sameClass.js";
import type { ContrastiveLoss } from "./simCLR.js";
import { checkFeatures, checkTemperature, inFullPrecision, unitFeatures } from "./units.js";

/** Settings of the supervised contrastive loss. */
export interface SupConSettings {
  /** τ. Default 0.07 (§3.4). */
  readonly temperature?: number;
  /** Anchors compared at a time; the default bounds memory. */
  readonly rowsPerBlock?: number;
}

/**
 * SupCon (Khosla et al. 2020, eq. 2, L_out; §3.5): all samples of an anchor's area are its positives, weighed
 * alike. An anchor whose area occurs once adds nothing, yet counts in the mean, as in the authors' code with
 * `base_temperature` equal to τ.
 *
 * @param features B × d of any float type; normalised here
 * @param labels B int64 classes
 * @throws ObjectiveError for a temperature out of range, shapes that do not fit, or labels that are not int64
 *
 * @example
 * const { loss } = supCon(head.forward(encoder.forward(patches)), areas);
 */
export function supCon(features: Tensor, labels: Tensor, settings: SupConSettings = {}): ContrastiveLoss {
  const { temperature = 0.07, rowsPerBlock } = settings;
  checkTemperature(temperature);
  checkFeatures(features);
  const samples = features.shape[0]!;
  if (labels.dim !== 1 || labels.shape[0] !== samples || labels.dtype !== "int64") {
    throw new ObjectiveError(
      "labels",
      `must be ${samples} int64 classes, got ${labels.shape.join(" × ")} ${labels.dtype}`,
    );
  }
  return inFullPrecision(features.device, () => {
    const classes = labels.to({ device: features.device });
    const units = unitFeatures(features);
    const { summedLoss, statistics } = contrast(units, sameClass(classes), { temperature, rowsPerBlock });
    return { loss: summedLoss.divScalar(samples), statistics };
  });
}

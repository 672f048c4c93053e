import { noGrad, type Tensor } from "@cytonet/torch";
import type { TargetsOf } from "./contrast.js";
import { positiveWeights } from "./positiveWeights.js";
import { sameClass } from "./sameClass.js";
import { checkedSpatialNCE, type SpatialNCESettings } from "./spatialNCE.js";
import { checkTemperature } from "./units.js";

/**
 * A contrastive objective as training sees it: features of all ranks on one side, and on the other one row for each
 * sample that says who is whose positive: millimetres, an area, or the patch that a view was made of.
 */
export interface ContrastiveObjective {
  readonly temperature: number;
  /** What the summed loss is divided by: the anchors that were kept, or all. */
  readonly averagedOver: "kept" | "all";
  readonly rowsPerBlock?: number | undefined;
  /** @param beside B × 3 float64 millimetres, or B int64 */
  targetsOf(beside: Tensor): TargetsOf;
}

/** SpatialNCE (eq. 1–2); `beside` are coordinates, B × 3 float64 millimetres. */
export function spatialObjective(settings: SpatialNCESettings = {}): ContrastiveObjective {
  const { temperature, sigmaMm, minimumWeight, rowsPerBlock } = checkedSpatialNCE(settings);
  return {
    temperature,
    averagedOver: "kept",
    rowsPerBlock,
    targetsOf: (pointsMm) => (first, count) =>
      noGrad(() =>
        positiveWeights(pointsMm.narrow(0, first, count), pointsMm, first, sigmaMm, minimumWeight),
      ),
  };
}

/** SupCon with areas, or NT-Xent with the patch of each view; `beside` is B int64. */
export function classObjective(
  settings: { readonly temperature?: number; readonly rowsPerBlock?: number } = {},
): ContrastiveObjective {
  const { temperature = 0.07, rowsPerBlock } = settings;
  checkTemperature(temperature);
  return { temperature, averagedOver: "all", rowsPerBlock, targetsOf: sameClass };
}

import { ops, type Tensor } from "@cytonet/torch";
import type { TargetsOf } from "./contrast.js";

/**
 * Targets of anchors whose positives are all other samples of their class, weighed alike. With areas as classes this
 * is SupCon's choice; with the patch that a view was made of, it is SimCLR's.
 *
 * @param classes B int64, on the features' device
 */
export function sameClass(classes: Tensor): TargetsOf {
  return (first, count) => {
    const column = ops.arange(classes.numel, { dtype: "int64", device: classes.device });
    const own = column.narrow(0, first, count).unsqueeze(1).eq(column);
    const same = classes.narrow(0, first, count).unsqueeze(1).eq(classes);
    const positives = same.to({ dtype: "float64" }).maskedFillScalar_(own, 0);
    const summed = positives.sumDim([1]);
    return {
      shares: positives.div_(summed.clampMin(1).unsqueeze(1)),
      summed,
      kept: summed.gtScalar(0),
      own,
    };
  };
}

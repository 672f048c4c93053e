import { ops, scope, type Tensor } from "@cytonet/torch";
import type { Targets } from "./contrast.js";

/**
 * The weights of eq. 2 for a block of anchors, in float64 and in the log domain: ω itself is 0 in float32
 * beyond 14 σ, so each row is shifted by its nearest neighbour before the exponential, and ε is compared
 * with log Σω. `summed` is Σω, `kept` says where it reaches ε. Distances are sums of squared differences: a² + b² − 2ab would cancel for near points.
 *
 * @param anchorsMm b × 3 float64
 * @param allMm B × 3 float64
 * @param offset column of the first anchor's own sample
 * @param sigmaMm σ > 0; Infinity weighs all alike
 * @param minimumWeight ε; 0 keeps every anchor
 */
export function positiveWeights(
  anchorsMm: Tensor,
  allMm: Tensor,
  offset: number,
  sigmaMm: number,
  minimumWeight: number,
): Targets {
  return scope(() => {
    const { device } = allMm;
    const rows = anchorsMm.shape[0]!;
    const columns = allMm.shape[0]!;
    const column = ops.arange(columns, { dtype: "int64", device });
    const own = column
      .slice({ dim: 0, start: offset, end: offset + rows })
      .unsqueeze(1)
      .eq(column);

    const squaredMm = ops.zeros([rows, columns], { dtype: "float64", device });
    for (let axis = 0; axis < 3; axis++) {
      const difference = anchorsMm.select(1, axis).unsqueeze(1).sub(allMm.select(1, axis));
      squaredMm.addcmul_(difference, difference);
    }
    squaredMm.maskedFillScalar_(own, Number.POSITIVE_INFINITY);
    const nearestMm2 = squaredMm.amin({ dim: [1], keepdim: true });
    // The bound keeps 0 · factor at 0 for the smallest σ.
    const factor = Math.min(0.5 / sigmaMm ** 2, Number.MAX_VALUE);
    const relative = nearestMm2.sub(squaredMm.maskedFillScalar(own, 0)).mulScalar(factor).exp();
    relative.maskedFillScalar_(own, 0);
    const total = relative.sumDim([1], { keepdim: true });
    const shares = relative.div(total);
    const logSummed = total.log().sub(nearestMm2.mulScalar(factor)).squeezeDim(1);
    const kept = logSummed.geScalar(Math.log(minimumWeight));
    return { shares, summed: logSummed.exp(), kept, own };
  });
}

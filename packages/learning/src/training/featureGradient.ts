import { autocast, noGrad, ops, type ProcessGroup, scope, type Tensor } from "@cytonet/torch";
import { contrast } from "../objectives/contrast.js";
import type { ContrastiveObjective } from "../objectives/objective.js";

/** The loss of a batch that may be spread over ranks, and what each of this rank's features should do. */
export interface FeatureGradient {
  /** Mean over the anchors of all ranks, float64 or float32, no dimensions; the same on every rank. */
  readonly loss: Tensor;
  /** Of all ranks; read them with `contrastStatistics`. */
  readonly statistics: Tensor;
  /** b × d: ∂loss/∂units for this rank's units, through every anchor of every rank. */
  readonly gradient: Tensor;
  /** B × d: the units of all ranks, without a graph. */
  readonly units: Tensor;
}

/**
 * Loss and feature gradients of a batch of which every rank holds b samples. Features and what stands beside them are
 * gathered; each rank compares its own anchors with all samples, so the B² pairs are shared out; the gradients of all
 * ranks' anchors are summed and each rank keeps its rows. Nothing is averaged over ranks: a parameter's gradients then
 * have to be summed, too, and the result is that of the whole batch in one process.
 *
 * @param units b × d of unit length, without a graph
 * @param beside what the objective compares by, b rows (see `ContrastiveObjective`)
 */
export function featureGradient(
  units: Tensor,
  beside: Tensor,
  objective: ContrastiveObjective,
  group: ProcessGroup | null,
): FeatureGradient {
  const device = units.device.startsWith("cuda") ? "cuda" : "cpu";
  const body = () => {
    const all = gathered(units, group).requiresGrad_();
    const count = units.shape[0]!;
    const { temperature, rowsPerBlock } = objective;
    const { summedLoss, statistics } = contrast(all, objective.targetsOf(gathered(beside, group)), {
      temperature,
      rowsPerBlock,
      anchors: [(group?.rank ?? 0) * count, count],
    });
    summedLoss.backward();
    return noGrad(() => {
      const whole = all.grad!.contiguous();
      const loss = summedLoss.detach().clone();
      if (group !== null) for (const one of [whole, loss, statistics]) group.allReduce(one);
      const anchors = statistics
        .select(0, objective.averagedOver === "kept" ? 1 : 0)
        .clampMin(1)
        .to({ dtype: loss.dtype });
      const own = whole.narrow(0, (group?.rank ?? 0) * count, count);
      return { loss: loss.div(anchors), statistics, gradient: own.div(anchors), units: all.detach() };
    });
  };
  return scope(() => autocast({ device, enabled: false }, body));
}

/** The rows of all ranks, by rank; a copy that is a leaf. */
export function gathered(own: Tensor, group: ProcessGroup | null): Tensor {
  return noGrad(() =>
    group === null ? own.detach().clone() : ops.cat(group.allGather(own.detach().contiguous())),
  );
}

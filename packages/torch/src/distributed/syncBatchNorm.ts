import { put } from "../autograd.js";
import { native, words } from "../native.js";
import { Tensor } from "../tensor.js";
import type { ProcessGroup } from "./group.js";
import { requireBackend } from "./nccl.js";
import { attemptCollective } from "./work.js";

/** A batch normalised with the statistics of all ranks. */
export interface SyncedBatch {
  /** As x. */
  readonly normalised: Tensor;
  /** `[channels]`, of the whole batch; without gradient. */
  readonly mean: Tensor;
  /** `[channels]`, unbiased, of the whole batch; without gradient. */
  readonly variance: Tensor;
}

/**
 * Batch normalisation over the batches of all ranks as if they were one, forward and backward; batches may differ in
 * size. Gradients of x are those of the whole batch; those of weight and bias are this rank's part of them, so that
 * summing over ranks, as for all other parameters, gives the whole.
 *
 * Statistics are merged from means and squared deviations (Chan et al. 1979) in float64.
 *
 * @param x N × channels × …, channels on axis 1
 * @throws DistributedError when a peer was lost or did not come in time
 */
export function syncBatchNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  eps: number,
  group: ProcessGroup,
): SyncedBatch {
  const handle = group.handleFor("syncBatchNorm");
  requireBackend("syncBatchNorm", group.rank, x.device);
  put("syncBatchNorm", [{ argument: "x, weight, bias", tensors: [x, weight, bias] }]);
  attemptCollective("syncBatchNorm", group.rank, () => native.syncBatchNorm(handle, eps));
  const [normalised, mean, variance] = Array.from(words.subarray(0, 3), (one) => new Tensor(one));
  return { normalised: normalised!, mean: mean!, variance: variance! };
}

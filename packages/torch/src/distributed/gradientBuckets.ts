import { put } from "../autograd.js";
import { ArgumentError } from "../errors.js";
import { native } from "../native.js";
import type { Tensor } from "../tensor.js";
import type { ProcessGroup } from "./group.js";
import { requireBackend } from "./nccl.js";
import { attemptCollective } from "./work.js";

export interface GradientBucketsOptions {
  /** Size from which a bucket is sent, MiB. Default 25, as in PyTorch's DistributedDataParallel. */
  readonly bucketMiB?: number;
}

/**
 * Sums the gradients of a model's parameters over all ranks while backward still runs: a bucket's all-reduce starts
 * when its last gradient is there. Sums, not means: with a loss that is divided by the whole batch's count, every
 * rank ends with the gradient of the whole batch.
 *
 * The last backward of a step is the one that is announced by `arm`; gradients of earlier ones in the same step were
 * accumulated into `.grad` before and go with it. A parameter that backward does not reach counts as zero.
 *
 * @example
 * const buckets = new GradientBuckets(group, model.namedParameters());
 * buckets.arm();
 * loss.backward();
 * buckets.finish();
 * optimizer.step();
 */
export class GradientBuckets implements Disposable {
  #handle: number;

  /**
   * @param parameters in the same order on every rank
   * @throws ArgumentError for a parameter that takes no gradient, or none at all
   */
  constructor(
    readonly group: ProcessGroup,
    parameters: ReadonlyMap<string, Tensor>,
    { bucketMiB = 25 }: GradientBucketsOptions = {},
  ) {
    if (!(bucketMiB > 0))
      throw new ArgumentError("GradientBuckets", "bucketMiB", `must be above 0, not ${bucketMiB}`);
    if (parameters.size === 0) throw new ArgumentError("GradientBuckets", "parameters", "must not be empty");
    for (const [path, parameter] of parameters) {
      if (!parameter.requiresGrad)
        throw new ArgumentError("GradientBuckets", "parameters", `has "${path}", which takes no gradient`);
    }
    for (const { device } of parameters.values()) requireBackend("GradientBuckets", group.rank, device);
    put("GradientBuckets", [{ argument: "parameters", tensors: [...parameters.values()] }]);
    const bytes = Math.ceil(bucketMiB * 2 ** 20);
    const handle = group.handleFor("GradientBuckets");
    this.#handle = attemptCollective("GradientBuckets", group.rank, () =>
      native.createBuckets(handle, bytes),
    );
  }

  /** Announces the backward whose gradients are to be summed. */
  arm(): void {
    native.armBuckets(this.#live("arm"));
  }

  /**
   * Waits until all sums are in `.grad`; for CUDA tensors as `Work.wait` does, without holding the caller.
   *
   * @throws DistributedError when a peer was lost or did not come in time, or nothing was announced by `arm`
   */
  finish(): void {
    const handle = this.#live("finish");
    attemptCollective("GradientBuckets", this.group.rank, () => native.finishBuckets(handle));
  }

  /** Lets go of the parameters; harmless when done before. */
  dispose(): void {
    if (this.#handle < 0) return;
    native.releaseBuckets(this.#handle);
    this.#handle = -1;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #live(operation: string): number {
    if (this.#handle < 0) throw new ArgumentError("GradientBuckets", operation, "was called after dispose()");
    return this.#handle;
  }
}

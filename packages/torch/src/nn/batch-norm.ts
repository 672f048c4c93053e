/** Batch normalisation (Ioffe & Szegedy 2015) with running statistics as PyTorch keeps them. */

import { noGrad } from "../autograd.js";
import { tensor } from "../create.js";
import type { ProcessGroup } from "../distributed/group.js";
import { syncBatchNorm } from "../distributed/syncBatchNorm.js";
import { ArgumentError } from "../errors.js";
import * as ops from "../ops.js";
import type { Tensor } from "../tensor.js";
import { Layer } from "./module.js";

export interface BatchNormOptions {
  /** Added to the variance; 1e-5 unless said otherwise. */
  readonly eps?: number;
  /** Share of a new batch in the running statistics, or `null` for their plain average; 0.1 unless said otherwise. */
  readonly momentum?: number | null;
}

/** What the one- and two-dimensional forms share; channels are axis 1. */
export abstract class BatchNorm extends Layer {
  /** Scale γ, `[channels]`, 1 at first. */
  readonly weight: Tensor;
  /** Shift β, `[channels]`, 0 at first. */
  readonly bias: Tensor;
  /** `[channels]`. */
  readonly runningMean: Tensor;
  /** `[channels]`; the unbiased variance. */
  readonly runningVar: Tensor;
  /** int64 scalar: batches that the running statistics have seen. */
  readonly numBatchesTracked: Tensor;
  /** See {@link BatchNormOptions.momentum}; may change between batches. */
  momentum: number | null;
  /**
   * Whether a batch seen in training enters the running statistics. `false` leaves the output as it
   * is: for a second pass over the same batch, as when activations are recomputed.
   */
  updatesStatistics = true;
  /** Ranks whose batches are normalised together in training (see `syncBatchNorms`); `null`: this process alone. */
  group: ProcessGroup | null = null;
  readonly eps: number;

  constructor(
    readonly channels: number,
    { eps = 1e-5, momentum = 0.1 }: BatchNormOptions = {},
  ) {
    super();
    this.eps = eps;
    this.momentum = momentum;
    this.weight = this.parameter(ops.ones([channels]));
    this.bias = this.parameter(ops.zeros([channels]));
    this.runningMean = this.buffer(ops.zeros([channels]));
    this.runningVar = this.buffer(ops.ones([channels]));
    this.numBatchesTracked = this.buffer(tensor([0], { shape: [], dtype: "int64" }));
  }

  /** Mean 0, variance 1, and no batch seen. */
  resetStatistics(): void {
    this.runningMean.zero_();
    this.runningVar.fillScalar_(1);
    this.numBatchesTracked.zero_();
  }

  /** @throws ArgumentError in training when a channel has a single value, whose variance is undefined. */
  override forward(x: Tensor): Tensor {
    if (this.training && this.group !== null) return this.#overAllRanks(x, this.group);
    const tracks = this.training && this.updatesStatistics;
    if (this.training && x.numel <= this.channels) {
      throw new ArgumentError(
        "batchNorm",
        "x",
        `has shape [${x.shape}], one value per channel: training needs at least two; use a larger batch or eval()`,
      );
    }
    return ops.batchNorm(
      x,
      this.weight,
      this.bias,
      this.training && !tracks ? null : this.runningMean,
      this.training && !tracks ? null : this.runningVar,
      this.training,
      tracks ? this.#countBatch() : 0,
      this.eps,
      true,
    );
  }

  #overAllRanks(x: Tensor, group: ProcessGroup): Tensor {
    const { normalised, mean, variance } = syncBatchNorm(x, this.weight, this.bias, this.eps, group);
    if (this.updatesStatistics) {
      const share = this.#countBatch();
      noGrad(() => {
        this.runningMean.lerpScalar_(mean, share);
        this.runningVar.lerpScalar_(variance, share);
      });
    }
    return normalised;
  }

  #countBatch(): number {
    this.numBatchesTracked.addScalar_(1);
    return this.momentum ?? 1 / this.numBatchesTracked.item();
  }
}

/** Over the batch of `[N, channels]` or `[N, channels, L]`. */
export class BatchNorm1d extends BatchNorm {}

/** Over batch and positions of `[N, channels, H, W]`. */
export class BatchNorm2d extends BatchNorm {}

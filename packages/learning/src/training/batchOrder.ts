import { counterPermutation, deriveSeed, type Seed } from "@cytonet/torch";
import { TrainingError } from "./errors.js";

/** The samples of one step. */
export interface Batch {
  /** From 0. */
  readonly epoch: number;
  /** Numbers of the samples, each in [0, samples). */
  readonly indices: Uint32Array;
}

/**
 * Which samples a step sees: a function of (samples, batch size, seed, step) alone, so that a resumed run, or
 * one with more loaders, goes on exactly as an unbroken one. Every epoch is a permutation of its own; what
 * does not fill a batch at its end is left out.
 *
 * @throws TrainingError when an epoch has not even one batch
 */
export class BatchOrder {
  readonly stepsPerEpoch: number;
  readonly #seed: bigint;
  #cached: { epoch: number; order: Uint32Array } | undefined;

  constructor(
    readonly samples: number,
    readonly batchSize: number,
    seed: Seed,
  ) {
    if (!Number.isInteger(batchSize) || batchSize < 2) {
      throw new TrainingError("batchSize", `must be an integer of at least 2, got ${batchSize}`);
    }
    if (samples < batchSize) {
      throw new TrainingError(
        "batchSize",
        `is ${batchSize}, but there are only ${samples} samples to draw it from`,
      );
    }
    this.stepsPerEpoch = Math.floor(samples / batchSize);
    this.#seed = deriveSeed(seed, "sampler");
  }

  /** The batch of step `step`, counted from 0. */
  at(step: number): Batch {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    if (this.#cached?.epoch !== epoch) {
      this.#cached = { epoch, order: counterPermutation(this.samples, this.#seed, epoch) };
    }
    const start = (step % this.stepsPerEpoch) * this.batchSize;
    return { epoch, indices: this.#cached.order.slice(start, start + this.batchSize) };
  }
}

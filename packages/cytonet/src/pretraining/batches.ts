import {
  type AugmentationSettings,
  augmentationParameters,
  augmentationSourcePx,
  augmentPatches,
  centreCrop,
} from "@cytonet/imaging";
import { BatchOrder, TrainingError } from "@cytonet/learning";
import { deriveSeed, fromTypedArray, ops, type Seed, scope, type Tensor, tensor } from "@cytonet/torch";
import type { BatchPlan, DrawnBatch, PatchBatch } from "../patches/pipeline/batch.js";
import type { PretrainingSamples } from "./samples.js";

/** How patches reach the encoder. */
export interface EncoderPatches {
  readonly patchPx: number;
  readonly pixelSizeUm: number;
  readonly normalisation: { readonly mean: number; readonly std: number };
  readonly device: string;
}

/** (grey in [0, 1] − mean) / std, in place. */
export function normalise(patches: Tensor, { mean, std }: EncoderPatches["normalisation"]): Tensor {
  if (mean !== 0) patches.subScalar_(mean);
  if (std !== 1) patches.divScalar_(std);
  return patches;
}

/**
 * Bytes of n square patches as a tensor n × 1 × side × side on a device; on the CPU without a copy. To a GPU they go
 * through pinned memory, and the copy runs while the caller goes on: the bytes may change as soon as this returns.
 */
export function patchTensor(bytes: Uint8Array, sidePx: number, device: string): Tensor {
  const shape = [bytes.length / sidePx ** 2, 1, sidePx, sidePx];
  return scope(() => {
    const borrowed = fromTypedArray(bytes, shape);
    if (device === "cpu") return borrowed;
    // libtorch keeps pinned memory from being used again before the copy out of it is done.
    const staged = ops.empty(shape, { dtype: "uint8", pinMemory: true }).copy_(borrowed);
    return staged.to({ device, nonBlocking: true });
  });
}

export interface TrainingBatchSettings {
  readonly form: EncoderPatches;
  readonly augmentation: AugmentationSettings;
  /** Of all ranks together. */
  readonly batchSize: number;
  readonly seed: Seed;
  /** What patches are prepared for. Default SpatialNCE. */
  readonly objective?: "spatialNCE" | "simCLR" | "supCon" | "crossEntropy";
  /** This process among those that train together. Default 0 of 1. */
  readonly rank?: number;
  readonly worldSize?: number;
}

/**
 * The batches of a run: a function of the step alone, so that a resumed run sees what an unbroken one sees. The
 * global batch is the same for any number of ranks; rank r has its r-th part.
 *
 * @throws TrainingError for a batch size that the ranks cannot share evenly
 */
export class TrainingBatches {
  readonly order: BatchOrder;
  /** Side of the square that is read around a point, so that augmentation never shows an edge. */
  readonly sourcePx: number;
  /** Patches of a batch on this rank. */
  readonly perRank: number;
  readonly #rank: number;

  constructor(
    readonly samples: PretrainingSamples,
    readonly settings: TrainingBatchSettings,
  ) {
    const { form, augmentation, batchSize, seed, rank = 0, worldSize = 1 } = settings;
    if (!Number.isInteger(worldSize) || worldSize < 1 || batchSize % worldSize !== 0)
      throw new TrainingError("batchSize", `is ${batchSize}, which ${worldSize} ranks cannot share evenly`);
    if (!Number.isInteger(rank) || rank < 0 || rank >= worldSize)
      throw new TrainingError("rank", `is ${rank} and must be an integer from 0 to ${worldSize - 1}`);
    this.order = new BatchOrder(samples.sites.image.length, batchSize, seed);
    this.sourcePx = augmentationSourcePx(form.patchPx, form.pixelSizeUm, augmentation);
    this.perRank = batchSize / worldSize;
    this.#rank = rank;
  }

  /** The samples of this rank at a step. */
  at(step: number): DrawnBatch {
    const { epoch, indices } = this.order.at(step);
    const start = this.#rank * this.perRank;
    return { epoch, indices: indices.slice(start, start + this.perRank) };
  }

  /** Steps `first` to `end` − 1, for a stream of patches. */
  plan(first: number, end: number): BatchPlan {
    return { first, end, batchSize: this.perRank, at: (step) => this.at(step) };
  }

  /**
   * Augmented patches B × 1 × P × P of a batch, and beside them what the objective compares by: coordinates B × 3 mm,
   * areas, or for SimCLR the sample, of which two views lie one below the other. On the device; the batch's memory may
   * be released afterwards. The augmentation belongs to the sample that was drawn, also where another stands in.
   */
  prepare({ epoch, drawn, indices, bytes }: PatchBatch): { patches: Tensor; beside: Tensor } {
    const { form, augmentation, seed, objective = "spatialNCE" } = this.settings;
    return scope(() => {
      const source = patchTensor(bytes, this.sourcePx, form.device);
      const view = (of: Seed) =>
        augmentPatches(source, augmentationParameters(of, epoch, drawn, augmentation), form);
      if (objective === "spatialNCE") return { patches: view(seed), beside: this.#coordinates(indices) };
      if (objective !== "simCLR") return { patches: view(seed), beside: this.#classes(indices) };
      const sample = this.#integers(indices, (index) => BigInt(index));
      const patches = ops.cat([view(seed), view(deriveSeed(seed, "second view"))]);
      return { patches, beside: ops.cat([sample, sample]) };
    });
  }

  /** Un-augmented patches of a batch, as evaluation sees them. */
  plain({ bytes }: PatchBatch): Tensor {
    const { form } = this.settings;
    return scope(() => {
      const source = patchTensor(bytes, this.sourcePx, form.device);
      return normalise(centreCrop(source, form.patchPx), form.normalisation);
    });
  }

  #classes(indices: Uint32Array): Tensor {
    const { classes } = this.samples;
    if (classes === undefined) throw new TrainingError("objective", "needs samples with areas");
    return this.#integers(indices, (index) => BigInt(classes.of[index]!));
  }

  #integers(indices: Uint32Array, of: (index: number) => bigint): Tensor {
    const values = BigInt64Array.from(indices, (index) => of(index));
    return tensor(values, { shape: [indices.length], device: this.settings.form.device });
  }

  #coordinates(indices: Uint32Array): Tensor {
    const values = new Float64Array(indices.length * 3);
    for (const [place, index] of indices.entries()) {
      values.set(this.samples.coordinatesMm.subarray(index * 3, index * 3 + 3), place * 3);
    }
    return tensor(values, { shape: [indices.length, 3], device: this.settings.form.device });
  }
}

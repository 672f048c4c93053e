import {
  type AugmentationSettings,
  augmentationParameters,
  augmentationSourcePx,
  augmentPatches,
  centreCrop,
} from "@cytonet/imaging";
import { BatchOrder, type PatchRows, TrainingError } from "@cytonet/learning";
import {
  copyToGpu,
  deriveSeed,
  fromTypedArray,
  ops,
  type Seed,
  scope,
  type Tensor,
  tensor,
} from "@cytonet/torch";
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
    return device === "cpu" ? borrowed : copyToGpu(borrowed, device);
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
  prepare(batch: PatchBatch): { patches: Tensor; beside: Tensor } {
    return scope(() => {
      const patches = this.patchRows(batch);
      return { patches: patches.of(0, patches.count), beside: this.beside(batch) };
    });
  }

  /** The same patches, of which none is on the device before it is asked for. The batch's memory must last as long. */
  patchRows({ epoch, drawn, bytes }: PatchBatch): PatchRows {
    const { form, augmentation, seed, objective } = this.settings;
    const views = objective === "simCLR" ? [seed, deriveSeed(seed, "second view")] : [seed];
    const each = drawn.length;
    const of = (first: number, count: number) =>
      scope(() => {
        const source = this.#sources(bytes);
        const parts = views.flatMap((view, index) => {
          const [from, to] = [first - index * each, first + count - index * each];
          const [start, end] = [Math.max(0, from), Math.min(each, to)];
          if (end <= start) return [];
          const parameters = augmentationParameters(view, epoch, drawn.subarray(start, end), augmentation);
          return [augmentPatches(source(start, end), parameters, form)];
        });
        return parts.length === 1 ? parts[0]! : ops.cat(parts);
      });
    return { count: views.length * each, of };
  }

  /** What the objective compares a batch's patches by. */
  beside({ indices }: PatchBatch): Tensor {
    const { objective = "spatialNCE" } = this.settings;
    return scope(() => {
      if (objective === "spatialNCE") return this.#coordinates(indices);
      if (objective !== "simCLR") return this.#classes(indices);
      const sample = this.#integers(indices, (index) => BigInt(index));
      return ops.cat([sample, sample]);
    });
  }

  /** Un-augmented patches of a batch's places `first` to `end` − 1, as evaluation sees them. */
  plain({ bytes, indices }: PatchBatch, first = 0, end = indices.length): Tensor {
    const { form } = this.settings;
    return scope(() =>
      normalise(centreCrop(this.#sources(bytes)(first, end), form.patchPx), form.normalisation),
    );
  }

  /** Source pixels of places on the device; of the places asked for before they are there already. */
  #sources(bytes: Uint8Array): (first: number, end: number) => Tensor {
    const pixels = this.sourcePx ** 2;
    let last: { readonly first: number; readonly end: number; readonly tensor: Tensor } | undefined;
    return (first, end) => {
      if (last?.first !== first || last.end !== end) {
        const own = bytes.subarray(first * pixels, end * pixels);
        last = { first, end, tensor: patchTensor(own, this.sourcePx, this.settings.form.device) };
      }
      return last.tensor;
    };
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

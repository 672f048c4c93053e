import {
  type AugmentationSettings,
  augmentationParameters,
  augmentPatches,
  centreCrop,
} from "@cytonet/imaging";
import { BatchOrder } from "@cytonet/learning";
import { fromTypedArray, type Seed, scope, type Tensor, tensor } from "@cytonet/torch";
import type { PatchSource } from "../patches/patchSource.js";
import type { PretrainingSamples } from "./samples.js";

/** How patches reach the encoder. */
export interface PatchForm {
  readonly patchPx: number;
  readonly pixelSizeUm: number;
  readonly normalisation: { readonly mean: number; readonly std: number };
  readonly device: string;
}

/** (grey in [0, 1] − mean) / std, in place. */
export function normalise(patches: Tensor, { mean, std }: PatchForm["normalisation"]): Tensor {
  if (mean !== 0) patches.subScalar_(mean);
  if (std !== 1) patches.divScalar_(std);
  return patches;
}

/** Bytes of n square patches as a tensor n × 1 × side × side on a device; on the CPU without a copy. */
export function patchTensor(bytes: Uint8Array, sidePx: number, device: string): Tensor {
  const shape = [bytes.length / sidePx ** 2, 1, sidePx, sidePx];
  const borrowed = fromTypedArray(bytes, shape);
  return device === "cpu" ? borrowed : borrowed.to({ device });
}

/** The batches of a run: a function of the step alone, so that a resumed run sees what an unbroken one sees. */
export class TrainingBatches {
  readonly order: BatchOrder;

  constructor(
    readonly samples: PretrainingSamples,
    readonly source: PatchSource,
    readonly settings: {
      readonly form: PatchForm;
      readonly augmentation: AugmentationSettings;
      readonly batchSize: number;
      readonly seed: Seed;
    },
  ) {
    this.order = new BatchOrder(source.count, settings.batchSize, settings.seed);
  }

  /** Reads the bytes of a step's patches with their margins. */
  read(step: number): Promise<Uint8Array> {
    return this.source.read(this.order.at(step).indices);
  }

  /** Augmented patches B × 1 × P × P and coordinates B × 3 mm of a step, on the device. */
  prepare(step: number, bytes: Uint8Array): { patches: Tensor; coordinatesMm: Tensor } {
    const { form, augmentation, seed } = this.settings;
    const { epoch, indices } = this.order.at(step);
    return scope(() => {
      const parameters = augmentationParameters(seed, epoch, indices, augmentation);
      const source = patchTensor(bytes, this.source.sidePx, form.device);
      const patches = normalise(augmentPatches(source, parameters, form), form.normalisation);
      return { patches, coordinatesMm: this.#coordinates(indices) };
    });
  }

  /** Un-augmented patches of a step, as evaluation sees them. */
  plain(bytes: Uint8Array): Tensor {
    const { form } = this.settings;
    return scope(() => {
      const source = patchTensor(bytes, this.source.sidePx, form.device);
      return normalise(centreCrop(source, form.patchPx), form.normalisation);
    });
  }

  #coordinates(indices: Uint32Array): Tensor {
    const values = new Float64Array(indices.length * 3);
    for (const [place, index] of indices.entries()) {
      values.set(this.samples.coordinatesMm.subarray(index * 3, index * 3 + 3), place * 3);
    }
    return tensor(values, { shape: [indices.length, 3], device: this.settings.form.device });
  }
}

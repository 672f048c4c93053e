import { ConfigError, type FeatureOutput } from "@cytonet/cohort";
import { centreCrop } from "@cytonet/imaging";
import { greyHistogram } from "@cytonet/learning";
import { noGrad, scope, type Tensor } from "@cytonet/torch";
import type { LoadedModel } from "../models/modelFolder.js";
import type { Tone } from "../patches/sectionTone.js";
import { normalise, patchTensor } from "../pretraining/batches.js";

/** Turns patches into feature vectors: a trained encoder, or a baseline. */
export interface Descriptor {
  /** What features tables carry as `modelId`. */
  readonly id: string;
  readonly output: FeatureOutput;
  readonly patchPx: number;
  readonly pixelSizeUm: number;
  readonly tone: Tone;
  /** Numbers in a feature. */
  readonly length: number;
  /** @param bytes n patches of patchPx × patchPx, cells dark on light. @returns n × length, row by row */
  describe(bytes: Uint8Array): Float32Array;
}

/** How often a patch is looked at: once, or averaged over its mirror images and quarter turns. */
export type Views = 1 | 8;

/**
 * The features of a model.
 *
 * @param views 8 averages over the patch's eight mirror images and quarter turns, since orientation in the
 *   section says nothing of the tissue
 * @throws ConfigError for the projection of a classifier
 */
export function modelDescriptor(
  { modelId, config, model }: LoadedModel,
  options: { readonly output: "backbone" | "projection"; readonly views: Views; readonly device: string },
): Descriptor {
  const { output, views, device } = options;
  if (output === "projection" && config.classes !== undefined)
    throw new ConfigError({
      field: "output",
      message: "is projection, and this model has none: it was trained as a classifier",
      remedy: "Use the backbone's features.",
    });
  const forward = (patches: Tensor): Tensor =>
    output === "backbone" ? model.encoder.forward(patches) : model.forward(patches);
  return {
    id: views === 1 ? modelId : `${modelId}-views${views}`,
    output,
    patchPx: config.patchPx,
    pixelSizeUm: config.pixelSizeUm,
    tone: config.normalisation.tone,
    length: output === "backbone" ? config.featureWidth : 256,
    describe: (bytes) =>
      noGrad(() =>
        scope(() => {
          const plain = centreCrop(patchTensor(bytes, config.patchPx, device), config.patchPx);
          const patches = normalise(plain, config.normalisation);
          const features = views === 1 ? forward(patches) : meanOverViews(patches, forward);
          return features.to({ dtype: "float32" }).toTypedArray() as Float32Array;
        }),
      ),
  };
}

function meanOverViews(patches: Tensor, forward: (patches: Tensor) => Tensor): Tensor {
  let sum: Tensor | undefined;
  for (const mirrored of [false, true]) {
    for (let turns = 0; turns < 4; turns++) {
      const feature = scope(() => {
        const turned = patches.rot90({ k: turns, dims: [2, 3] });
        return forward((mirrored ? turned.flip([3]) : turned).contiguous()).to({ dtype: "float32" });
      });
      sum = sum === undefined ? feature : sum.add_(feature);
    }
  }
  return sum!.divScalar_(8);
}

/** The baseline without arrangement: each patch's histogram of grey values. */
export function histogramDescriptor(patchPx: number, pixelSizeUm: number, bins = 64): Descriptor {
  return {
    id: `grey-histogram-${bins}-${patchPx}px-${pixelSizeUm}um`,
    output: "backbone",
    patchPx,
    pixelSizeUm,
    tone: "asScanned",
    length: bins,
    describe: (bytes) => greyHistogram(bytes, bytes.length / patchPx ** 2, bins),
  };
}

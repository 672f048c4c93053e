/** What every encoder offers to objectives, probes and figures. */
import { Module, type Tensor } from "@cytonet/torch";
import { describeEncoder, type EncoderConfig, type EncoderDescription } from "./config.js";
import type { Segment, Segmented } from "./segments.js";

/** What can be asked for beside the feature. */
export interface OutputRequest {
  /** Transformer blocks, from 0, whose attention weights are wanted; they are computed explicitly then. */
  readonly attentionOf?: readonly number[];
}

/** N patches, C channels of the feature map, H × W positions, D features of a token. */
export interface EncoderOutputs {
  /** The encoder's answer: `pooled` for R50, `classToken` for R50-ViT. `[N, featureWidth]`. */
  readonly feature: Tensor;
  /** `[N, C, H, W]`; neighbouring positions lie `outputPitchUm` apart. */
  readonly featureMap: Tensor;
  /** Mean of the feature map over its positions, `[N, C]`. */
  readonly pooled: Tensor;
  /** Normalised tokens of the positions, row by row, `[N, H · W, D]`; R50-ViT only. */
  readonly patchTokens?: Tensor;
  /** Normalised class token, `[N, D]`; R50-ViT only. */
  readonly classToken?: Tensor;
  /** By block: `[N, heads, 1 + H · W, 1 + H · W]`, the class token first; R50-ViT only. */
  readonly attention?: ReadonlyMap<number, Tensor>;
}

/** Turns image patches into features. */
export abstract class Encoder extends Module implements Segmented {
  readonly #config: EncoderConfig;

  constructor(config: EncoderConfig) {
    super();
    this.#config = config;
  }

  get config(): EncoderConfig {
    return this.#config;
  }

  get description(): EncoderDescription {
    return describeEncoder(this.#config);
  }

  /** Patches `[N, inputChannels, height, width]` → features `[N, featureWidth]`. */
  abstract forward(patches: Tensor): Tensor;

  /** `forward` in stretches, placed as in §3.9: for training that computes activations again. */
  abstract segments(): readonly Segment[];

  /**
   * The feature with everything that led to it.
   *
   * @throws EncoderRequestError when attention is asked of an encoder or block that has none.
   */
  abstract outputs(patches: Tensor, request?: OutputRequest): EncoderOutputs;
}

/** An encoder was asked for something that its architecture does not have. */
export class EncoderRequestError extends Error {
  override readonly name = "EncoderRequestError";
}

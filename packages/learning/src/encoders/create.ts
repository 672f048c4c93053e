/** From a configuration to an encoder, with or without the head it is trained with. */
import { createGenerator, type MemoryFormat, Module, type Tensor } from "@cytonet/torch";
import { type EncoderConfig, validateEncoder } from "./config.js";
import type { Encoder } from "./encoder.js";
import { ProjectionHead } from "./projection-head.js";
import { R50 } from "./r50.js";
import { R50ViT } from "./r50-vit.js";

export interface CreateOptions {
  /** Decides every initial weight; the same on every device and thread count. */
  readonly seed: number;
  /** `channelsLast` unless said otherwise: the faster layout on CPUs and GPUs. */
  readonly memoryFormat?: MemoryFormat;
}

/**
 * Makes an encoder with fresh weights, on the CPU, in training mode.
 *
 * @example
 * const encoder = createEncoder(encoderPreset("R50", "tiny"), { seed: 0 });
 * const feature = encoder.forward(ops.randn([8, 1, 256, 256]));
 * @throws EncoderConfigError when the configuration makes no encoder.
 */
export function createEncoder(config: EncoderConfig, options: CreateOptions): Encoder {
  return seeded(options, (generator) => build(config, generator));
}

/** An encoder and its projection head: what pretraining trains and a model folder keeps. */
export class PretrainingModel extends Module {
  static override readonly paths = { encoder: "" };
  readonly encoder: Encoder;
  readonly projectionHead: ProjectionHead;

  constructor(encoder: Encoder, projectionHead: ProjectionHead) {
    super();
    this.encoder = encoder;
    this.projectionHead = projectionHead;
  }

  /** Patches `[N, inputChannels, H, W]` → `[N, 256]`, to be compared by the loss. */
  forward(patches: Tensor): Tensor {
    const feature = this.encoder.forward(patches);
    const projected = this.projectionHead.forward(feature);
    feature.dispose();
    return projected;
  }
}

/**
 * As `createEncoder`, with a projection head; the encoder's weights are those that it has alone.
 *
 * @throws EncoderConfigError when the configuration makes no encoder.
 */
export function createPretrainingModel(config: EncoderConfig, options: CreateOptions): PretrainingModel {
  return seeded(options, (generator) => {
    const encoder = build(config, generator);
    const head = new ProjectionHead(encoder.description.featureWidth, { generator });
    return new PretrainingModel(encoder, head);
  });
}

type InitGenerator = ReturnType<typeof createGenerator>;

function build(config: EncoderConfig, generator: InitGenerator): Encoder {
  validateEncoder(config);
  return config.architecture === "R50" ? new R50(config, { generator }) : new R50ViT(config, { generator });
}

function seeded<M extends Module>(
  { seed, memoryFormat = "channelsLast" }: CreateOptions,
  make: (generator: InitGenerator) => M,
): M {
  using generator = createGenerator({ device: "cpu", seed });
  return make(generator).to({ memoryFormat });
}

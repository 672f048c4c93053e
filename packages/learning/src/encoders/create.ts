/** From a configuration to an encoder, with or without the head it is trained with. */
import { createGenerator, Linear, type MemoryFormat, Module, type Tensor } from "@cytonet/torch";
import { type EncoderConfig, validateEncoder } from "./config.js";
import type { Encoder } from "./encoder.js";
import { ProjectionHead } from "./projection-head.js";
import { R50 } from "./r50.js";
import { R50ViT } from "./r50-vit.js";
import { kept, type Segment, type Segmented } from "./segments.js";

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
export class PretrainingModel extends Module implements Segmented {
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

  segments(): readonly Segment[] {
    return [...this.encoder.segments(), kept((feature) => this.projectionHead.forward(feature))];
  }
}

/** An encoder and a linear classifier without bias on its feature (§3.5), trained together from scratch. */
export class ClassificationModel extends Module implements Segmented {
  static override readonly paths = { encoder: "" };
  readonly encoder: Encoder;
  /** Weights `[classes, featureWidth]`. */
  readonly classifier: Linear;

  constructor(encoder: Encoder, classifier: Linear) {
    super();
    this.encoder = encoder;
    this.classifier = classifier;
  }

  /** Patches `[N, inputChannels, H, W]` → logits `[N, classes]`. */
  forward(patches: Tensor): Tensor {
    const feature = this.encoder.forward(patches);
    const logits = this.classifier.forward(feature);
    feature.dispose();
    return logits;
  }

  segments(): readonly Segment[] {
    return [...this.encoder.segments(), kept((feature) => this.classifier.forward(feature))];
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

/**
 * As `createEncoder`, with a classifier; the encoder's weights are those that it has alone.
 *
 * @param classes how many, at least two
 * @throws EncoderConfigError when the configuration makes no encoder; RangeError for fewer than two classes
 */
export function createClassificationModel(
  config: EncoderConfig,
  classes: number,
  options: CreateOptions,
): ClassificationModel {
  if (!Number.isInteger(classes) || classes < 2)
    throw new RangeError(`A classifier needs at least two classes, got ${classes}.`);
  return seeded(options, (generator) => {
    const encoder = build(config, generator);
    const width = encoder.description.featureWidth;
    return new ClassificationModel(encoder, new Linear(width, classes, { bias: false, generator }));
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

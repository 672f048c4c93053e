/**
 * What an encoder is, as plain data: the numbers that fix its architecture and
 * the patches it was made for, checked once where they enter the program.
 */

/** R50: a ResNet-50 with its own stem. R50-ViT: a vision transformer on R50's feature map (paper §3.3). */
export type Architecture = "R50" | "R50-ViT";

/** The transformer on top of the feature map. */
export interface TransformerConfig {
  /** Features per token; the width of the class token. */
  readonly features: number;
  /** Blocks. */
  readonly depth: number;
  /** Attention heads; must divide `features`. */
  readonly heads: number;
  /** Width of the hidden layer of a block's perceptron over `features`. */
  readonly mlpRatio: number;
}

export interface EncoderConfig {
  readonly architecture: Architecture;
  /** The preset that it started from, or `custom`. */
  readonly preset: string;
  /** 1 for grey values, 3 for colours. */
  readonly inputChannels: 1 | 3;
  /** Isotropic size of a pixel of a patch, µm. */
  readonly pixelSizeUm: number;
  /** Side of a square patch, px. */
  readonly patchPx: number;
  /** Channels relative to ResNet-50's. */
  readonly width: number;
  /** Bottleneck blocks of each stage; every stage after the first halves the resolution. */
  readonly depth: readonly number[];
  /** Stride of the stem's first convolution. */
  readonly stemStride: 1 | 2 | 4;
  /** Side and stride of the stem's max pooling; 1 for none. */
  readonly stemPool: 1 | 2;
  /** Present if and only if the architecture is R50-ViT. */
  readonly transformer?: TransformerConfig;
}

/** What follows from a configuration. */
export interface EncoderDescription {
  /** Such as `R50-ViT-B` or `R50-tiny`. */
  readonly name: string;
  readonly pixelSizeUm: number;
  readonly patchPx: number;
  /** Side of the square that a patch covers, mm. */
  readonly fieldOfViewMm: number;
  /** Pixels of the patch per position of the feature map, along one side. */
  readonly stridePx: number;
  /** Distance of neighbouring positions of the feature map (and of patch tokens), µm. */
  readonly outputPitchUm: number;
  /** Positions along one side. */
  readonly gridSize: number;
  /** Channels of the feature map. */
  readonly mapChannels: number;
  /** Length of the encoder's feature. */
  readonly featureWidth: number;
}

/** A value of a configuration makes no encoder. */
export class EncoderConfigError extends Error {
  override readonly name = "EncoderConfigError";
  constructor(
    /** Path of the field, such as `transformer.heads`. */
    readonly field: string,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`encoder.${field} ${problem}: ${remedy}`);
  }
}

/** Channels of ResNet-50's first stage inside its bottlenecks. */
const BASE_CHANNELS = 64;
/** Output channels of a bottleneck over its inner ones. */
export const EXPANSION = 4;

/** Inner channels of the bottlenecks of stage `index` (from 0), and of the stem for 0. */
export function stageChannels(config: EncoderConfig, index: number): number {
  return BASE_CHANNELS * config.width * 2 ** index;
}

/** Channels of the feature map. */
export function mapChannels(config: EncoderConfig): number {
  return EXPANSION * stageChannels(config, config.depth.length - 1);
}

/** Pixels of the patch per position of the feature map. */
export function totalStride(config: EncoderConfig): number {
  return config.stemStride * config.stemPool * 2 ** (config.depth.length - 1);
}

/** Names, sizes and units that follow from a configuration. */
export function describeEncoder(config: EncoderConfig): EncoderDescription {
  const stridePx = totalStride(config);
  return {
    name: `${config.architecture}-${config.preset}`,
    pixelSizeUm: config.pixelSizeUm,
    patchPx: config.patchPx,
    fieldOfViewMm: (config.patchPx * config.pixelSizeUm) / 1000,
    stridePx,
    outputPitchUm: stridePx * config.pixelSizeUm,
    gridSize: config.patchPx / stridePx,
    mapChannels: mapChannels(config),
    featureWidth: config.transformer?.features ?? mapChannels(config),
  };
}

/**
 * Checks that a configuration makes an encoder.
 *
 * @throws EncoderConfigError naming the field, what is wrong with it and what to do.
 */
export function validateEncoder(config: EncoderConfig): EncoderConfig {
  oneOf(config, "architecture", ["R50", "R50-ViT"]);
  oneOf(config, "inputChannels", [1, 3]);
  oneOf(config, "stemStride", [1, 2, 4]);
  oneOf(config, "stemPool", [1, 2]);
  positive("pixelSizeUm", config.pixelSizeUm);
  whole("patchPx", config.patchPx);
  if (!Array.isArray(config.depth) || config.depth.length < 1 || config.depth.length > 4)
    throw new EncoderConfigError("depth", "must list one to four stages", "ResNet-50 has [3, 4, 6, 3]");
  for (const [index, blocks] of config.depth.entries()) whole(`depth[${index}]`, blocks);
  positive("width", config.width);
  whole("width × 64", config.width * BASE_CHANNELS);
  const stride = totalStride(config);
  if (config.patchPx % stride !== 0)
    throw new EncoderConfigError(
      "patchPx",
      `is ${config.patchPx}, which the total stride of ${stride} px does not divide`,
      `use ${Math.max(1, Math.round(config.patchPx / stride)) * stride}, or a smaller stemStride, stemPool or depth`,
    );
  validateTransformer(config);
  return config;
}

function validateTransformer({ architecture, transformer }: EncoderConfig): void {
  if ((architecture === "R50-ViT") !== (transformer !== undefined))
    throw new EncoderConfigError(
      "transformer",
      transformer ? "is given for an R50" : "is missing for an R50-ViT",
      "an R50-ViT has a transformer, an R50 has none",
    );
  if (!transformer) return;
  whole("transformer.features", transformer.features);
  whole("transformer.depth", transformer.depth);
  whole("transformer.heads", transformer.heads);
  whole("transformer.features × mlpRatio", transformer.features * transformer.mlpRatio);
  if (transformer.features % transformer.heads !== 0)
    throw new EncoderConfigError(
      "transformer.heads",
      `is ${transformer.heads}, which does not divide the ${transformer.features} features`,
      "choose a divisor; ViT-B has 64 features a head",
    );
}

function oneOf<Field extends keyof EncoderConfig>(
  config: EncoderConfig,
  field: Field,
  allowed: readonly EncoderConfig[Field][],
): void {
  if (!allowed.includes(config[field]))
    throw new EncoderConfigError(field, `is ${String(config[field])}`, `use one of ${allowed.join(", ")}`);
}

function positive(field: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0)
    throw new EncoderConfigError(field, `is ${value}`, "use a positive number");
}

function whole(field: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new EncoderConfigError(field, `is ${value}`, "use a whole number of at least 1");
}

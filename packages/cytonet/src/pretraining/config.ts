import { type AugmentationSettings, cytonetAugmentation } from "@cytonet/imaging";
import {
  type Architecture,
  type EncoderConfig,
  type EncoderOverrides,
  encoderPreset,
  type PresetName,
  presetNames,
  scaledLearningRate,
} from "@cytonet/learning";
import { z } from "zod";

const positive = z.number().positive();
const count = z.int().min(1);
const range = z.tuple([z.number(), z.number()]);

const EncoderSection = z
  .strictObject({
    architecture: z
      .enum(["R50", "R50-ViT"])
      .describe("R50, or R50 with a vision transformer on its feature map"),
    preset: z
      .enum(presetNames as [PresetName, ...PresetName[]])
      .describe("B is the paper's; small and tiny serve CPUs"),
    pixelSizeUm: positive.optional().describe("isotropic size of a patch's pixel, µm"),
    patchPx: count.optional().describe("side of a patch, px"),
    width: positive.optional().describe("channels relative to ResNet-50's"),
    depth: z.array(count).min(1).max(4).optional().describe("bottleneck blocks of each stage"),
    stemStride: z.union([z.literal(1), z.literal(2), z.literal(4)]).optional(),
    stemPool: z.union([z.literal(1), z.literal(2)]).optional(),
    transformer: z
      .strictObject({ features: count, depth: count, heads: count, mlpRatio: positive })
      .optional(),
  })
  .describe("what is trained; fields that are left out are the preset's");

const AugmentationSection = z
  .strictObject({
    rotationRad: z.number().min(0).max(Math.PI).optional(),
    translationMm: z.number().min(0).optional(),
    mirrorProbability: z.number().min(0).max(1).optional(),
    alpha: range.optional(),
    beta: range.optional(),
    gammaZ: range.optional(),
    blurProbability: z.number().min(0).max(1).optional(),
    sharpenProbability: z.number().min(0).max(1).optional(),
    sigmaPx: range.optional(),
    sharpenAmount: range.optional(),
  })
  .describe("departures from the paper's augmentation (§3.4)");

const temperature = positive.default(0.07);

const ObjectiveSection = z
  .discriminatedUnion("name", [
    z.strictObject({
      name: z.literal("spatialNCE"),
      temperature,
      sigmaMm: positive.default(10).describe("bandwidth σ, mm: 10 for a human brain, 0.3 for a mouse"),
    }),
    z.strictObject({ name: z.literal("simCLR"), temperature }),
    z.strictObject({
      name: z.literal("supCon"),
      temperature,
      atlas: z.string().min(1).describe("whose areas are the classes; points without one are left out"),
    }),
  ])
  .describe("what features are trained for: SpatialNCE, or a baseline of §3.5");

const OptimiserSection = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("sgd"),
    learningRate: positive.optional().describe("default 0.01 · batchSize / 256"),
    momentum: z.number().min(0).lt(1).default(0.9),
    nesterov: z.boolean().default(true),
    weightDecay: z.number().min(0).default(1e-4),
    decayExclusions: z
      .enum(["bias", "biasAndNorm"])
      .default("bias")
      .describe("what weight decay leaves alone; bias is the paper's"),
    layerwise: z
      .strictObject({
        trustCoefficient: positive.default(0.02).describe("share of its own norm by which a layer may move"),
        clip: z
          .boolean()
          .default(true)
          .describe("LARC: never above the learning rate; false is LARS, which scales it"),
        exclude: z
          .enum(["none", "bias", "biasAndNorm"])
          .default("none")
          .describe("parameters without a rate of their own"),
      })
      .optional()
      .describe("layer-wise adaptive rates (§3.4); {} is the paper's"),
  }),
  z.strictObject({
    name: z.literal("adamw"),
    learningRate: positive.default(1e-3),
    weightDecay: z.number().min(0).default(0.01),
    decayExclusions: z.enum(["bias", "biasAndNorm"]).default("biasAndNorm"),
  }),
]);

/** A pretraining run as the user writes it. */
export const PretrainSchema = z
  .strictObject({
    schema: z.literal("cytonet.pretrain/1"),
    seed: z.int().min(0).max(0xffffffff).default(0),
    data: z.strictObject({
      split: z.string().min(1).describe("name of a split of the cohort: it says which sections may be seen"),
      sampler: z
        .string()
        .min(1)
        .optional()
        .describe("use the points of this sampler only; default all points"),
      samples: count.optional().describe("draw this many of the points at random; default all"),
      memoryMiB: positive.default(2048).describe("patches are kept in memory where they fit into this"),
      workers: z
        .int()
        .min(0)
        .optional()
        .describe("threads that read patches ahead; 0 reads in the main thread; default by cores and device"),
      prefetchBatches: count.optional().describe("batches read ahead of the one in use; default 2"),
      openScans: count.optional().describe("scans that stay open, all threads together; default 32"),
      cacheDir: z
        .string()
        .min(1)
        .optional()
        .describe("folder of a local disk that keeps patches for later epochs and runs; default none"),
      cacheMiB: positive.optional().describe("the cache folder's bound; default 51200"),
      maxFailedShare: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe("share of the samples that may be unreadable before training stops; default 0.001"),
    }),
    encoder: EncoderSection,
    normalisation: z
      .strictObject({
        tone: z
          .enum(["asScanned", "standardised"])
          .default("asScanned")
          .describe("standardised: the tissue of every section gets one mean and spread of grey"),
        mean: z.number().default(0),
        std: positive.default(1),
      })
      .prefault({})
      .describe("patches reach the encoder as (grey in [0, 1] − mean) / std"),
    objective: ObjectiveSection,
    augmentation: AugmentationSection.prefault({}),
    optimiser: OptimiserSection,
    schedule: z
      .strictObject({
        batchSize: z.int().min(2),
        steps: z.int().min(0).optional().describe("length of the run; 0 keeps the initial weights"),
        epochs: positive.optional().describe("length of the run in passes over the samples"),
        warmupSteps: z.int().min(0).default(0),
        shape: z.enum(["constant", "cosine"]).default("constant"),
      })
      .refine((s) => (s.steps === undefined) !== (s.epochs === undefined), {
        error: "must have either steps or epochs",
        path: ["steps"],
      }),
    recalibrateBatchNorm: z
      .boolean()
      .default(false)
      .describe("at the end, replace running statistics by averages over un-augmented patches"),
    parts: count
      .default(1)
      .describe("parts into which a rank's patches are cut where their activations do not fit into memory"),
    clipNorm: positive.optional().describe("gradients are scaled down to this norm where theirs is larger"),
    syncBatchNorm: z.boolean().default(true).describe("normalise the batches of all ranks together"),
    checkpoints: z
      .strictObject({
        everySteps: count.default(500),
        keepLast: count.default(3),
        keepEvery: count.optional(),
      })
      .prefault({}),
    logEverySteps: count.default(10),
    device: z
      .string()
      .regex(/^(cpu|cuda(:\d+)?)$/, "must be cpu, cuda or cuda:N")
      .default("cpu"),
    threads: count.optional().describe("default: all cores; part of what makes a run repeat bit for bit"),
    precision: z.enum(["float32", "bfloat16"]).default("float32"),
  })
  .describe("cytonet pretrain --config");

export type PretrainConfig = z.output<typeof PretrainSchema>;

/** How patches are read: nothing that changes what is trained. */
export interface ReadingSettings {
  readonly workers: number | undefined;
  readonly prefetchBatches: number;
  readonly openScans: number;
  readonly cacheDir: string | undefined;
  readonly cacheMiB: number;
}

/** How a configuration asks for patches to be read, with the defaults. */
export function readingOf({ data }: PretrainConfig): ReadingSettings {
  return {
    workers: data.workers,
    prefetchBatches: data.prefetchBatches ?? 2,
    openScans: data.openScans ?? 32,
    cacheDir: data.cacheDir,
    cacheMiB: data.cacheMiB ?? 50 * 1024,
  };
}

/**
 * A configuration without what belongs to the machine rather than to the run, which may be continued with other
 * threads and another cache.
 */
export function identityOf(config: PretrainConfig): PretrainConfig {
  const { workers, prefetchBatches, openScans, cacheDir, cacheMiB, ...data } = config.data;
  return { ...config, data };
}

/** How many samples may be unreadable. */
export function failedLimit({ data }: PretrainConfig, samples: number): number {
  return Math.floor((data.maxFailedShare ?? 0.001) * samples);
}

/** Without the fields that are undefined: an absent override is the preset's value. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** The encoder that a configuration asks for. @throws EncoderConfigError naming the field */
export function encoderOf(config: PretrainConfig): EncoderConfig {
  const { architecture, preset, ...overrides } = config.encoder;
  return encoderPreset(architecture as Architecture, preset, given(overrides) as EncoderOverrides);
}

/** The augmentation that a configuration asks for. */
export function augmentationOf(config: PretrainConfig): AugmentationSettings {
  return { ...cytonetAugmentation, ...given(config.augmentation) } as AugmentationSettings;
}

/** The learning rate after warm-up. */
export function learningRateOf(config: PretrainConfig): number {
  return config.optimiser.learningRate ?? scaledLearningRate(config.schedule.batchSize);
}

/** Steps of a whole run. */
export function stepsOf({ schedule }: PretrainConfig, samples: number): number {
  return schedule.steps ?? Math.round((schedule.epochs ?? 0) * Math.floor(samples / schedule.batchSize));
}

import { type AugmentationSettings, cytonetAugmentation } from "@cytonet/imaging";
import {
  type Architecture,
  type EncoderConfig,
  type EncoderOverrides,
  encoderPreset,
  scaledLearningRate,
} from "@cytonet/learning";
import { z } from "zod";
import { devicePattern, deviceRule } from "../device.js";
import {
  AugmentationSection,
  count,
  DivergenceSection,
  EncoderSection,
  EvaluateSection,
  ObjectiveSection,
  OptimiserSection,
  positive,
} from "./configSections.js";

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
      samples: count
        .optional()
        .describe("draw this many of the points at random, without balancing (§3.4); default all"),
      samplesPerClass: count
        .optional()
        .describe(
          "draw this many points of every area, with replacement (§3.5: 1200); for objectives with areas",
        ),
      drawSeed: z
        .int()
        .min(0)
        .max(0xffffffff)
        .optional()
        .describe("what the draw follows from, so that runs of other seeds share it; default seed"),
      memoryMiB: positive
        .default(2048)
        .describe("every process keeps all patches in memory where they fit into this"),
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
        .describe(
          "share of the samples that may be unreadable, to all ranks together, before training stops; default 0.001",
        ),
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
    initialWeights: z
      .string()
      .min(1)
      .optional()
      .describe(
        "model folder to start from, where names and shapes of its weights agree; default a fresh encoder",
      ),
    recalibrateBatchNorm: z
      .boolean()
      .default(false)
      .describe("at the end, replace running statistics by averages over un-augmented patches"),
    parts: count
      .default(1)
      .describe("parts into which a rank's patches are cut where their activations do not fit into memory"),
    clipNorm: positive.optional().describe("gradients are scaled down to this norm where theirs is larger"),
    activationCheckpointing: z
      .boolean()
      .optional()
      .describe(
        "compute activations again in backward (§3.9): less memory, a third more arithmetic; default false",
      ),
    cudaGraphs: z
      .boolean()
      .optional()
      .describe(
        "record a step's kernels once and launch them as a whole, on one GPU: faster where launching is what takes time; default false",
      ),
    syncBatchNorm: z.boolean().default(true).describe("normalise the batches of all ranks together"),
    checkpoints: z
      .strictObject({
        everySteps: count.default(500),
        keepLast: count.default(3),
        keepEvery: count.optional(),
      })
      .prefault({}),
    logEverySteps: count.default(10),
    evaluate: EvaluateSection.optional(),
    divergence: DivergenceSection.optional(),
    device: z
      .string()
      .regex(devicePattern, deviceRule)
      .default("cpu")
      .describe("cpu, cuda or cuda:N; cuda gives every rank of a machine a GPU of its own"),
    threads: count.optional().describe("default: all cores; part of what makes a run repeat bit for bit"),
    precision: z
      .enum(["float32", "bfloat16", "float16"])
      .default("float32")
      .describe("of the encoder's arithmetic; float16 scales the loss as PyTorch's GradScaler does"),
    peakTeraflopsPerSecond: positive
      .optional()
      .describe(
        "of one process's device, what utilisation is a share of; default measured with a matrix product",
      ),
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
  const { peakTeraflopsPerSecond, ...run } = config;
  return { ...run, data };
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

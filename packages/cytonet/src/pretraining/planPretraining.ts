import { ConfigError, loadCohort, loadSplit } from "@cytonet/cohort";
import { augmentationSourcePx } from "@cytonet/imaging";
import { describeEncoder } from "@cytonet/learning";
import { defaultWorkers } from "../patches/pipeline/openDecoder.js";
import { augmentationOf, encoderOf, type PretrainConfig, readingOf, stepsOf } from "./config.js";
import { checkCudaGraphs } from "./cudaGraphs.js";
import { atlasOf } from "./objective.js";
import type { PretrainingOptions } from "./runPretraining.js";
import { type PretrainingSamples, pretrainingSamples } from "./samples.js";
import { checkSharedBatch } from "./sharedBatch.js";

/** What a dry run says. */
export interface PretrainingPlan {
  readonly samples: number;
  readonly sections: number;
  readonly steps: number;
  readonly epochs: number;
  readonly encoder: ReturnType<typeof describeEncoder>;
  /** Bytes of patches to be read from scans, and whether they are kept in memory. */
  readonly patchBytes: number;
  readonly inMemory: boolean;
  /** Threads that read patches. */
  readonly workers: number;
  /** Bytes of patches in memory at once: all of them, or the batches in use and ahead. */
  readonly patchMemoryBytes: number;
}

/** What a run would do. @throws as `runPretraining` for a configuration or cohort that is at fault */
export async function planPretraining({ cohortDir, config }: PretrainingOptions): Promise<PretrainingPlan> {
  checkCudaGraphs(config);
  checkSharedBatch(config, 1);
  const samples = await openSamples(cohortDir, config);
  const encoder = encoderOf(config);
  const count = samples.sites.image.length;
  const side = augmentationSourcePx(encoder.patchPx, encoder.pixelSizeUm, augmentationOf(config));
  const steps = stepsOf(config, count);
  const patchBytes = count * side ** 2;
  const inMemory = patchBytes <= config.data.memoryMiB * 1024 ** 2;
  const { workers, prefetchBatches } = readingOf(config);
  const batchBytes = config.schedule.batchSize * side ** 2;
  return {
    samples: count,
    sections: samples.sections,
    steps,
    epochs: (steps * config.schedule.batchSize) / count,
    encoder: describeEncoder(encoder),
    patchBytes,
    inMemory,
    workers: workers ?? defaultWorkers(config.device),
    patchMemoryBytes: inMemory ? patchBytes + batchBytes : (prefetchBatches + 1) * batchBytes,
  };
}

/** The samples of the cohort that a configuration asks for. @throws ConfigError as `pretrainingSamples` */
export async function openSamples(cohortDir: string, config: PretrainConfig): Promise<PretrainingSamples> {
  const cohort = await loadCohort(cohortDir);
  const split = await loadSplit(cohort, config.data.split);
  const { sampler, samples: count, samplesPerClass, drawSeed } = config.data;
  const atlas = atlasOf(config);
  if (samplesPerClass !== undefined && atlas === undefined)
    throw new ConfigError({
      field: "data.samplesPerClass",
      message: `is given, and ${config.objective.name} has no classes`,
      remedy: "Use data.samples, or an objective that learns from areas.",
    });
  const seed = drawSeed ?? config.seed;
  return pretrainingSamples(cohort, { split, sampler, samples: count, samplesPerClass, atlas, seed });
}

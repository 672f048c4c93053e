import { checkRunFolder } from "@cytonet/cohort";
import { augmentationSourcePx } from "@cytonet/imaging";
import { describeEncoder } from "@cytonet/learning";
import { isLaunched, rendezvousFromEnvironment } from "@cytonet/torch";
import { createTrainedModel } from "../models/trainedModel.js";
import { defaultWorkers } from "../patches/pipeline/openDecoder.js";
import { augmentationOf, readingOf, stepsOf } from "./config.js";
import { checkCudaGraphs } from "./cudaGraphs.js";
import { takeInitialWeights } from "./initialWeights.js";
import { prepareRun, readsOf } from "./preparedRun.js";
import type { PretrainingOptions } from "./runPretraining.js";
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

/** What is asked of a dry run. */
export type PretrainingPlanOptions = Omit<PretrainingOptions, "out"> & {
  /** The run folder; where it is left out, none is looked at. */
  readonly out?: string;
};

/**
 * What a run would do. Reads no patch, and asks for no device: a run on GPUs is planned where there is none.
 *
 * @throws as `runPretraining` for a configuration, cohort or run folder that is at fault
 */
export async function planPretraining(options: PretrainingPlanOptions): Promise<PretrainingPlan> {
  const { cohortDir, config, out, force = false } = options;
  checkCudaGraphs(config);
  checkSharedBatch(config, isLaunched() ? rendezvousFromEnvironment().worldSize : 1);
  const { samples, encoder, classes, initial, identity } = await prepareRun(cohortDir, config);
  if (initial !== undefined) {
    using model = createTrainedModel(encoder, classes, config.seed);
    takeInitialWeights(model, initial);
  }
  if (out !== undefined) await checkRunFolder(out, identity, { force, reads: readsOf(cohortDir, initial) });
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

import { deriveSeed } from "@cytonet/torch";
import { openCache } from "../patches/cache/openCache.js";
import type { PatchForm } from "../patches/patchReader.js";
import { BankedPatches } from "../patches/pipeline/bankedPatches.js";
import type { BatchPlan, PatchStream } from "../patches/pipeline/batch.js";
import type { Decoder } from "../patches/pipeline/decoder.js";
import { defaultWorkers, openDecoder } from "../patches/pipeline/openDecoder.js";
import { PatchPipeline, type PipelineOptions } from "../patches/pipeline/patchPipeline.js";
import type { PatchFailure } from "../patches/pipeline/unreadable.js";
import type { WorkContext } from "../workContext.js";
import type { TrainingBatches } from "./batches.js";
import { failedLimit, type PretrainConfig, readingOf } from "./config.js";

/** The patches of a run, from memory where all of them fit, else from the scans as they are needed. */
export interface TrainingPatches {
  /** Patches that were found to be unreadable before training: all of them where patches are in memory. */
  readonly failures: readonly PatchFailure[];
  readonly inMemory: boolean;
  /** Threads that read ahead. */
  readonly workers: number;
  stream(plan: BatchPlan): PatchStream;
  close(): Promise<void>;
}

/**
 * Opens the patches of a run.
 *
 * @throws UnreadablePatchesError where too many cannot be read, ConfigError for a cache folder that cannot be used
 */
export async function openTrainingPatches(
  batches: TrainingBatches,
  config: PretrainConfig,
  context: WorkContext,
): Promise<TrainingPatches> {
  const { data, normalisation, device, seed } = config;
  const reading = readingOf(config);
  const { sites } = batches.samples;
  const samples = sites.image.length;
  const form: PatchForm = {
    sidePx: batches.sourcePx,
    pixelSizeUm: batches.settings.form.pixelSizeUm,
    tone: normalisation.tone,
  };
  const { cacheDir, cacheMiB, openScans } = reading;
  const cache = cacheDir === undefined ? undefined : await openCache(cacheDir, cacheMiB * 2 ** 20, form);
  const inMemory = samples * form.sidePx ** 2 <= data.memoryMiB * 2 ** 20;
  const workers = reading.workers ?? defaultWorkers(device);
  const decoder = openDecoder(workers);
  const options: PipelineOptions = {
    decoder,
    reader: { ...form, openScans, ...(cache && { cache }) },
    prefetch: reading.prefetchBatches,
    unreadable: {
      kind: "replace",
      seed: deriveSeed(seed, "unreadable"),
      limit: failedLimit(config, samples),
    },
    signal: context.signal,
  };
  return inMemory ? banked(batches, options, context) : streamed(batches, options, decoder);
}

async function banked(
  batches: TrainingBatches,
  options: PipelineOptions,
  context: WorkContext,
): Promise<TrainingPatches> {
  try {
    const bank = await BankedPatches.read(batches.samples.sites, options, (done, total) =>
      context.progress({ stage: "reading patches", done, total }),
    );
    return {
      failures: bank.failures,
      inMemory: true,
      workers: 0,
      stream: (plan) => bank.stream(plan),
      close: async () => {},
    };
  } finally {
    await options.decoder.close();
  }
}

function streamed(batches: TrainingBatches, options: PipelineOptions, decoder: Decoder): TrainingPatches {
  return {
    failures: [],
    inMemory: false,
    workers: decoder.workers,
    stream: (plan) => new PatchPipeline(batches.samples.sites, plan, options),
    close: () => decoder.close(),
  };
}

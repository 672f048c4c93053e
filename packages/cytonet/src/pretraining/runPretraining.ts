import { join } from "node:path";
import { openRun } from "@cytonet/cohort";
import { augmentationSourcePx } from "@cytonet/imaging";
import { createPretrainingModel, type PretrainingModel } from "@cytonet/learning";
import { manualSeed, recalibrateStatistics, setNumThreads, torchVersion } from "@cytonet/torch";
import { modelCard } from "../models/modelCard.js";
import { modelConfig, writeModelFolder } from "../models/modelFolder.js";
import { openPatches } from "../patches/patchSource.js";
import type { WorkContext } from "../workContext.js";
import { TrainingBatches } from "./batches.js";
import { augmentationOf, encoderOf, type PretrainConfig, stepsOf } from "./config.js";
import { openSamples } from "./planPretraining.js";
import { train } from "./trainingLoop.js";

export interface PretrainingOptions {
  readonly cohortDir: string;
  readonly config: PretrainConfig;
  /** The run folder. A run of the same configuration that it holds is continued. */
  readonly out: string;
  /** Keep a run of another configuration aside and begin anew. */
  readonly force?: boolean;
}

export interface PretrainingResult {
  readonly run: string;
  /** The model folder. */
  readonly model: string;
  readonly modelId: string;
  readonly steps: number;
  readonly samples: number;
  readonly sections: number;
  readonly brains: readonly string[];
  /** Loss of the last step that was logged; null for a run of no steps. */
  readonly loss: number | null;
  readonly seconds: number;
}

/** Raised when the same configuration and cohort would give other weights. */
const STAGE_VERSION = 1;

/**
 * Pretrains an encoder with SpatialNCE (§3.4) on the sections that a split opens to pretraining, and writes a
 * run folder with checkpoints and, at the end, the model folder. Killed at any moment, the same call goes on
 * from the last checkpoint and ends with the same weights, bit for bit, on the same machine.
 *
 * @throws ConfigError, DataError, EncoderConfigError, ScanError naming what is at fault; DivergenceError when
 * the loss is no number; InterruptedError when the signal was given, after saving
 */
export async function runPretraining(
  options: PretrainingOptions,
  context: WorkContext,
): Promise<PretrainingResult> {
  const { config, out } = options;
  const startedAt = new Date();
  if (config.threads !== undefined) setNumThreads(config.threads);
  manualSeed(config.seed);
  const samples = await openSamples(options.cohortDir, config);
  const encoder = encoderOf(config);
  const facts = {
    stage: "pretrain",
    stageVersion: STAGE_VERSION,
    config,
    libtorch: torchVersion(),
    device: config.device,
    seed: config.seed,
    startedAt,
  };
  const run = await openRun(out, facts, options.force === true ? { force: true } : {});
  try {
    if (run.tookOverFrom)
      context.log(`Process ${run.tookOverFrom.pid}, which worked in this folder, has ended.`);
    if (run.keptAside) context.log(`The run of another configuration is kept in ${run.keptAside}.`);
    using model = createPretrainingModel(encoder, { seed: config.seed });
    if (config.device !== "cpu") model.to({ device: config.device });
    const source = await openPatches(samples.sites, {
      sidePx: augmentationSourcePx(encoder.patchPx, encoder.pixelSizeUm, augmentationOf(config)),
      pixelSizeUm: encoder.pixelSizeUm,
      tone: config.normalisation.tone,
      memoryBytes: config.data.memoryMiB * 1024 ** 2,
      signal: context.signal,
      onProgress: (done, total) => context.progress({ stage: "reading patches", done, total }),
    });
    try {
      const batches = new TrainingBatches(samples, source, {
        form: { ...encoder, normalisation: config.normalisation, device: config.device },
        augmentation: augmentationOf(config),
        batchSize: config.schedule.batchSize,
        seed: config.seed,
      });
      const loss = await train(run, model, batches, config, context);
      if (config.recalibrateBatchNorm) await recalibrate(model, batches);
      const steps = stepsOf(config, source.count);
      const modelDir = join(run.dir, "model");
      const description = { config, encoder, samples, steps, loss, startedAt };
      const modelId = await writeModelFolder(
        modelDir,
        model,
        modelConfig(encoder, {
          normalisation: config.normalisation,
          objective: steps === 0 ? "none" : config.objective.name,
          referenceSpace: samples.referenceSpace,
          sigmaMm: config.objective.sigmaMm,
        }),
        { modelCard: modelCard(description), provenance: { run: facts, samplesHash: samples.hash } },
      );
      await run.finish({ state: "done", step: steps, steps });
      return {
        run: run.dir,
        model: modelDir,
        modelId,
        steps,
        samples: source.count,
        sections: samples.sections,
        brains: samples.brains,
        loss,
        seconds: (Date.now() - startedAt.getTime()) / 1000,
      };
    } finally {
      await source.close();
    }
  } finally {
    await run.close();
  }
}

/** Batches over which the running statistics are averaged. */
const RECALIBRATION_BATCHES = 32;

async function recalibrate(model: PretrainingModel, batches: TrainingBatches): Promise<void> {
  const count = Math.min(RECALIBRATION_BATCHES, batches.order.stepsPerEpoch);
  const read = await Promise.all(Array.from({ length: count }, (_, step) => batches.read(step)));
  recalibrateStatistics(model, read, (bytes) => model.forward(batches.plain(bytes)));
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Cohort, loadCohort, loadSplit, openRun, type Run, RunLog, readLog } from "@cytonet/cohort";
import { augmentationSourcePx } from "@cytonet/imaging";
import {
  contrastiveStep,
  createPretrainingModel,
  DivergenceError,
  describeEncoder,
  learningRateAt,
  type PretrainingModel,
  type StepReport,
} from "@cytonet/learning";
import {
  manualSeed,
  type Optimizer,
  recalibrateStatistics,
  scope,
  setNumThreads,
  torchVersion,
} from "@cytonet/torch";
import { modelCard } from "../models/modelCard.js";
import { modelConfig, writeModelFolder } from "../models/modelFolder.js";
import { openPatches } from "../patches/patchSource.js";
import { TrainingBatches } from "./batches.js";
import { checkpoint, restore, type Trained } from "./checkpoint.js";
import { augmentationOf, encoderOf, learningRateOf, type PretrainConfig } from "./config.js";
import { createOptimiser } from "./optimiser.js";
import { type PretrainingSamples, pretrainingSamples } from "./samples.js";

/** Where a long piece of work tells of itself and is stopped. */
export interface WorkContext {
  readonly signal: AbortSignal;
  readonly progress: (update: { stage: string; done: number; total?: number; note?: string }) => void;
  readonly log: (line: string) => void;
}

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
}

/** What a run would do. @throws as `runPretraining` for a configuration or cohort that is at fault */
export async function planPretraining({ cohortDir, config }: PretrainingOptions): Promise<PretrainingPlan> {
  const { samples } = await openSamples(cohortDir, config);
  const encoder = encoderOf(config);
  const count = samples.sites.image.length;
  const side = augmentationSourcePx(encoder.patchPx, encoder.pixelSizeUm, augmentationOf(config));
  const steps = stepsOf(config, count);
  const patchBytes = count * side ** 2;
  return {
    samples: count,
    sections: samples.sections,
    steps,
    epochs: (steps * config.schedule.batchSize) / count,
    encoder: describeEncoder(encoder),
    patchBytes,
    inMemory: patchBytes <= config.data.memoryMiB * 1024 ** 2,
  };
}

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
  const { samples } = await openSamples(options.cohortDir, config);
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

async function openSamples(
  cohortDir: string,
  config: PretrainConfig,
): Promise<{ cohort: Cohort; samples: PretrainingSamples }> {
  const cohort = await loadCohort(cohortDir);
  const split = await loadSplit(cohort, config.data.split);
  const { sampler, samples: count } = config.data;
  return {
    cohort,
    samples: await pretrainingSamples(cohort, { split, sampler, samples: count, seed: config.seed }),
  };
}

/** Steps of a whole run. */
function stepsOf({ schedule }: PretrainConfig, samples: number): number {
  return schedule.steps ?? Math.round((schedule.epochs ?? 0) * Math.floor(samples / schedule.batchSize));
}

/** Trains from the last checkpoint to the end. @returns the last loss */
async function train(
  run: Run,
  model: PretrainingModel,
  batches: TrainingBatches,
  config: PretrainConfig,
  context: WorkContext,
): Promise<number | null> {
  const steps = stepsOf(config, batches.source.count);
  const optimizer = createOptimiser(model, config);
  const trained: Trained = { model, optimizer, samplesHash: batches.samples.hash };
  const keep = {
    last: config.checkpoints.keepLast,
    ...(config.checkpoints.keepEvery === undefined ? {} : { every: config.checkpoints.keepEvery }),
  };
  const save = (step: number): Promise<void> => checkpoint(run.dir, step, trained, keep);
  try {
    const begun = await restore(run.dir, trained, context.log);
    if (begun > 0) context.log(`Goes on from step ${begun} of ${steps}.`);
    const log = await RunLog.open(join(run.dir, "log.jsonl"), begun);
    try {
      await run.setStatus({ state: "running", step: begun, steps });
      const loop = { run, model, optimizer, batches, config, context, log, save, steps };
      const loss = await steppedLoop(loop, begun);
      return loss ?? (await lastLoss(run.dir));
    } finally {
      log.close();
    }
  } finally {
    optimizer.dispose();
  }
}

interface Loop {
  readonly run: Run;
  readonly model: PretrainingModel;
  readonly optimizer: Optimizer<{ learningRate: number }>;
  readonly batches: TrainingBatches;
  readonly config: PretrainConfig;
  readonly context: WorkContext;
  readonly log: RunLog;
  readonly save: (step: number) => Promise<void>;
  readonly steps: number;
}

async function steppedLoop(loop: Loop, begun: number): Promise<number | null> {
  const { run, model, optimizer, batches, config, context, log, save, steps } = loop;
  const { batchSize, warmupSteps, shape } = config.schedule;
  const schedule = { learningRate: learningRateOf(config), warmupSteps, shape, steps };
  let loss: number | null = null;
  let next = begun < steps ? batches.read(begun) : undefined;
  let since = performance.now();
  let waitedMs = 0;
  let counted = 0;
  model.train();
  for (let step = begun; step < steps; step++) {
    const waiting = performance.now();
    const bytes = await next!;
    waitedMs += performance.now() - waiting;
    next = step + 1 < steps ? batches.read(step + 1) : undefined;
    // An error of reading ahead is met at the next await.
    next?.catch(() => {});
    const learningRate = learningRateAt(step, schedule);
    optimizer.setLearningRate(learningRate);
    const reports = (step + 1) % config.logEverySteps === 0 || step + 1 === steps || step === begun;
    const report = scope(() =>
      contrastiveStep(model, optimizer, batches.prepare(step, bytes), config, reports),
    );
    counted += batchSize;
    if (report !== undefined) {
      refuseDivergence(step + 1, report, learningRate);
      loss = report.loss;
      const seconds = (performance.now() - since) / 1000;
      const rate = counted / seconds;
      const { objective, gradientNorm } = report;
      const epoch = batches.order.at(step).epoch;
      const dataWait = waitedMs / 1000 / seconds;
      log.append({
        step: step + 1,
        epoch,
        loss,
        learningRate,
        gradientNorm,
        ...objective,
        patchesPerSecond: rate,
        dataWait,
      });
      context.progress({
        stage: "pretrain",
        done: step + 1,
        total: steps,
        note: `loss ${loss.toFixed(3)}, ${rate.toFixed(0)} patches/s`,
      });
      since = performance.now();
      waitedMs = 0;
      counted = 0;
    }
    const due = (step + 1) % config.checkpoints.everySteps === 0 || step + 1 === steps;
    // Signals get their turn between steps.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (due || context.signal.aborted) await save(step + 1);
    if (context.signal.aborted && step + 1 < steps) {
      await run.setStatus({ state: "interrupted", step: step + 1, steps });
      throw context.signal.reason;
    }
  }
  return loss;
}

function refuseDivergence(
  step: number,
  { loss, gradientNorm, objective }: StepReport,
  learningRate: number,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) {
    if (objective.skippedAnchors < objective.anchors) return;
    const nearest =
      "no two samples of the batch are near each other: raise objective.sigmaMm or schedule.batchSize";
    throw new DivergenceError(step, nearest);
  }
  throw new DivergenceError(
    step,
    `the loss is ${loss} and the gradient's norm ${gradientNorm} at a learning rate of ${learningRate}: ` +
      "lower optimiser.learningRate or lengthen schedule.warmupSteps; the last checkpoint is from before",
  );
}

async function lastLoss(runDir: string): Promise<number | null> {
  const path = join(runDir, "log.jsonl");
  if (!existsSync(path)) return null;
  const last = readLog(path).at(-1)?.loss;
  return typeof last === "number" ? last : null;
}

/** Batches over which the running statistics are averaged. */
const RECALIBRATION_BATCHES = 32;

async function recalibrate(model: PretrainingModel, batches: TrainingBatches): Promise<void> {
  const count = Math.min(RECALIBRATION_BATCHES, batches.order.stepsPerEpoch);
  const read = await Promise.all(Array.from({ length: count }, (_, step) => batches.read(step)));
  recalibrateStatistics(model, read, (bytes) => model.forward(batches.plain(bytes)));
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { InterruptedError, type Run, readLog } from "@cytonet/cohort";
import {
  contrastiveStep,
  DivergenceError,
  learningRateAt,
  type PretrainingModel,
  type StepReport,
  type StepSettings,
  tooFewPositives,
} from "@cytonet/learning";
import { GradientBuckets, LARC, type Optimizer, scope } from "@cytonet/torch";
import type { PatchBatch, PatchStream } from "../patches/pipeline/batch.js";
import { UnreadablePatchesError } from "../patches/pipeline/unreadable.js";
import type { WorkContext } from "../workContext.js";
import type { TrainingBatches } from "./batches.js";
import { checkpoint, restore, type Trained } from "./checkpoint.js";
import { learningRateOf, type PretrainConfig, stepsOf } from "./config.js";
import { FailureList } from "./failureList.js";
import { objectiveOf } from "./objective.js";
import { createOptimiser } from "./optimiser.js";
import type { Ranks } from "./ranks.js";
import { openLog, type TrainingLog } from "./trainingLog.js";
import type { TrainingPatches } from "./trainingPatches.js";
import { WaitMeter } from "./waitMeter.js";

/** What training came to. */
export interface TrainingOutcome {
  /** Of the last step that was logged; null for a run of no steps. */
  readonly loss: number | null;
  /** Share of the time of this call's steps spent waiting for patches; null where there was none. */
  readonly dataWait: number | null;
  /** Unreadable patches listed. */
  readonly failures: number;
}

/** Trains from the last checkpoint to the end. */
export async function train(
  run: Run,
  ranks: Ranks,
  model: PretrainingModel,
  batches: TrainingBatches,
  patches: TrainingPatches,
  config: PretrainConfig,
  context: WorkContext,
): Promise<TrainingOutcome> {
  const steps = stepsOf(config, batches.samples.sites.image.length);
  const optimizer = createOptimiser(model, config);
  const trained: Trained = { model, optimizer, samplesHash: batches.samples.hash, ranks: ranks.worldSize };
  const keep = {
    last: config.checkpoints.keepLast,
    ...(config.checkpoints.keepEvery === undefined ? {} : { every: config.checkpoints.keepEvery }),
  };
  const save = async (step: number): Promise<void> => {
    if (ranks.isFirst) await checkpoint(run.dir, step, trained, keep);
  };
  const buckets =
    ranks.group === null ? undefined : new GradientBuckets(ranks.group, model.namedParameters());
  try {
    const begun = await restore(run.dir, trained, context.log);
    if (begun > 0) context.log(`Goes on from step ${begun} of ${steps}.`);
    const log = ranks.isFirst ? await openLog(run.dir, begun) : undefined;
    const list = await FailureList.open(run.dir, patches.inMemory ? -1 : begun, ranks.rank);
    const stream = patches.stream(batches.plan(begun, steps));
    try {
      await list.add(0, patches.failures);
      await run.setStatus({ state: "running", step: begun, steps });
      const wait = new WaitMeter();
      const settings: StepSettings = {
        objective: objectiveOf(config),
        precision: config.precision,
        group: ranks.group,
        ...(buckets && { buckets }),
        parts: config.parts,
        clipNorm: config.clipNorm,
      };
      const loop = {
        run,
        ranks,
        model,
        optimizer,
        batches,
        stream,
        list,
        wait,
        config,
        settings,
        context,
        log,
        save,
        steps,
      };
      const loss = (await steppedLoop(loop, begun)) ?? (await lastLoss(run.dir));
      return { loss, dataWait: wait.total(), failures: list.count };
    } finally {
      await stream.close();
      list.close();
      log?.close();
    }
  } finally {
    buckets?.dispose();
    optimizer.dispose();
  }
}

interface Loop {
  readonly run: Run;
  readonly ranks: Ranks;
  readonly model: PretrainingModel;
  readonly optimizer: Optimizer<{ learningRate: number }>;
  readonly batches: TrainingBatches;
  readonly stream: PatchStream;
  readonly list: FailureList;
  readonly wait: WaitMeter;
  readonly config: PretrainConfig;
  readonly context: WorkContext;
  readonly settings: StepSettings;
  /** Of the first rank. */
  readonly log: TrainingLog | undefined;
  readonly save: (step: number) => Promise<void>;
  readonly steps: number;
}

async function steppedLoop(loop: Loop, begun: number): Promise<number | null> {
  const { run, ranks, model, optimizer, batches, wait, config, settings, context, log, save, steps } = loop;
  const { batchSize, warmupSteps, shape } = config.schedule;
  const schedule = { learningRate: learningRateOf(config), warmupSteps, shape, steps };
  let loss: number | null = null;
  let counted = 0;
  model.train();
  for (let step = begun; step < steps; step++) {
    const batch = await wait
      .during(() => nextBatch(loop, step))
      .catch(async (error: unknown) => {
        if (context.signal.aborted) await saveInterrupted(loop, step, begun);
        throw error;
      });
    const learningRate = learningRateAt(step, schedule);
    optimizer.setLearningRate(learningRate);
    const reports = (step + 1) % config.logEverySteps === 0 || step + 1 === steps || step === begun;
    const report = scope(() => {
      const inputs = batches.prepare(batch);
      batch.release();
      return contrastiveStep(model, optimizer, inputs, settings, reports);
    });
    counted += batchSize;
    if (report !== undefined) {
      refuseDivergence(step + 1, report, learningRate);
      loss = report.loss;
      const { seconds, dataWait } = wait.lap();
      const rate = counted / seconds;
      const { objective, gradientNorm } = report;
      const numbers = { loss, learningRate, gradientNorm, ...objective, patchesPerSecond: rate, dataWait };
      const few =
        config.objective.name === "spatialNCE" ? { tooFewPositives: tooFewPositives(objective) } : {};
      log?.append(step + 1, { epoch: batch.epoch, ...few }, { ...numbers, ...ratiosOf(optimizer) });
      if (ranks.isFirst)
        context.progress({
          stage: "pretrain",
          done: step + 1,
          total: steps,
          note: `loss ${loss.toFixed(3)}, ${rate.toFixed(0)} patches/s, data wait ${(dataWait * 100).toFixed(1)} %`,
        });
      counted = 0;
    }
    const due = (step + 1) % config.checkpoints.everySteps === 0 || step + 1 === steps;
    // Signals get their turn between steps.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const stops = ranks.any(context.signal.aborted);
    if (due || stops) await save(step + 1);
    if (stops && step + 1 < steps) {
      await run.setStatus({ state: "interrupted", step: step + 1, steps });
      throw context.signal.aborted ? context.signal.reason : stoppedElsewhere();
    }
  }
  return loss;
}

/** A signal that reached another rank. */
function stoppedElsewhere(): InterruptedError {
  return new InterruptedError({
    message: "Another rank was asked to stop",
    remedy: "The same command resumes.",
  });
}

/** Smallest, median and largest layer-wise ratio of the step, where the optimiser has any. */
function ratiosOf(optimizer: Optimizer<{ learningRate: number }>): Readonly<Record<string, number>> {
  if (!(optimizer instanceof LARC)) return {};
  const sorted = [...optimizer.ratios().values()].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { larcRatioMin: at(0), larcRatioMedian: at(0.5), larcRatioMax: at(1) };
}

/** Saves what is done when the signal comes while a batch is waited for. */
async function saveInterrupted({ run, save, steps }: Loop, step: number, begun: number): Promise<void> {
  if (step > begun) await save(step);
  await run.setStatus({ state: "interrupted", step, steps });
}

/** The batch of a step; patches that cannot be read are listed, also where they are too many. */
async function nextBatch({ stream, list }: Loop, step: number): Promise<PatchBatch> {
  try {
    const batch = await stream.next();
    await list.add(step + 1, batch.failures);
    return batch;
  } catch (error) {
    if (error instanceof UnreadablePatchesError) await list.add(step + 1, error.failures);
    throw error;
  }
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

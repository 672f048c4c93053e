import { existsSync } from "node:fs";
import { join } from "node:path";
import { InterruptedError, listCheckpoints, type Run, readLog } from "@cytonet/cohort";
import { DivergenceError, DivergenceWatch, learningRateAt, type SharedStepSettings } from "@cytonet/learning";
import { GradientBuckets, GradScaler, LARC, type Optimizer, ops, scope } from "@cytonet/torch";
import type { TrainedModel } from "../models/trainedModel.js";
import type { PatchBatch, PatchStream } from "../patches/pipeline/batch.js";
import { UnreadablePatchesError } from "../patches/pipeline/unreadable.js";
import type { WorkContext } from "../workContext.js";
import type { TrainingBatches } from "./batches.js";
import { checkpoint, restore, type Trained } from "./checkpoint.js";
import { learningRateOf, type PretrainConfig, stepsOf } from "./config.js";
import { FailureList } from "./failureList.js";
import type { OnlineEvaluation } from "./onlineEvaluation.js";
import { createOptimiser } from "./optimiser.js";
import type { Ranks } from "./ranks.js";
import type { Throughput } from "./throughput.js";
import { type TrainedStep, type TrainedStepReport, trainedStep } from "./trainedStep.js";
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

/** What a run trains with. */
export interface Training {
  readonly run: Run;
  readonly ranks: Ranks;
  readonly model: TrainedModel;
  readonly batches: TrainingBatches;
  readonly patches: TrainingPatches;
  readonly throughput: Throughput;
  readonly evaluation: OnlineEvaluation | undefined;
  /** Where the model's weights are from, in words; where they are its own initialisation, undefined. */
  readonly startsFrom: string | undefined;
  readonly config: PretrainConfig;
  readonly context: WorkContext;
}

/** Trains from the last checkpoint to the end. @throws DivergenceError, InterruptedError, UnreadablePatchesError */
export async function train(training: Training): Promise<TrainingOutcome> {
  const { run, ranks, model, batches, patches, throughput, config, context } = training;
  const steps = stepsOf(config, batches.samples.sites.image.length);
  const optimizer = createOptimiser(model, config);
  const scaler = config.precision === "float16" ? new GradScaler() : undefined;
  const samplesHash = batches.samples.hash;
  const trained: Trained = { model, optimizer, scaler, samplesHash, ranks: ranks.worldSize };
  const { keepLast: last, keepEvery: every } = config.checkpoints;
  const save = async (step: number): Promise<void> => {
    refuseBrokenWeights(model, step);
    if (ranks.isFirst) await checkpoint(run.dir, step, trained, { last, ...(every && { every }) });
  };
  const buckets =
    ranks.group === null ? undefined : new GradientBuckets(ranks.group, model.namedParameters());
  try {
    const resumed = await restore(run.dir, trained, context.log);
    const begun = resumed?.step ?? 0;
    if (resumed !== undefined) context.log(`Goes on from step ${begun} of ${steps}: ${resumed.path}.`);
    else if (training.startsFrom !== undefined) context.log(training.startsFrom);
    const log = ranks.isFirst ? await openLog(run.dir, begun) : undefined;
    const list = await FailureList.open(run.dir, patches.inMemory ? -1 : begun, ranks.rank);
    const stream = patches.stream(batches.plan(begun, steps));
    try {
      await list.add(0, patches.failures);
      await run.setStatus({ state: "running", step: begun, steps });
      const { peakFlopsPerSecond, peakIs } = throughput;
      const teraflops = (peakFlopsPerSecond / 1e12).toFixed(3);
      if (ranks.isFirst) context.log(`Utilisation is a share of ${teraflops} TFLOP/s a process (${peakIs}).`);
      const wait = new WaitMeter();
      const shared: SharedStepSettings = {
        precision: config.precision,
        activationCheckpointing: config.activationCheckpointing,
        group: ranks.group,
        ...(buckets && { buckets }),
        ...(scaler && { scaler }),
        parts: config.parts,
        clipNorm: config.clipNorm,
      };
      const step = trainedStep(config, model, optimizer, shared);
      const watch = new DivergenceWatch(config.divergence);
      const loop = { ...training, optimizer, stream, list, wait, step, watch, log, save, steps };
      const loss = (await steppedLoop(loop, begun)) ?? (await lastLoss(run.dir));
      return { loss, dataWait: wait.total(), failures: list.count };
    } catch (error) {
      if (error instanceof DivergenceError) await tellOfDivergence(training, error, steps, log);
      throw error;
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

interface Loop extends Training {
  readonly optimizer: Optimizer<{ learningRate: number }>;
  readonly stream: PatchStream;
  readonly list: FailureList;
  readonly wait: WaitMeter;
  readonly step: TrainedStep;
  readonly watch: DivergenceWatch;
  /** Of the first rank. */
  readonly log: TrainingLog | undefined;
  readonly save: (step: number) => Promise<void>;
  readonly steps: number;
}

async function steppedLoop(loop: Loop, begun: number): Promise<number | null> {
  const { run, ranks, model, optimizer, batches, wait, watch, config, context, save, steps } = loop;
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
    const isLast = step + 1 === steps;
    const every = (interval: number) => (step + 1) % interval === 0 || isLast;
    const evaluates = config.evaluate !== undefined && every(config.evaluate.everySteps);
    const logs = every(config.logEverySteps) || evaluates || step === begun;
    const saves = every(config.checkpoints.everySteps);
    const report = scope(() => {
      const inputs = batches.prepare(batch);
      batch.release();
      return loop.step(inputs, logs || saves);
    });
    counted += batchSize;
    if (report !== undefined) watch.observe(step + 1, { ...report, learningRate });
    if (report !== undefined && logs) {
      await logStep(loop, { step: step + 1, epoch: batch.epoch, learningRate, counted, evaluates }, report);
      loss = report.loss;
      counted = 0;
    }
    // Signals get their turn between steps.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const stops = ranks.any(context.signal.aborted);
    if (saves || stops) await save(step + 1);
    if (stops && !isLast) {
      await run.setStatus({ state: "interrupted", step: step + 1, steps });
      ranks.meet();
      throw context.signal.aborted ? context.signal.reason : stoppedElsewhere();
    }
  }
  return loss;
}

interface LoggedStep {
  /** Steps done. */
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** Samples since the last logged step. */
  readonly counted: number;
  readonly evaluates: boolean;
}

/** Adds what the machine did and, where it is due, what the features are worth, and logs it all. */
async function logStep(loop: Loop, logged: LoggedStep, report: TrainedStepReport): Promise<void> {
  const { ranks, model, optimizer, wait, evaluation, throughput, context, log, steps } = loop;
  const { step, epoch, learningRate, counted, evaluates } = logged;
  const { seconds, dataWait } = wait.lap();
  const scores =
    evaluates && evaluation !== undefined ? await wait.outside(() => evaluation.score(model)) : undefined;
  const { loss, gradientNorm, gradientScale, skipped } = report;
  const rates = throughput.numbers(counted, seconds);
  const scaled = loop.config.precision === "float16" ? { gradientScale, skippedStep: skipped ? 1 : 0 } : {};
  const evaluated = {
    ...(scores && { coordinateR2: scores.coordinateR2 }),
    ...(scores?.macroF1 != null && { knnMacroF1: scores.macroF1 }),
  };
  log?.append(
    step,
    { epoch, ...report.facts },
    {
      loss,
      learningRate,
      gradientNorm,
      ...scaled,
      ...report.numbers,
      ...rates,
      dataWait,
      ...ratiosOf(optimizer),
      ...evaluated,
    },
  );
  if (!ranks.isFirst) return;
  const score = scores?.macroF1 == null ? "" : `, kNN macro-F1 ${scores.macroF1.toFixed(3)}`;
  const rate = rates.patchesPerSecond!.toFixed(0);
  const note = `loss ${loss.toFixed(3)}, ${rate} patches/s, data wait ${(dataWait * 100).toFixed(1)} %${score}`;
  context.progress({ stage: "pretrain", done: step, total: steps, note });
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
  if (sorted.length === 0) return {};
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

/** A checkpoint never holds what cannot be trained on. @throws DivergenceError */
function refuseBrokenWeights(model: TrainedModel, step: number): void {
  const finite = scope(() => {
    const each = [...model.parameters(), ...model.namedBuffers().values()].map((one) => one.isfinite().all());
    return ops.stack(each).all().item() !== 0;
  });
  if (finite) return;
  throw new DivergenceError(step, {
    kind: "notFinite",
    seen: "a weight or running statistic is not finite",
    likelyCause: "updates that were too large",
    remedy: "Lower optimiser.learningRate, lengthen schedule.warmupSteps or set clipNorm",
  });
}

/** Writes the diagnosis where the run is looked at, and says what is left of it. */
async function tellOfDivergence(
  { run, context, ranks }: Training,
  error: DivergenceError,
  steps: number,
  log: TrainingLog | undefined,
): Promise<void> {
  log?.append(error.step, { diverged: error.diagnosis }, {});
  await run.setStatus({ state: "failed", step: error.step, steps, message: error.message });
  if (!ranks.isFirst) return;
  const good = (await listCheckpoints(run.dir)).at(-1);
  context.log(
    good === undefined
      ? "There is no checkpoint from before it."
      : `${good.path} is from before it and is kept.`,
  );
}

async function lastLoss(runDir: string): Promise<number | null> {
  const path = join(runDir, "log.jsonl");
  if (!existsSync(path)) return null;
  const last = readLog(path).at(-1)?.loss;
  return typeof last === "number" ? last : null;
}

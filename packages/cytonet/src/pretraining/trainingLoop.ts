import { InterruptedError, type Run } from "@cytonet/cohort";
import { DivergenceWatch, learningRateAt, type SharedStepSettings, type StepGraph } from "@cytonet/learning";
import { GradientBuckets, GradScaler, LARC, type Optimizer, scope } from "@cytonet/torch";
import type { TrainedModel } from "../models/trainedModel.js";
import type { PatchBatch, PatchStream } from "../patches/pipeline/batch.js";
import { UnreadablePatchesError } from "../patches/pipeline/unreadable.js";
import type { WorkContext } from "../workContext.js";
import type { TrainingBatches } from "./batches.js";
import { checkpoint, refuseBrokenWeights, restore, type Trained } from "./checkpoint.js";
import { failedLimit, learningRateOf, type PretrainConfig, stepsOf } from "./config.js";
import { tellOfFailure } from "./failedRun.js";
import { countListed, FailureList } from "./failureList.js";
import type { OnlineEvaluation } from "./onlineEvaluation.js";
import { createOptimiser } from "./optimiser.js";
import { requireAgreement } from "./rankAgreement.js";
import type { Ranks } from "./ranks.js";
import { shareStatistics } from "./sharedStatistics.js";
import type { Throughput } from "./throughput.js";
import { type TrainedStep, type TrainedStepReport, trainedStep } from "./trainedStep.js";
import { lastLoss, openLog, type TrainingLog } from "./trainingLog.js";
import type { TrainingPatches } from "./trainingPatches.js";
import { UnreadableTally } from "./unreadableTally.js";
import { WaitMeter } from "./waitMeter.js";

/** What training came to. */
export interface TrainingOutcome {
  /** Steps done when this call began. */
  readonly begun: number;
  /** Of the last step that was logged; null for a run of no steps. */
  readonly loss: number | null;
  /** Share of the time of this call's steps spent waiting for patches; null where there was none. */
  readonly dataWait: number | null;
  /** Unreadable patches listed, by all ranks and calls. */
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
  /** What steps are recorded in, where they are; released at the end of training. */
  readonly graph: StepGraph | undefined;
  readonly config: PretrainConfig;
  readonly context: WorkContext;
}

/** Trains from the last checkpoint to the end. @throws DivergenceError, InterruptedError, UnreadablePatchesError */
export async function train(training: Training): Promise<TrainingOutcome> {
  const { run, ranks, model, batches, patches, throughput, graph, config, context } = training;
  const samples = batches.samples.sites.image.length;
  const steps = stepsOf(config, samples);
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
    requireAgreement(ranks, { checkpoint: begun });
    if (resumed !== undefined) context.log(`Goes on from step ${begun} of ${steps}: ${resumed.path}.`);
    else if (training.startsFrom !== undefined) context.log(training.startsFrom);
    const log = ranks.isFirst ? await openLog(run.dir, begun) : undefined;
    const list = await FailureList.open(run.dir, patches.inMemory ? -1 : begun, ranks.rank);
    const stream = patches.stream(batches.plan(begun, steps));
    const tally = new UnreadableTally(ranks, samples, failedLimit(config, samples));
    const reached = { step: begun, steps };
    try {
      await list.add(0, patches.failures);
      tally.add(patches.failures);
      await run.setStatus({ state: "running", step: begun, steps });
      const { peakFlopsPerSecond, peakIs } = throughput;
      const teraflops = (peakFlopsPerSecond / 1e12).toFixed(3);
      context.log(`Utilisation is a share of ${teraflops} TFLOP/s a process (${peakIs}).`);
      const wait = new WaitMeter();
      const shared: SharedStepSettings = {
        precision: config.precision,
        activationCheckpointing: config.activationCheckpointing,
        group: ranks.group,
        ...(buckets && { buckets }),
        ...(scaler && { scaler }),
        ...(graph && { graph }),
        parts: config.parts,
        clipNorm: config.clipNorm,
      };
      const step = trainedStep(config, model, optimizer, shared);
      const watch = new DivergenceWatch(config.divergence);
      const loop = { ...training, optimizer, stream, list, tally, wait, step, watch, log, save, reached };
      const loss = (await steppedLoop(loop, begun)) ?? lastLoss(run.dir);
      return { begun, loss, dataWait: wait.total(), failures: countListed(run.dir) };
    } catch (error) {
      await tellOfFailure(run, error, reached, log, context);
      throw error;
    } finally {
      await stream.close();
      list.close();
      log?.close();
    }
  } finally {
    graph?.dispose();
    buckets?.dispose();
    optimizer.dispose();
  }
}

interface Loop extends Training {
  readonly optimizer: Optimizer<{ learningRate: number }>;
  readonly stream: PatchStream;
  readonly list: FailureList;
  readonly tally: UnreadableTally;
  readonly wait: WaitMeter;
  readonly step: TrainedStep;
  readonly watch: DivergenceWatch;
  /** Of the first rank. */
  readonly log: TrainingLog | undefined;
  readonly save: (step: number) => Promise<void>;
  /** How far the run is: counted up as steps are done. */
  readonly reached: { step: number; readonly steps: number };
}

async function steppedLoop(loop: Loop, begun: number): Promise<number | null> {
  const { run, ranks, model, optimizer, batches, tally, wait, watch, config, context, save, reached } = loop;
  const { steps } = reached;
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
    // Where only a part's patches are to be in memory they are made out of the batch part by part, while the step runs.
    const inPieces = config.parts > 1 && config.cudaGraphs !== true;
    const report = scope(() => {
      if (inPieces) {
        const inputs = { patches: batches.patchRows(batch), beside: batches.beside(batch) };
        return loop.step(inputs, logs || saves);
      }
      const inputs = batches.prepare(batch);
      batch.release();
      return loop.step(inputs, logs || saves);
    });
    if (inPieces) batch.release();
    counted += batchSize;
    reached.step = step + 1;
    if (report !== undefined) watch.observe(step + 1, { ...report, learningRate });
    if (evaluates || saves) shareStatistics(model, ranks.group);
    if (report !== undefined && logs) {
      await logStep(loop, { step: step + 1, epoch: batch.epoch, learningRate, counted, evaluates }, report);
      loss = report.loss;
      counted = 0;
    }
    // Signals get their turn between steps.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const [stops, unreadable] = ranks.any([context.signal.aborted, tally.hasNews]);
    if (unreadable) tally.share();
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
  const { model, optimizer, wait, evaluation, throughput, context, log } = loop;
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
  const score = scores?.macroF1 == null ? "" : `, kNN macro-F1 ${scores.macroF1.toFixed(3)}`;
  const rate = rates.patchesPerSecond!.toFixed(0);
  const note = `loss ${loss.toFixed(3)}, ${rate} patches/s, data wait ${(dataWait * 100).toFixed(1)} %${score}`;
  context.progress({ stage: "pretrain", done: step, total: loop.reached.steps, note });
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
async function saveInterrupted({ run, save, reached }: Loop, step: number, begun: number): Promise<void> {
  if (step > begun) await save(step);
  await run.setStatus({ state: "interrupted", step, steps: reached.steps });
}

/** The batch of a step; patches that cannot be read are listed, also where they are too many. */
async function nextBatch({ stream, list, tally }: Loop, step: number): Promise<PatchBatch> {
  try {
    const batch = await stream.next();
    await list.add(step + 1, batch.failures);
    tally.add(batch.failures);
    return batch;
  } catch (error) {
    if (error instanceof UnreadablePatchesError) await list.add(step + 1, error.failures);
    throw error;
  }
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Run, RunLog, readLog } from "@cytonet/cohort";
import {
  contrastiveStep,
  DivergenceError,
  learningRateAt,
  type PretrainingModel,
  type StepReport,
} from "@cytonet/learning";
import { type Optimizer, scope } from "@cytonet/torch";
import type { WorkContext } from "../workContext.js";
import type { TrainingBatches } from "./batches.js";
import { checkpoint, restore, type Trained } from "./checkpoint.js";
import { learningRateOf, type PretrainConfig, stepsOf } from "./config.js";
import { createOptimiser } from "./optimiser.js";

/** Trains from the last checkpoint to the end. @returns the last loss */
export async function train(
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

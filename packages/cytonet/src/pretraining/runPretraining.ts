import { join } from "node:path";
import { describeInput, packageVersion, readRunStatus } from "@cytonet/cohort";
import { manualSeed, setNumThreads, syncBatchNorms, torchVersion } from "@cytonet/torch";
import { modelCard } from "../models/modelCard.js";
import { modelConfig, writeModelFolder } from "../models/modelFolder.js";
import { createTrainedModel, headOf } from "../models/trainedModel.js";
import { UnreadablePatchesError } from "../patches/pipeline/unreadable.js";
import type { WorkContext } from "../workContext.js";
import { TrainingBatches, type TrainingBatchSettings } from "./batches.js";
import { augmentationOf, type PretrainConfig, stepsOf } from "./config.js";
import { checkCudaGraphs, stepGraphOf } from "./cudaGraphs.js";
import { FailureList } from "./failureList.js";
import { takeInitialWeights } from "./initialWeights.js";
import { sigmaMmOf } from "./objective.js";
import { type OnlineEvaluation, openEvaluation } from "./onlineEvaluation.js";
import { prepareRun, readsOf } from "./preparedRun.js";
import { requireAgreement, scanSizes } from "./rankAgreement.js";
import { joinRanks, openRunOf } from "./ranks.js";
import { recalibrate } from "./recalibration.js";
import { isRunFact, writeRunFacts } from "./runFacts.js";
import { checkSharedBatch } from "./sharedBatch.js";
import { throughputOf } from "./throughput.js";
import { train } from "./trainingLoop.js";
import { openTrainingPatches, type TrainingPatches } from "./trainingPatches.js";

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
  /** Those of them that earlier calls had done. */
  readonly stepsBefore: number;
  /** Whether the run was finished before this call. */
  readonly wasDone: boolean;
  readonly samples: number;
  readonly sections: number;
  readonly brains: readonly string[];
  /** Loss of the last step that was logged; null for a run of no steps. */
  readonly loss: number | null;
  /** Share of the time of this call's steps that was spent waiting for patches; null where there was no step. */
  readonly dataWait: number | null;
  /** Patches that could not be read and were replaced, by any rank; failures.jsonl of the run lists them. */
  readonly failures: number;
  readonly seconds: number;
}

/** Raised when the same configuration and cohort would give other weights. */
const STAGE_VERSION = 5;

/**
 * Trains an encoder for one of the objectives of §3.4 and §3.5 on the sections that a split opens to it, and writes a
 * run folder with checkpoints and, at the end, the model folder. Killed at any moment, the same call goes on
 * from the last checkpoint and ends with the same weights: on the CPU of the same machine bit for bit, on a GPU but for
 * the last bits, since some of its kernels add in any order.
 *
 * Of several ranks, the first one writes and speaks.
 *
 * @throws ConfigError, DataError, EncoderConfigError naming what is at fault; RankMismatchError where a rank came with
 * other settings, samples or scans; UnreadablePatchesError when more patches cannot be read, by all ranks together, than
 * `data.maxFailedShare` allows; MachineError where CUDA graphs are asked for and cannot be had; DivergenceError when
 * there is nothing left to learn; InterruptedError when the signal was given, after saving
 */
export async function runPretraining(
  options: PretrainingOptions,
  caller: WorkContext,
): Promise<PretrainingResult> {
  const { config, out } = options;
  const startedAt = new Date();
  checkCudaGraphs(config);
  if (config.threads !== undefined) setNumThreads(config.threads);
  using ranks = joinRanks(config.device);
  const { device } = ranks;
  checkSharedBatch(config, ranks.worldSize);
  const graph = stepGraphOf(config, ranks);
  const context = ranks.isFirst ? caller : { ...caller, log: () => {}, progress: () => {} };
  manualSeed(config.seed);
  const prepared = await prepareRun(options.cohortDir, config);
  const { samples, encoder, classes, initial, identity } = prepared;
  if (ranks.worldSize > 1) {
    requireAgreement(ranks, {
      software: [packageVersion(), torchVersion()],
      settings: { ...identity, initialWeights: undefined },
      samples: samples.hash,
      scans: scanSizes(samples.sites),
      initialWeights: initial?.modelId,
    });
  }
  const facts = {
    stage: "pretrain",
    stageVersion: STAGE_VERSION,
    config: identity,
    ...(initial && { inputs: [await describeInput("initialWeights", initial.weights)] }),
    libtorch: torchVersion(),
    device: config.device,
    seed: config.seed,
    startedAt,
  };
  using model = createTrainedModel(encoder, classes, config.seed);
  const startsFrom = initial && takeInitialWeights(model, initial);
  const run = await openRunOf(ranks, out, facts, {
    force: options.force === true,
    reads: readsOf(options.cohortDir, initial),
    ownsBeforeResults: isRunFact,
    ...(initial && { comments: { initialWeights: `the model in ${initial.path}` } }),
  });
  try {
    if (run.tookOverFrom)
      context.log(`Process ${run.tookOverFrom.pid}, which worked in this folder, has ended.`);
    if (run.keptAside) context.log(`The run of another configuration is kept in ${run.keptAside}.`);
    const before = run.resumed ? await readRunStatus(run.dir) : undefined;
    if (device !== "cpu") model.to({ device });
    if (config.syncBatchNorm) syncBatchNorms(model, ranks.group);
    const settings: TrainingBatchSettings = {
      form: { ...encoder, normalisation: config.normalisation, device },
      augmentation: augmentationOf(config),
      batchSize: config.schedule.batchSize,
      seed: config.seed,
      objective: config.objective.name,
      rank: ranks.rank,
      worldSize: ranks.worldSize,
    };
    const batches = new TrainingBatches(samples, settings);
    if (ranks.isFirst) await writeRunFacts(run.dir, samples, classes);
    // A rank that stopped reading by itself would leave the others waiting: they agree on that at a step.
    const reading = ranks.group === null ? context : { ...context, signal: new AbortController().signal };
    const patches = await openListing(run.dir, ranks.rank, batches, config, reading);
    let evaluation: OnlineEvaluation | undefined;
    try {
      evaluation = await openEvaluation(prepared.evaluated, config, settings, ranks, reading);
      const throughput = throughputOf(config, encoder, headOf(classes), ranks);
      const { begun, loss, dataWait, failures } = await train({
        run,
        ranks,
        model,
        batches,
        patches,
        throughput,
        evaluation,
        startsFrom,
        graph,
        config,
        context,
      });
      const count = samples.sites.image.length;
      const steps = stepsOf(config, count);
      if (config.recalibrateBatchNorm)
        await recalibrate(config, model, batches, patches, reading).catch(async (error: unknown) => {
          if (reading.signal.aborted) await run.setStatus({ state: "interrupted", step: steps, steps });
          throw error;
        });
      const modelDir = join(run.dir, "model");
      const description = { config, encoder, samples, steps, loss, startedAt, startedFrom: initial?.modelId };
      const modelConfigNow = modelConfig(encoder, {
        normalisation: config.normalisation,
        objective: steps === 0 ? "none" : config.objective.name,
        referenceSpace: samples.referenceSpace,
        sigmaMm: sigmaMmOf(config),
        classes,
      });
      const texts = {
        modelCard: modelCard(description),
        provenance: { run: facts, samplesHash: samples.hash },
      };
      // All ranks hold the same weights; the first one writes them.
      const written = ranks.isFirst ? await writeModelFolder(modelDir, model, modelConfigNow, texts) : "";
      await run.finish({ state: "done", step: steps, steps });
      // Where the ranks meet: one that ended earlier would have its launcher end the others at work.
      const modelId = ranks.gather(written)[0]!;
      return {
        run: run.dir,
        model: modelDir,
        modelId,
        steps,
        stepsBefore: begun,
        wasDone: before?.state === "done",
        samples: count,
        sections: samples.sections,
        brains: samples.brains,
        loss,
        dataWait,
        failures,
        seconds: (Date.now() - startedAt.getTime()) / 1000,
      };
    } finally {
      await evaluation?.close();
      await patches.close();
    }
  } finally {
    await run.close();
  }
}

/** Opens the patches; those for which that fails are listed in the run folder. */
async function openListing(
  runDir: string,
  rank: number,
  batches: TrainingBatches,
  config: PretrainConfig,
  context: WorkContext,
): Promise<TrainingPatches> {
  try {
    return await openTrainingPatches(batches, config, context);
  } catch (error) {
    if (error instanceof UnreadablePatchesError) {
      const list = await FailureList.open(runDir, -1, rank);
      await list.add(0, error.failures);
      list.close();
    }
    throw error;
  }
}

import { ConfigError } from "@cytonet/cohort";
import { initProcessGroup, isLaunched, rankDevice, setNumThreads } from "@cytonet/torch";
import { checkDevice } from "../../device.js";
import { shardOfProcess } from "../../launch/shard.js";
import type { WorkContext } from "../../workContext.js";
import type { PreparationRequest } from "../preparationRequest.js";
import { mergeOutcomes, type StageOutcome } from "../stageOutcome.js";
import type { AlignConfig } from "./alignConfig.js";
import { readBrainSummary, runBrainStep } from "./brainStep.js";
import type { BrainSummary } from "./brainTables.js";
import { runFeatureStep } from "./featureStep.js";
import { lostSections } from "./lostSections.js";
import { runPairStep } from "./pairStep.js";
import { type AlignInput, readSeries, type Series } from "./series.js";

/** The steps, in their order; each needs the whole of the one before. */
export const alignSteps = ["features", "pairs", "brains"] as const;
export type AlignStep = (typeof alignSteps)[number];

export interface AlignRequest extends PreparationRequest<AlignConfig> {
  /** Only this step; all where it is left out. */
  readonly step?: AlignStep | undefined;
}

export interface AlignResult {
  readonly steps: readonly StageOutcome[];
  /** Brains of the cohort that are aligned; empty where the last step did not run. */
  readonly brains: readonly BrainSummary[];
  /** Sections without features, and sections that no believed pair leads to. */
  readonly failures: number;
  readonly dryRun: boolean;
}

const run = { features: runFeatureStep, pairs: runPairStep, brains: runBrainStep };

/**
 * Aligns the sections of every brain of a cohort (§3.2): features, pairs of neighbouring sections, and their recursive
 * composition to a base in the middle. Ranks share sections, pairs and brains out and wait for one another between the
 * steps; the files are the same for any number of them. Stopped or killed at any moment, the same call resumes.
 *
 * @throws ConfigError, DataError for device, cohort and overrides; StageError, LockedError as `runStage`; InterruptedError
 */
export async function runAlign(asked: AlignRequest, context: WorkContext): Promise<AlignResult> {
  checkDevice(asked.device);
  const request = asked.dryRun ? asked : { ...asked, device: rankDevice(asked.device) };
  const { cohortDir, brain, step, threads, dryRun } = request;
  if (threads !== undefined) setNumThreads(threads);
  const input = await readSeries(cohortDir, brain);
  const wanted = step === undefined ? alignSteps : [step];
  const group = wanted.length > 1 && !dryRun ? joinRanks() : null;
  try {
    const steps: StageOutcome[] = [];
    for (const name of wanted) {
      steps.push(
        await run[name](name === "pairs" ? await withoutLosses(input, context) : input, request, context),
      );
      // A step reads what all ranks wrote in the one before.
      group?.barrier();
    }
    // The result of an earlier run may still stand where this one failed.
    const refused = new Set(steps.flatMap(({ failed }) => failed.map(({ item }) => item)));
    const placed = input.series.filter(({ brain }) => !refused.has(brain));
    const summaries =
      wanted.includes("brains") && !dryRun
        ? await Promise.all(placed.map((one) => readBrainSummary(input.cohort.dir, one.brain)))
        : [];
    const brains = summaries.filter((summary) => summary !== undefined);
    return { steps, brains, failures: failuresOf(steps, brains), dryRun };
  } finally {
    group?.destroy();
  }
}

/** The brains whose pairs are worth looking for: what the last step would refuse keeps the pairs that it has. */
async function withoutLosses(input: AlignInput, { log }: WorkContext): Promise<AlignInput> {
  const series: Series[] = [];
  for (const one of input.series) {
    const lost = await lostSections(input.cohort.dir, one);
    if (lost.length === 0) series.push(one);
    else log(`${one.brain} keeps its pairs: ${lost.length} sections that are aligned have no features now`);
  }
  return { ...input, series };
}

function failuresOf(steps: readonly StageOutcome[], brains: readonly BrainSummary[]): number {
  const unaligned = brains.reduce((sum, summary) => sum + summary.unaligned.length, 0);
  const failed = steps.reduce((sum, outcome) => sum + outcome.failures, 0);
  return Math.max(unaligned, failed);
}

/** One result of those of all ranks, each of which knows the items alone that it refused itself. */
export function mergeAlignResults(results: readonly AlignResult[]): AlignResult {
  const first = results[0]!;
  const steps = first.steps.map((_, index) => mergeOutcomes(results.map((one) => one.steps[index]!)));
  const brains = first.brains.filter(({ brain }) =>
    results.every((one) => one.brains.some((other) => other.brain === brain)),
  );
  return { steps, brains, failures: failuresOf(steps, brains), dryRun: first.dryRun };
}

/** The other ranks of this run. @throws ConfigError for tasks of an array, which cannot wait for one another. */
function joinRanks() {
  if (isLaunched(process.env)) return initProcessGroup();
  if (shardOfProcess().worldSize === 1) return null;
  throw new ConfigError({
    field: "step",
    message: "tasks of a Slurm array cannot wait for one another between the steps",
    remedy: `Run an array for each step, one after the other: ${alignSteps.map((s) => `--step ${s}`).join(", ")}.`,
  });
}

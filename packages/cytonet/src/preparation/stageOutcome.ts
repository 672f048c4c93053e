import {
  planStage,
  refuseOtherSettings,
  runStage,
  type Shard,
  type StageDefinition,
  type StageEvent,
  type StageItem,
  type StageOptions,
  shardOf,
} from "@cytonet/cohort";
import { torchVersion } from "@cytonet/torch";
import { shardOfProcess } from "../launch/shard.js";
import type { WorkContext } from "../workContext.js";

/** What a preparation stage did, or with `dryRun` would do. */
export interface StageOutcome {
  readonly stage: string;
  readonly dryRun: boolean;
  /** Where this is a rank's share of the items, or a task's of an array: which of how many. */
  readonly share?: Shard;
  readonly done: number;
  readonly skipped: number;
  /** Items that failed; each stands in `failures.jsonl` of the stage. */
  readonly failures: number;
  readonly failed: readonly { readonly item: string; readonly problem: string }[];
  /** Estimates from results at hand; null without any, and where nothing is planned. */
  readonly estimatedSeconds: number | null;
  readonly estimatedBytes: number | null;
}

/** What a stage is run with. */
export interface StageCall {
  readonly cohortDir: string;
  readonly stage: StageDefinition;
  readonly items: readonly StageItem[];
  readonly work: StageOptions["work"];
  readonly device: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/**
 * Runs a stage over this process's share of its items, with progress and failures told as they come.
 *
 * @throws InterruptedError when the signal stopped it; else as `runStage`, whose refusal of other settings holds for dry
 * runs, too
 */
export async function runPreparation(call: StageCall, context: WorkContext): Promise<StageOutcome> {
  const { cohortDir, stage, items, work, device, force, dryRun } = call;
  const shard = shardOfProcess();
  const share = shard.worldSize > 1 ? { share: shard } : {};
  const nothing = { stage: stage.name, dryRun, ...share, estimatedSeconds: null, estimatedBytes: null };
  if (dryRun) {
    if (!force) refuseOtherSettings(cohortDir, stage, shardOf(items, shard));
    const plan = await planStage(cohortDir, stage, items, shard);
    const todo = plan.items.filter(({ state }) => state !== "unchanged").length;
    const times = (each: number | null) => (each === null ? null : each * todo);
    const estimatedSeconds = times(plan.secondsPerItem);
    const estimatedBytes = times(plan.bytesPerItem);
    const skipped = plan.items.length - todo;
    return { ...nothing, done: todo, skipped, failures: 0, failed: [], estimatedSeconds, estimatedBytes };
  }
  const result = await runStage({
    cohortDir,
    stage,
    items,
    work,
    shard,
    force,
    device,
    libtorch: torchVersion(),
    signal: context.signal,
    onEvent: (event) => tell(stage.name, event, context),
  });
  if (result.interrupted) throw context.signal.reason;
  const failed = result.failures.map(({ item, error }) => ({ item, problem: error.message }));
  return { ...nothing, done: result.done, skipped: result.skipped, failures: failed.length, failed };
}

function tell(stage: string, event: StageEvent, context: WorkContext): void {
  if (event.kind === "notice") {
    context.log(event.message);
    return;
  }
  const { brain, section } = event.item;
  const name = section === undefined ? brain : `${brain}/${section}`;
  if (event.failure !== undefined) context.log(`${name} failed: ${event.failure.error.message}`);
  context.progress({ stage, done: event.settled, total: event.total, note: name });
}

/** One outcome of those of all ranks, which shared the items out. */
export function mergeOutcomes(outcomes: readonly StageOutcome[]): StageOutcome {
  const { stage, dryRun } = outcomes[0]!;
  const sum = (of: (outcome: StageOutcome) => number) => outcomes.reduce((total, one) => total + of(one), 0);
  const known = (of: (outcome: StageOutcome) => number | null) =>
    outcomes.map(of).filter((value) => value !== null);
  const seconds = known((one) => one.estimatedSeconds);
  const bytes = known((one) => one.estimatedBytes);
  return {
    stage,
    dryRun,
    done: sum((one) => one.done),
    skipped: sum((one) => one.skipped),
    failures: sum((one) => one.failures),
    failed: outcomes.flatMap((one) => one.failed),
    // Ranks work at the same time.
    estimatedSeconds: seconds.length === 0 ? null : Math.max(...seconds),
    estimatedBytes: bytes.length === 0 ? null : bytes.reduce((total, one) => total + one, 0),
  };
}

/** An outcome in words. */
export function describeOutcome(outcome: StageOutcome): string {
  const { dryRun, share, done, skipped, failed, estimatedSeconds, estimatedBytes } = outcome;
  const stage =
    share === undefined
      ? outcome.stage
      : `${outcome.stage}, share of rank ${share.rank} of ${share.worldSize}`;
  if (dryRun) {
    const time = estimatedSeconds === null ? "" : `, about ${Math.ceil(estimatedSeconds)} s`;
    const disk = estimatedBytes === null ? "" : `, ${Math.ceil(estimatedBytes / 2 ** 20)} MiB`;
    return `${stage}: ${done} would be made, ${skipped} are there already${time}${disk}`;
  }
  const lines = failed.map(({ item, problem }) => `  failed: ${item}: ${problem}`);
  return [`${stage}: ${done} made, ${skipped} were there already`, ...lines].join("\n");
}

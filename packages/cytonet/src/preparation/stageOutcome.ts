import {
  planStage,
  refuseOtherSettings,
  runStage,
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
  const nothing = { stage: stage.name, dryRun, estimatedSeconds: null, estimatedBytes: null };
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

/** An outcome in words. */
export function describeOutcome(outcome: StageOutcome): string {
  const { stage, dryRun, done, skipped, failed, estimatedSeconds, estimatedBytes } = outcome;
  if (dryRun) {
    const time = estimatedSeconds === null ? "" : `, about ${Math.ceil(estimatedSeconds)} s`;
    const disk = estimatedBytes === null ? "" : `, ${Math.ceil(estimatedBytes / 2 ** 20)} MiB`;
    return `${stage}: ${done} would be made, ${skipped} are there already${time}${disk}`;
  }
  const lines = failed.map(({ item, problem }) => `  failed: ${item}: ${problem}`);
  return [`${stage}: ${done} made, ${skipped} were there already`, ...lines].join("\n");
}

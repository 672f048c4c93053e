import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  ExitCode,
  exitCodeOf,
  InterruptedError,
  isCohortError,
  MachineError,
  systemCodeOf,
} from "../errors.js";
import { asideName, asideStamp } from "../files/aside.js";
import { publishFolder, removePartials } from "../files/folder.js";
import { isAlive } from "../files/processes.js";
import {
  type InputRecord,
  makeProvenance,
  provenanceKey,
  readProvenance,
  writeProvenance,
} from "../provenance.js";
import { appendFailure, beginFailures, type FailureRecord, failureOf } from "./failures.js";
import {
  checkItems,
  itemDir,
  itemId,
  type Shard,
  type StageDefinition,
  type StageItem,
  shardOf,
  stageDir,
} from "./item.js";
import { describeInputs, refuseOtherSettings, stateOf } from "./plan.js";
import { lockStage } from "./stageLock.js";
import { writeStageRecord } from "./stageRecord.js";

/** What the work on an item is given. */
export interface ItemContext {
  /** An empty folder; what is written there becomes the item's result when the work returns. */
  readonly outDir: string;
  /** The item's inputs with their hashes. */
  readonly inputs: readonly InputRecord[];
  /** The result's provenance key, for the metadata of tables. */
  readonly provenanceKey: string;
  readonly signal: AbortSignal;
}

/** What is told while a stage runs. */
export type StageEvent =
  | { readonly kind: "notice"; readonly message: string }
  | {
      readonly kind: "item";
      readonly item: StageItem;
      readonly outcome: "skipped" | "done" | "failed";
      /** Items settled so far, this one included, of this rank's `total`. */
      readonly settled: number;
      readonly total: number;
      readonly seconds: number;
      readonly failure?: FailureRecord;
    };

export interface StageOptions {
  readonly cohortDir: string;
  readonly stage: StageDefinition;
  /** All items of the stage, in an order that all ranks agree on. */
  readonly items: readonly StageItem[];
  /** Makes one item's result in `context.outDir`; throws when the item is bad. */
  readonly work: (item: StageItem, context: ItemContext) => Promise<void>;
  /** Allows settings other than those of results at hand; the old results are kept aside. */
  readonly force?: boolean;
  readonly shard?: Shard;
  /** When aborted, the item at hand may finish or throw; no further one is begun. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: StageEvent) => void;
  /** Recorded as provenance. */
  readonly command?: readonly string[];
  readonly libtorch?: string | null;
  readonly device?: string | null;
  readonly seed?: number | null;
}

export interface StageResult {
  readonly done: number;
  readonly skipped: number;
  readonly failures: readonly FailureRecord[];
  readonly interrupted: boolean;
  /** 0 all done · 3 done with failures listed · 75 interrupted. */
  readonly exitCode: ExitCode;
}

/**
 * Runs a stage over its items: unchanged ones are skipped, each result appears complete or not at all, a bad
 * item goes to `failures.jsonl` and the rest goes on. Killed at any moment, the same call resumes.
 *
 * @throws StageError when results of other settings exist and `force` is not given; LockedError when another
 * process runs the stage; MachineError when the machine and not an item is at fault, such as a full disk.
 */
export async function runStage(options: StageOptions): Promise<StageResult> {
  const { cohortDir, stage, items, onEvent = () => {}, shard = { rank: 0, worldSize: 1 } } = options;
  const signal = options.signal ?? new AbortController().signal;
  checkItems(stage.name, items);
  const ours = shardOf(items, shard);
  const dir = stageDir(cohortDir, stage.name);
  const lock = await lockStage(dir, stage.name, shard);
  try {
    if (lock.tookOverFrom !== undefined) {
      const { pid, lockedAt } = lock.tookOverFrom;
      const message = `Took over the lock of process ${pid}, which began at ${lockedAt} and has ended.`;
      onEvent({ kind: "notice", message });
    }
    const leftovers = await removeLeftovers(cohortDir, stage.name, ours);
    // Of the stage's own files a lone process alone may say who else writes there: one that asks for the lock.
    if (shard.worldSize === 1) await removePartials(dir, (_, writer) => !isAlive(writer));
    if (leftovers > 0) {
      onEvent({
        kind: "notice",
        message: `Removed ${leftovers} unfinished results of a run that was killed.`,
      });
    }
    if (options.force !== true) refuseOtherSettings(cohortDir, stage, ours);
    await writeStageRecord(cohortDir, stage, items);
    await beginFailures(cohortDir, stage.name, shard, ours);
    const runner = { ...options, shard, signal, asideStamp: asideStamp(new Date()) };
    const failures: FailureRecord[] = [];
    let done = 0;
    let skipped = 0;
    let interrupted = signal.aborted;
    for (const item of ours) {
      if (signal.aborted) {
        interrupted = true;
        break;
      }
      const began = performance.now();
      const outcome = await settle(runner, item);
      if (outcome === "interrupted") {
        interrupted = true;
        break;
      }
      if (outcome === "done") done += 1;
      else if (outcome === "skipped") skipped += 1;
      else failures.push(outcome);
      onEvent({
        kind: "item",
        item,
        outcome: typeof outcome === "string" ? outcome : "failed",
        settled: done + skipped + failures.length,
        total: ours.length,
        seconds: (performance.now() - began) / 1000,
        ...(typeof outcome === "string" ? {} : { failure: outcome }),
      });
    }
    const finished = failures.length > 0 ? ExitCode.Failures : ExitCode.Done;
    return { done, skipped, failures, interrupted, exitCode: interrupted ? ExitCode.Interrupted : finished };
  } finally {
    await lock.release();
  }
}

type Runner = StageOptions & {
  readonly shard: Shard;
  readonly signal: AbortSignal;
  readonly asideStamp: string;
};

/** Brings one item to its end: done, skipped, interrupted, or a failure that is already listed. */
async function settle(
  runner: Runner,
  item: StageItem,
): Promise<"done" | "skipped" | "interrupted" | FailureRecord> {
  try {
    return await makeItem(runner, item);
  } catch (error) {
    if (error instanceof InterruptedError || runner.signal.aborted) return "interrupted";
    refuseMachineFault(error);
    const failure = failureOf(item, runner.stage.version, error);
    await appendFailure(stageDir(runner.cohortDir, runner.stage.name), runner.shard, failure);
    return failure;
  }
}

async function makeItem(runner: Runner, item: StageItem): Promise<"done" | "skipped"> {
  const { cohortDir, stage, work, signal } = runner;
  const dir = itemDir(cohortDir, stage.name, item);
  const before = readProvenance(dir);
  const inputs = await describeInputs(item, before);
  const state = stateOf(stage, before, inputs);
  if (state === "unchanged") return "skipped";

  const startedAt = new Date();
  const facts = { stage: stage.name, stageVersion: stage.version, config: stage.settings, inputs };
  await publishFolder(
    dir,
    async (outDir) => {
      await work(item, { outDir, inputs, provenanceKey: provenanceKey(facts), signal });
      const { command, libtorch = null, device = null, seed = null } = runner;
      const run = command === undefined ? {} : { command };
      await writeProvenance(outDir, makeProvenance({ ...facts, ...run, libtorch, device, seed, startedAt }));
    },
    async () => {
      if (state !== "settings changed") return;
      const aside = join(stageDir(cohortDir, stage.name), asideName, runner.asideStamp, itemId(item));
      await mkdir(dirname(aside), { recursive: true });
      await rename(dir, aside);
    },
  );
  return "done";
}

/** Removes what killed processes left of these items; what other ranks are at work on stays. */
async function removeLeftovers(
  cohortDir: string,
  stage: string,
  items: readonly StageItem[],
): Promise<number> {
  const dirs = new Set(items.map((item) => itemDir(cohortDir, stage, item)));
  let removed = 0;
  for (const parent of new Set([...dirs].map((dir) => dirname(dir)))) {
    removed += (await removePartials(parent, (result) => dirs.has(join(parent, result)))).length;
  }
  return removed;
}

/** Faults that would meet every item alike end the stage instead of filling the list. */
function refuseMachineFault(error: unknown): void {
  const code = systemCodeOf(error) ?? "";
  if (["ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE"].includes(code)) {
    const remedy = "Mend it; the same command resumes.";
    const { file, message } = isCohortError(error)
      ? error.problems[0]!
      : { message: `the system reports ${code}: ${(error as Error).message}` };
    const cause = isCohortError(error) ? error.cause : error;
    throw new MachineError({ file, message, remedy }, { cause });
  }
  if (isCohortError(error) && exitCodeOf(error) === ExitCode.Environment) throw error;
}

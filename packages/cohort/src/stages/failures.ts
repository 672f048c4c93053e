import { appendFile, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isCohortError, type Problem } from "../errors.js";
import { writeFileAtomic } from "../files/atomic.js";
import { listFolder } from "../files/folder.js";
import { readProvenance } from "../provenance.js";
import { itemId, type Shard, type StageItem, stageDir } from "./item.js";

/** One line of `failures.jsonl`. */
export interface FailureRecord {
  /** `BRAIN/SECTION`, or `BRAIN`. */
  readonly item: string;
  readonly brain: string;
  readonly section: string | null;
  readonly stageVersion: number;
  readonly error: { readonly name: string; readonly message: string } & Partial<Omit<Problem, "message">>;
  readonly failedAt: string;
}

/** Describes what went wrong with an item, at this moment. */
export function failureOf(item: StageItem, stageVersion: number, error: unknown): FailureRecord {
  const name = error instanceof Error ? error.name : "Error";
  const message = error instanceof Error ? error.message : String(error);
  const problem = isCohortError(error) ? error.problems[0] : undefined;
  return {
    item: itemId(item),
    brain: item.brain,
    section: item.section ?? null,
    stageVersion,
    error: { ...problem, name, message },
    failedAt: new Date().toISOString(),
  };
}

/** Name of the list that a rank writes; ranks on different hosts cannot append to one file. */
export function failuresName({ rank, worldSize }: Shard): string {
  return worldSize === 1 ? "failures.jsonl" : `failures.${rank}-of-${worldSize}.jsonl`;
}

/** Adds a line to a rank's list. */
export async function appendFailure(dir: string, shard: Shard, failure: FailureRecord): Promise<void> {
  await mkdir(dir, { recursive: true });
  await appendFile(join(dir, failuresName(shard)), `${JSON.stringify(failure)}\n`);
}

/**
 * Items of a stage that failed and have not succeeded since, the last failure of each, over all ranks' lists.
 * A last line that a killed process left unfinished is ignored.
 */
export async function readFailures(cohortDir: string, stage: string): Promise<FailureRecord[]> {
  const dir = stageDir(cohortDir, stage);
  const last = new Map<string, FailureRecord>();
  for (const name of (await listFolder(dir)).filter(isFailuresName)) {
    for (const failure of parseLines(await readFile(join(dir, name), "utf8"))) {
      const before = last.get(failure.item);
      if (before === undefined || before.failedAt < failure.failedAt) last.set(failure.item, failure);
    }
  }
  return [...last.values()]
    .filter((failure) => !succeededSince(join(dir, failure.item), failure))
    .sort((a, b) => (a.item < b.item ? -1 : 1));
}

/**
 * Prepares a rank's list for a run over `items`: their old failures go, those of other items stay. A run of one
 * process takes the lists of all ranks together.
 */
export async function beginFailures(
  cohortDir: string,
  stage: string,
  shard: Shard,
  items: readonly StageItem[],
): Promise<void> {
  const dir = stageDir(cohortDir, stage);
  const ours = new Set(items.map(itemId));
  const name = failuresName(shard);
  const lists = (await listFolder(dir)).filter(isFailuresName);
  const kept = (await readFailures(cohortDir, stage)).filter((failure) => !ours.has(failure.item));
  if (shard.worldSize > 1) {
    await rm(join(dir, name), { force: true });
    return;
  }
  const lines = kept.map((failure) => `${JSON.stringify(failure)}\n`).join("");
  if (lines !== "") await writeFileAtomic(join(dir, name), lines);
  for (const list of lists) if (lines === "" || list !== name) await rm(join(dir, list), { force: true });
}

function succeededSince(dir: string, failure: FailureRecord): boolean {
  const provenance = readProvenance(dir);
  if (provenance === undefined) return false;
  return Date.parse(provenance.startedAt) + provenance.durationSeconds * 1000 >= Date.parse(failure.failedAt);
}

function parseLines(text: string): FailureRecord[] {
  const lines = text.split("\n");
  lines.pop();
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as FailureRecord);
}

function isFailuresName(name: string): boolean {
  return /^failures(\.\d+-of-\d+)?\.jsonl$/.test(name);
}

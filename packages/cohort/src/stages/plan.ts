import { stat } from "node:fs/promises";
import { join } from "node:path";
import { StageError } from "../errors.js";
import { filesBelow } from "../files/folder.js";
import { canonicalJson, sha256 } from "../files/hash.js";
import {
  describeFact,
  describeInput,
  type InputRecord,
  type Provenance,
  provenanceKey,
  readProvenance,
} from "../provenance.js";
import {
  checkItems,
  itemDir,
  itemId,
  type Shard,
  type StageDefinition,
  type StageItem,
  shardOf,
} from "./item.js";

/** Why an item is to be worked on, or not. */
export type ItemState = "new" | "unchanged" | "inputs changed" | "version changed" | "settings changed";

/** An item, what it was made from, and how that stands to its present result. */
export interface PlannedItem {
  readonly item: StageItem;
  readonly state: ItemState;
}

/** What a stage would do, with an estimate from what is done already. */
export interface StagePlan {
  readonly items: readonly PlannedItem[];
  /** Mean over the results at hand; null when there are none. */
  readonly secondsPerItem: number | null;
  readonly bytesPerItem: number | null;
}

/**
 * Says what a run would do, without doing it. Nothing is written and no lock is taken.
 *
 * @param shard limits the plan to one rank's items.
 * @throws DataError when an input cannot be read.
 */
export async function planStage(
  cohortDir: string,
  stage: StageDefinition,
  items: readonly StageItem[],
  shard: Shard = { rank: 0, worldSize: 1 },
): Promise<StagePlan> {
  checkItems(stage.name, items);
  const planned: PlannedItem[] = [];
  const seconds: number[] = [];
  const bytes: number[] = [];
  for (const item of shardOf(items, shard)) {
    const dir = itemDir(cohortDir, stage.name, item);
    const before = readProvenance(dir);
    // A new item's inputs are read when it is worked on; here it is enough to know that it is new.
    const inputs = before === undefined ? [] : await describeInputs(item, before);
    planned.push({ item, state: stateOf(stage, before, inputs) });
    if (before !== undefined) {
      seconds.push(before.durationSeconds);
      bytes.push(await folderBytes(dir));
    }
  }
  return { items: planned, secondsPerItem: mean(seconds), bytesPerItem: mean(bytes) };
}

/** How an item's present result stands to what a run would make now. */
export function stateOf(
  stage: StageDefinition,
  before: Provenance | undefined,
  inputs: readonly InputRecord[],
): ItemState {
  if (before === undefined) return "new";
  if (settingsDiffer(stage, before)) return "settings changed";
  if (before.stageVersion !== stage.version) return "version changed";
  const facts = { stage: stage.name, stageVersion: stage.version, config: stage.settings, inputs };
  return provenanceKey(facts) === before.key ? "unchanged" : "inputs changed";
}

/** Describes an item's inputs in the order of their names. @throws DataError when one cannot be read. */
export async function describeInputs(
  item: StageItem,
  before: Provenance | undefined,
): Promise<InputRecord[]> {
  const names = Object.keys(item.inputs).sort();
  const records: InputRecord[] = [];
  for (const name of names) records.push(await describeInput(name, item.inputs[name]!, before));
  for (const name of Object.keys(item.facts ?? {}).sort()) {
    records.push(describeFact(name, itemId(item), item.facts![name]));
  }
  return records;
}

/**
 * Refuses to mix results of different settings in one stage.
 *
 * @throws StageError naming the first item and the settings that differ.
 */
export function refuseOtherSettings(
  cohortDir: string,
  stage: StageDefinition,
  items: readonly StageItem[],
): void {
  for (const item of items) {
    const dir = itemDir(cohortDir, stage.name, item);
    const before = readProvenance(dir);
    if (before === undefined || !settingsDiffer(stage, before)) continue;
    const differences = settingDifferences(before.config, stage.settings);
    throw new StageError({
      file: dir,
      field: differences[0]?.field ?? "settings",
      message: `${itemId(item)} was made with other settings (${differences.map((d) => d.text).join(", ")})`,
      remedy: "Give --force to make it anew and keep the old result aside, or restore the settings.",
    });
  }
}

function settingsDiffer(stage: StageDefinition, before: Provenance): boolean {
  return before.configSha256 !== sha256(canonicalJson(stage.settings));
}

/** Up to four settings that differ, by their dotted paths. */
function settingDifferences(before: unknown, now: unknown): { field: string; text: string }[] {
  const old = flatten(before);
  const fresh = flatten(now);
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((field) => old.get(field) !== fresh.get(field))
    .slice(0, 4)
    .map((field) => ({
      field,
      text: `${field}: ${old.get(field) ?? "none"} → ${fresh.get(field) ?? "none"}`,
    }));
}

function flatten(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [key, item] of Object.entries(value))
      flatten(item, path === "" ? key : `${path}.${key}`, into);
  } else if (value !== undefined) {
    into.set(path, JSON.stringify(value));
  }
  return into;
}

async function folderBytes(dir: string): Promise<number> {
  let bytes = 0;
  for (const file of await filesBelow(dir)) bytes += (await stat(join(dir, file))).size;
  return bytes;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { StageError } from "../errors.js";
import { asideName } from "../files/aside.js";
import { listFolders } from "../files/folder.js";

/** One unit of a stage's work: a section, or a whole brain. It is done or not done as one. */
export interface StageItem {
  readonly brain: string;
  /** Left out for work on a whole brain. */
  readonly section?: string;
  /** Files that the result is made from, by what they are to the stage: `{ scan: "/…/0123.tif" }`. */
  readonly inputs: Readonly<Record<string, string>>;
  /**
   * What else the result is made from, by name, as JSON: a row of `sections.csv`, so that other rows may change. Like an
   * input, it decides whether work is repeated.
   */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A stage and how it is to run. */
export interface StageDefinition {
  /** Names the folder `derived/NAME`. */
  readonly name: string;
  /** Raised when the code changes so that results differ; items of other versions are done again. */
  readonly version: number;
  /** Resolved settings, as JSON. */
  readonly settings: unknown;
}

/** `BRAIN/SECTION`, or `BRAIN`: an item's name in messages and its folder within the stage's. */
export function itemId(item: Pick<StageItem, "brain" | "section">): string {
  return item.section === undefined ? item.brain : `${item.brain}/${item.section}`;
}

/** Folder of a stage: `derived/NAME`. */
export function stageDir(cohortDir: string, name: string): string {
  return join(cohortDir, "derived", name);
}

/** Folder of an item's results: `derived/NAME/BRAIN/SECTION`. */
export function itemDir(cohortDir: string, name: string, item: Pick<StageItem, "brain" | "section">): string {
  return join(stageDir(cohortDir, name), itemId(item));
}

/** Ids of the items of which a stage has results, sorted. */
export async function itemsWithResults(cohortDir: string, name: string): Promise<string[]> {
  const dir = stageDir(cohortDir, name);
  const ids: string[] = [];
  for (const brain of (await listFolders(dir)).filter((name) => name !== asideName)) {
    if (existsSync(join(dir, brain, "provenance.json"))) {
      ids.push(brain);
      continue;
    }
    for (const section of await listFolders(join(dir, brain))) {
      if (existsSync(join(dir, brain, section, "provenance.json"))) ids.push(`${brain}/${section}`);
    }
  }
  return ids;
}

/** The rank's share of the items: those at positions rank, rank + worldSize, … */
export interface Shard {
  readonly rank: number;
  readonly worldSize: number;
}

/**
 * The items of one rank. Over all ranks every item occurs once.
 *
 * @throws StageError when the rank is not a whole number from 0 to worldSize − 1.
 */
export function shardOf<T>(items: readonly T[], { rank, worldSize }: Shard): T[] {
  if (!Number.isInteger(worldSize) || !Number.isInteger(rank) || rank < 0 || rank >= worldSize) {
    throw new StageError({
      field: "rank",
      message: `rank ${rank} of ${worldSize} does not exist`,
      remedy: "Ranks count from 0 to worldSize − 1.",
    });
  }
  return items.filter((_, position) => position % worldSize === rank);
}

/** Refuses items that would write into one another's folders. @throws StageError. */
export function checkItems(stage: string, items: readonly StageItem[]): void {
  const whole = new Set(items.filter((item) => item.section === undefined).map((item) => item.brain));
  const seen = new Set<string>();
  for (const item of items) {
    const id = itemId(item);
    if (seen.has(id) || (item.section !== undefined && whole.has(item.brain))) {
      const remedy = "Give each brain either one item or items of different sections.";
      throw new StageError({ file: stage, field: id, message: "is listed twice", remedy });
    }
    seen.add(id);
  }
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { writeJsonAtomic } from "../files/atomic.js";
import { itemId, type StageDefinition, type StageItem, stageDir } from "./item.js";

/** `stage.json`: what a stage was last asked for; tells finished work from work still to do. */
export interface StageRecord {
  readonly schema: "cytonet.stage/1";
  readonly stage: string;
  readonly stageVersion: number;
  readonly config: unknown;
  /** Ids of all items asked for, also those of other ranks. */
  readonly items: readonly string[];
}

/** Reads a stage's `stage.json`; undefined when it never ran. @throws DataError when it is damaged. */
export async function readStageRecord(cohortDir: string, stage: string): Promise<StageRecord | undefined> {
  const path = join(stageDir(cohortDir, stage), "stage.json");
  try {
    return JSON.parse(await readFile(path, "utf8")) as StageRecord;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const remedy = "Remove the file; the next run writes it.";
    throw new DataError({ file: path, message: "cannot be read as JSON", remedy }, { cause });
  }
}

/** Writes `stage.json`. Items of brains that this run leaves alone stay listed. */
export async function writeStageRecord(
  cohortDir: string,
  stage: StageDefinition,
  items: readonly StageItem[],
): Promise<void> {
  const before = await readStageRecord(cohortDir, stage.name);
  const brains = new Set(items.map((item) => item.brain));
  const others = (before?.items ?? []).filter((id) => !brains.has(id.split("/")[0]!));
  const record: StageRecord = {
    schema: "cytonet.stage/1",
    stage: stage.name,
    stageVersion: stage.version,
    config: stage.settings,
    items: [...others, ...items.map(itemId)].sort(),
  };
  await writeJsonAtomic(join(stageDir(cohortDir, stage.name), "stage.json"), record);
}

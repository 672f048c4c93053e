import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isCohortError } from "../errors.js";
import { listFolders, publishFolder } from "../files/folder.js";
import { verifySha256Sums, writeSha256Sums } from "../files/sums.js";

/** A checkpoint folder, `checkpoints/step-N` of a run. */
export interface Checkpoint {
  readonly step: number;
  readonly path: string;
}

/**
 * Writes `checkpoints/step-N` with its `SHA256SUMS`, complete or not at all.
 *
 * @param write fills the folder it is given.
 */
export async function saveCheckpoint(
  runDir: string,
  step: number,
  write: (dir: string) => Promise<void> | void,
): Promise<Checkpoint> {
  const path = join(runDir, "checkpoints", `step-${step}`);
  await publishFolder(path, async (partial) => {
    await write(partial);
    await writeSha256Sums(partial);
  });
  return { step, path };
}

/** The checkpoints of a run by rising step; their content is not checked. */
export async function listCheckpoints(runDir: string): Promise<Checkpoint[]> {
  const dir = join(runDir, "checkpoints");
  return (await listFolders(dir))
    .filter((name) => /^step-\d+$/.test(name))
    .map((name) => ({ step: Number(name.slice("step-".length)), path: join(dir, name) }))
    .sort((a, b) => a.step - b.step);
}

/**
 * The last checkpoint whose content agrees with its checksums; undefined when there is none.
 *
 * @param onDamaged is told of every later checkpoint that is passed over, with the reason.
 */
export async function latestCheckpoint(
  runDir: string,
  onDamaged: (checkpoint: Checkpoint, reason: string) => void = () => {},
): Promise<Checkpoint | undefined> {
  for (const checkpoint of (await listCheckpoints(runDir)).reverse()) {
    try {
      await verifySha256Sums(checkpoint.path);
      return checkpoint;
    } catch (error) {
      if (!isCohortError(error)) throw error;
      onDamaged(checkpoint, error.message);
    }
  }
  return undefined;
}

/** Which checkpoints stay: the last ones, and those whose step is a multiple of `every`. */
export interface KeepRule {
  /** 3 when left out. */
  readonly last?: number;
  readonly every?: number;
}

/** Removes the checkpoints that the rule does not keep, and returns them. */
export async function pruneCheckpoints(
  runDir: string,
  { last = 3, every }: KeepRule = {},
): Promise<Checkpoint[]> {
  if (last < 1) throw new RangeError("At least the last checkpoint has to be kept.");
  const all = await listCheckpoints(runDir);
  const dropped = all.slice(0, -last).filter(({ step }) => every === undefined || step % every !== 0);
  for (const { path } of dropped) await rm(path, { recursive: true });
  return dropped;
}

import { join } from "node:path";
import { LockedError } from "../errors.js";
import { listFolder } from "../files/folder.js";
import { acquireLock, type Lock, readLock } from "../files/lock.js";
import { isRunning } from "../files/processes.js";
import type { Shard } from "./item.js";

/**
 * Locks a rank's share of a stage. Ranks of one run work side by side; a run with another number of ranks,
 * which would share the items out differently, has to wait.
 *
 * @throws LockedError when a process works on the same items.
 */
export async function lockStage(dir: string, stage: string, shard: Shard): Promise<Lock> {
  const { rank, worldSize } = shard;
  const name = worldSize === 1 ? "lock" : `lock.${rank}-of-${worldSize}`;
  const lock = await acquireLock(join(dir, name), `stage ${stage}, rank ${rank} of ${worldSize}`);
  try {
    for (const other of (await listFolder(dir)).filter(isLockName)) {
      if (other === name || worldSizeOf(other) === worldSize) continue;
      await refuseRunning(join(dir, other));
    }
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Names of the lock files in a stage's folder that running processes, or those of other hosts, hold. */
export async function heldLocks(dir: string): Promise<string[]> {
  const held: string[] = [];
  for (const name of (await listFolder(dir)).filter(isLockName)) {
    const owner = await readLock(join(dir, name));
    if (owner !== undefined && isRunning(owner) !== false) held.push(name);
  }
  return held;
}

async function refuseRunning(path: string): Promise<void> {
  const owner = await readLock(path);
  if (owner === undefined) return;
  if (isRunning(owner) === false) {
    await (await acquireLock(path, "removing a stale lock")).release();
    return;
  }
  throw new LockedError({
    file: path,
    message: `process ${owner.pid} on ${owner.host} runs this stage with another number of ranks`,
    remedy: "Wait for it to end, or use the same number of ranks.",
  });
}

function isLockName(name: string): boolean {
  return /^lock(\.\d+-of-\d+)?$/.test(name);
}

function worldSizeOf(name: string): number {
  return Number(/-of-(\d+)$/.exec(name)?.[1] ?? 1);
}

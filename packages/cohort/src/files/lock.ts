import { randomUUID } from "node:crypto";
import { link, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { LockedError } from "../errors.js";
import { partialName } from "./atomic.js";
import { isRunning, type ProcessIdentity, thisProcess } from "./processes.js";
import { makeFolder, writingFailure } from "./writing.js";

/** What a lock file holds. */
export interface LockOwner extends ProcessIdentity {
  /** ISO time at which the lock was taken. */
  readonly lockedAt: string;
  /** What the owner does, for messages. */
  readonly purpose: string;
  readonly token: string;
}

/** A lock held by this process. */
export interface Lock {
  readonly path: string;
  /** The owner whose lock was taken over because its process had ended. */
  readonly tookOverFrom: LockOwner | undefined;
  /** Gives the lock back; does nothing the second time. */
  release(): Promise<void>;
}

/**
 * Takes a lock file, or says who holds it. The lock of a process of this host that has ended is taken over.
 *
 * @throws LockedError when a running process, or one of another host, holds it.
 */
export async function acquireLock(path: string, purpose: string): Promise<Lock> {
  await makeFolder(dirname(path));
  const owner: LockOwner = {
    ...thisProcess(),
    lockedAt: new Date().toISOString(),
    purpose,
    token: randomUUID(),
  };
  if (await create(path, owner)) return lockOf(path, owner, undefined);
  // Who removes a stale lock must be alone, or two could each remove the other's fresh one.
  const guard = `${path}.takeover`;
  if (!(await create(guard, owner))) throw locked(guard, await readLock(guard));
  try {
    const holder = await readLock(path);
    if (holder !== undefined) {
      if (isRunning(holder) !== false) throw locked(path, holder);
      await unlink(path);
    }
    if (!(await create(path, owner))) throw locked(path, await readLock(path));
    return lockOf(path, owner, holder);
  } finally {
    await rm(guard, { force: true });
  }
}

/** Who holds a lock; undefined when nobody does. @throws LockedError when the file is not a lock. */
export async function readLock(path: string): Promise<LockOwner | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const owner = JSON.parse(text) as LockOwner;
    if (Number.isInteger(owner.pid) && typeof owner.host === "string") return owner;
  } catch {
    // Reported below like any other content that is not an owner.
  }
  throw new LockedError({
    file: path,
    message: "is not a lock of ours",
    remedy: "Remove it when nothing works in this folder.",
  });
}

/** Makes the file with its whole content in one step; false when it exists. */
async function create(path: string, owner: LockOwner): Promise<boolean> {
  const partial = partialName(path);
  try {
    await writeFile(partial, `${JSON.stringify(owner)}\n`, { flag: "wx" });
    await link(partial, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw writingFailure(path, error, partial);
  } finally {
    await rm(partial, { force: true }).catch(() => {});
  }
}

function lockOf(path: string, owner: LockOwner, tookOverFrom: LockOwner | undefined): Lock {
  return {
    path,
    tookOverFrom,
    async release() {
      const holder = await readLock(path);
      if (holder?.token === owner.token) await unlink(path);
    },
  };
}

function locked(path: string, holder: LockOwner | undefined): LockedError {
  const who = holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}`;
  const since = holder === undefined ? "" : ` since ${holder.lockedAt} for ${holder.purpose}`;
  return new LockedError({
    file: path,
    message: `is held by ${who}${since}`,
    remedy: "Wait for it to end, or remove the file if you know that it has.",
  });
}

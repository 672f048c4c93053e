/** Keeps two set-ups from installing into one cache at the same time. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupLockError } from "./errors.js";

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** How long to wait for another set-up, and whom to tell about it. */
export interface LockOptions {
  readonly timeoutMs?: number;
  readonly pollMs?: number;
  readonly onWait?: (holder: Holder) => void;
}

/**
 * Runs `work` while holding the lock file at `path`; waits while a living process of this machine holds it.
 * A lock left behind by a process that is gone is taken over.
 *
 * @throws SetupLockError when the lock is not free within the time limit, or is held by another machine.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { timeoutMs = 30 * 60_000, pollMs = 500, onWait } = options;
  const deadline = Date.now() + timeoutMs;
  mkdirSync(dirname(path), { recursive: true });
  for (let hasTold = false; !tryAcquire(path); hasTold = true) {
    const holder = readHolder(path);
    if (holder && !hasTold) onWait?.(holder);
    if (holder && holder.host === hostname() && !isAlive(holder.pid)) {
      rmSync(path, { force: true });
      continue;
    }
    if (Date.now() > deadline) {
      const who = holder ? `process ${holder.pid} on ${holder.host}` : "another process";
      throw new SetupLockError(`${who} holds ${path}. Wait for it, or delete the file if it is gone.`);
    }
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryAcquire(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder), {
      flag: "wx",
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined while the holder is still writing its name, or has just let go. */
function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

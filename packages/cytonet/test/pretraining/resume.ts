import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";

const CLI = join(import.meta.dirname, "../../bin/cytonet.js");

/** What a child process ended with. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Starts `cytonet` as a user would. @param env in addition to this process's */
export function startCytonet(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...env },
  });
  let stderr = "";
  child.stderr!.on("data", (piece) => {
    stderr += piece;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code, signal) => resolve({ code, signal, stderr })),
  );
  return { child, ended };
}

/** Steps that a run's log tells of. */
export function loggedSteps(run: string): number {
  const path = join(run, "log.jsonl");
  if (!existsSync(path)) return 0;
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.length === 0 ? 0 : (JSON.parse(lines.at(-1)!) as { step: number }).step;
}

/** Hash of a run's final weights. */
export function weightsHash(run: string): string {
  return createHash("sha256")
    .update(readFileSync(join(run, "model", "model.safetensors")))
    .digest("hex");
}

/** Runs until the log tells of `step`, then kills without warning. @returns whether the run was still going */
export async function killAtStep(
  args: readonly string[],
  run: string,
  step: number,
  signal: NodeJS.Signals,
): Promise<Ended> {
  const { child, ended } = startCytonet(args);
  const watch = setInterval(() => {
    if (loggedSteps(run) >= step) child.kill(signal);
  }, 1);
  const result = await ended;
  clearInterval(watch);
  return result;
}

/**
 * Runs until the log tells of `step` and `laterMs` have gone by, then kills without warning; a run that ends before is
 * let be. Step 0 is the start of the process.
 */
export async function killAfter(
  args: readonly string[],
  run: string,
  step: number,
  laterMs: number,
): Promise<Ended> {
  const { child, ended } = startCytonet(args);
  let timer: NodeJS.Timeout | undefined;
  const watch = setInterval(() => {
    if (timer === undefined && (step === 0 || loggedSteps(run) >= step)) {
      timer = setTimeout(() => child.kill("SIGKILL"), laterMs);
    }
  }, 1);
  const result = await ended;
  clearInterval(watch);
  clearTimeout(timer);
  return result;
}

/** Runs until it has begun to write its n-th checkpoint, counted from 1, then kills without warning. */
export async function killWhileSaving(args: readonly string[], run: string, nth: number): Promise<Ended> {
  const folder = join(run, "checkpoints");
  mkdirSync(folder, { recursive: true });
  const before = new Set(readdirSync(folder));
  const begun = new Set<string>();
  const { child, ended } = startCytonet(args);
  const watcher = watch(folder, (_, name) => {
    if (name === null || !name.startsWith(".") || before.has(name)) return;
    begun.add(name);
    if (begun.size === nth) child.kill("SIGKILL");
  });
  const result = await ended;
  watcher.close();
  return result;
}

/** Names of checkpoints that were being written when their process was killed. */
export function unfinishedCheckpoints(run: string): string[] {
  return readdirSync(join(run, "checkpoints")).filter((name) => name.startsWith("."));
}

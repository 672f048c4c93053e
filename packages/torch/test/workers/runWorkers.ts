import { spawnSync } from "node:child_process";
import { join } from "node:path";

export interface WorkersReport {
  workers: { rounds: number; drift: number }[];
  /** What the main thread did meanwhile. */
  own: number;
  drift: number;
  grownMiB: number;
}

/** Runs workers.mjs in a process of its own, whose crash is an error here. */
export function runWorkers(milliseconds: number): WorkersReport {
  const child = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "workers.mjs"), String(milliseconds)],
    {
      encoding: "utf8",
    },
  );
  if (child.status !== 0)
    throw new Error(`the workers ended with ${child.signal ?? child.status}:\n${child.stderr}`);
  return JSON.parse(child.stdout.trim().split("\n").at(-1)!) as WorkersReport;
}

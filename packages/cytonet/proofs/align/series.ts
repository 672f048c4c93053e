import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The program as built. */
export const program = here("../../bin/cytonet.js");

/** Sections that a proof is tried on; 0 for all. */
export const few = Number(process.env.CYTONET_PROOF_SECTIONS ?? 0);

/** Runs a node program and gives what it printed. */
export function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Exit code of a command that listed items it could not do and did the others. */
const SOME_FAILED = 3;

/** Runs the program and gives what it printed; sections that it lists as failed are for the caller to count. */
export function cytonet(...args: string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 26,
  });
  if (status === 0 || status === SOME_FAILED) return stdout;
  throw new Error(`cytonet ${args[0]} ended with ${status}`);
}

/**
 * Cuts, stains, mislays and scans a brain of the `study` preset with strong confounds, every 0.1 mm; what is there
 * already is kept.
 */
export function writeStudySeries(cohort: string): void {
  const middle =
    few > 0 ? ["--from", String(300 - (few >> 1)), "--to", String(300 + Math.ceil(few / 2))] : [];
  const settings = ["--preset", "study", "--spacing-mm", "0.1", "--seed", "3"];
  node(here("writeSeries.mjs"), cohort, ...settings, ...middle);
}

/** Where `writeStudyBlocks` writes. */
export const blocksIn = (dir: string): string => join(dir, few > 0 ? `blocks-${few}` : "blocks");

/**
 * Cuts a block of neighbouring sections, every 0.1 mm, of each of the ten brains of `study`, with strong confounds: the
 * blocks lie along the brain from its posterior to its anterior end. Sections that are there already are kept.
 *
 * @returns the cohort's folder, in `dir`
 */
export async function writeStudyBlocks(dir: string): Promise<string> {
  const cohort = blocksIn(dir);
  // Written last.
  if (existsSync(join(cohort, "cohort.yaml"))) return cohort;
  const settings = ["--preset", "study", "--spacing-mm", "0.1", "--seed", "1"];
  const blocks = ["--brains", "10", "--block", String(few || 80)];
  const parts = availableParallelism();
  const script = here("writeSeries.mjs");
  await Promise.all(
    Array.from({ length: parts }, async (_, k) => {
      const args = [script, cohort, ...settings, ...blocks, "--part", `${k}/${parts}`];
      const [code] = await once(
        spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] }),
        "exit",
      );
      if (code !== 0) throw new Error(`part ${k} of the sections ended with ${code}`);
    }),
  );
  node(script, cohort, ...settings, ...blocks);
  return cohort;
}

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readFailures } from "@cytonet/cohort";
import { counterUniform } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeAlignCohort } from "./align/alignCohort.js";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const program = here("../../bin/cytonet.js");
const built = existsSync(here("../../dist/preparation/reconstructStage.js"));

/** The commands under test with the stages that each runs, and how often it is killed. */
const commands = [
  { name: "align", stages: ["align-features", "align-pairs", "align"], kills: 4 },
  { name: "segment", stages: ["segment"], kills: 2 },
  { name: "reconstruct", stages: ["reconstruct"], kills: 2 },
] as const;

let root = "";
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "cytonet-killed-"));
  for (const name of ["whole", "killed", "ranks"]) await writeAlignCohort(join(root, name));
  writeFileSync(join(root, "align.yaml"), "features: { octaves: 3, maxFeatures: 400 }\n");
  writeFileSync(join(root, "segment.yaml"), "cleaning: { rimMm: 0.2 }\n");
  writeFileSync(join(root, "reconstruct.yaml"), "voxelMm: 0.2\n");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Ended {
  /** Exit code, or the signal that ended it. */
  readonly by: number | string | null;
  readonly result: { readonly steps?: readonly Counts[] } & Partial<Counts>;
}
interface Counts {
  readonly done: number;
  readonly skipped: number;
}

/** Runs the built program on a cohort; `env` tells when to be killed. */
function run(cohort: string, command: string, env: NodeJS.ProcessEnv = {}, launcher: string[] = []) {
  const words = [...launcher, command, "--cohort", join(root, cohort), "--threads", "1", "--json"];
  words.push("--config", join(root, `${command}.yaml`));
  const args = ["--import", here("killAt.mjs"), program, ...words];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  return new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ by: signal ?? code, result: parsed(said) }));
  });
}

function parsed(said: string): Ended["result"] {
  return said.startsWith("{") ? (JSON.parse(said) as Ended["result"]) : {};
}

const inDerived = (cohort: string, path: string): string => join(root, cohort, "derived", path);

/** Items of a stage that have a whole result. */
function finished(cohort: string, stage: string): number {
  const dir = inDerived(cohort, stage);
  const files = existsSync(dir) ? readdirSync(dir, { recursive: true, encoding: "utf8" }) : [];
  return files.filter((file) => file.endsWith("/provenance.json") && !file.includes(".partial-")).length;
}

/** Every file of the results by name; of provenance and failures what does not tell of time and place. */
async function results(cohort: string, stages: readonly string[]): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const stage of stages) {
    const files = readdirSync(inDerived(cohort, stage), { recursive: true, encoding: "utf8" });
    for (const file of files.sort()) {
      const path = inDerived(cohort, join(stage, file));
      if (!statSync(path).isFile() || /^failures.*jsonl$/.test(file)) continue;
      const bytes = readFileSync(path);
      found[`${stage}/${file}`] = file.endsWith("provenance.json")
        ? timeless(JSON.parse(bytes.toString()))
        : bytes.toString("base64");
    }
    const failures = await readFailures(join(root, cohort), stage);
    found[`${stage}/failures`] = failures.map(({ item, error }) => [
      item,
      error.message.replaceAll(join(root, cohort), ""),
    ]);
  }
  return found;
}

interface Provenance {
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  readonly [field: string]: unknown;
}

function timeless({ command, gitCommit, startedAt, durationSeconds, inputs, ...rest }: Provenance) {
  return { ...rest, inputs: inputs.map(({ name, sha256 }) => [name, sha256]) };
}

describe.runIf(built)("preparation, as built", { timeout: 300_000 }, () => {
  it.each(commands)("$name goes on after SIGKILL anywhere and makes the same bytes", async (command) => {
    const { name, stages, kills } = command;
    const counted = join(root, `${name}.changes`);
    const whole = await run("whole", name, { COUNT_INTO: counted });
    expect([0, 3]).toContain(whole.by);
    const changes = Number(readFileSync(counted, "utf8"));
    expect(changes).toBeGreaterThan(10);

    for (let kill = 0; kill < kills; kill++) {
      // Later runs have less to do: their last chance to be killed comes sooner.
      const most = Math.max(3, changes * (1 - kill / kills));
      const at = 1 + Math.floor(counterUniform(6, kill, stages.length, 0) * (most - 1));
      const { by } = await run("killed", name, { KILL_AT: String(at) });
      expect([kill, by]).toEqual([kill, "SIGKILL"]);
    }
    const before = stages.map((stage) => finished("killed", stage));
    // A brain is one item: its volume is there or not.
    if (name !== "reconstruct") expect(before.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
    const resumed = await run("killed", name);
    expect(resumed.by).toBe(whole.by);
    const steps = resumed.result.steps ?? [resumed.result];
    expect(steps.map(({ skipped }) => skipped)).toEqual(before);
    expect(await results("killed", stages)).toEqual(await results("whole", stages));
  });

  it.each(commands)("$name gives the same files by two ranks", async ({ name, stages }) => {
    const { by } = await run("ranks", name, {}, ["launch", "--nproc", "2", "--"]);
    expect([0, 3]).toContain(by);
    expect(await results("ranks", stages)).toEqual(await results("whole", stages));
  });
});

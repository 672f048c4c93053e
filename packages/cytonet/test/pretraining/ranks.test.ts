import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { makeMiniCohort, miniConfig } from "../support/miniCohort.js";
import { loggedSteps, startCytonet, weightsHash } from "./resume.js";

const folder = mkdtempSync(join(tmpdir(), "ranks-"));
const cohort = join(folder, "cohort");
const config = join(folder, "config.yaml");
const words = (run: string) => [
  "pretrain",
  "--cohort",
  cohort,
  "--config",
  config,
  "--threads",
  "1",
  "--out",
  run,
];
const launched = (run: string, count = 2) => ["launch", "--nproc", String(count), "--", ...words(run)];

beforeAll(async () => {
  mkdirSync(cohort);
  await makeMiniCohort(cohort);
  const optimiser = { name: "sgd", learningRate: 0.01, layerwise: {} };
  writeFileSync(config, stringify({ ...miniConfig(), optimiser }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const logOf = (run: string) =>
  readFileSync(join(run, "log.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

// Each starts several processes, and a stop or a loss takes as long as the machine is busy.
const SLOW_MS = 4 * 60_000;

describe("a run over two ranks", { timeout: SLOW_MS }, () => {
  const pair = join(folder, "pair");

  it("sees the batches of one process, takes its first step, and writes one log", async () => {
    const alone = join(folder, "alone");
    expect(await startCytonet(words(alone)).ended).toMatchObject({ code: 0 });
    expect(await startCytonet(launched(pair)).ended).toMatchObject({ code: 0 });
    const [expected, found] = [logOf(alone), logOf(pair)];
    expect(found.map(({ step }) => step)).toEqual(expected.map(({ step }) => step));
    // In float64 a step agrees to 1e-9 (contrastiveStep.test.ts); in float32 small batches let the last bits grow.
    expect(Math.abs(found[0].loss / expected[0].loss - 1)).toBeLessThan(1e-4);
    expect(Math.abs(found[0].gradientNorm / expected[0].gradientNorm - 1)).toBeLessThan(1e-2);
    expect(found[0].effectivePositives).toBeCloseTo(expected[0].effectivePositives, 6);
    expect(found.at(-1).larcRatioMedian).toBeGreaterThan(0);
    expect(readdirSync(join(pair, "tensorboard"))).toHaveLength(1);
  });

  it("ends together, naming the rank that was killed; the same call goes on to the same weights", async () => {
    const run = join(folder, "lost");
    const { child, ended } = startCytonet(launched(run));
    const children = () =>
      readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ").map(Number);
    const watch = setInterval(() => {
      if (loggedSteps(run) < 4) return;
      clearInterval(watch);
      process.kill(children()[1]!, "SIGKILL");
    }, 5);
    const began = performance.now();
    const lost = await ended;
    clearInterval(watch);
    expect(lost.code).toBe(5);
    expect(lost.stderr).toMatch(/rank 1 \(process \d+\) was killed by SIGKILL, and all 2 ranks were stopped/);
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(await startCytonet(launched(run)).ended).toMatchObject({ code: 0 });
    expect(weightsHash(run)).toBe(weightsHash(pair));
  });

  it("saves and exits with 75 when the launcher is asked to stop, and goes on", async () => {
    const run = join(folder, "stopped");
    const { child, ended } = startCytonet(launched(run));
    const watch = setInterval(() => {
      if (loggedSteps(run) < 3) return;
      clearInterval(watch);
      child.kill("SIGTERM");
    }, 5);
    expect((await ended).code).toBe(75);
    expect(await startCytonet(launched(run)).ended).toMatchObject({ code: 0 });
    expect(weightsHash(run)).toBe(weightsHash(pair));
  });

  it("is not continued by another number of ranks", async () => {
    const refused = await startCytonet(launched(pair, 1)).ended;
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/arithmetic\.ranks: is 2 there and 1 here/);
  });
});

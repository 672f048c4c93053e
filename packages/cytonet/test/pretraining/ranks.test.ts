import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

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
    const { code, stderr } = await startCytonet(launched(pair)).ended;
    expect(code).toBe(0);
    // The first rank alone tells how far the run is, and what it came to.
    expect(stderr).not.toMatch(/\[rank 1\]/);
    expect(stderr).toMatch(/\[rank 0\] pretrain/);
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

  it("does not begin where a rank came with other settings: all name that rank", async () => {
    const run = join(folder, "mixed");
    const port = String(await freePort());
    const rank = (number: number, ...more: string[]) =>
      startCytonet([...words(run), ...more], {
        RANK: String(number),
        LOCAL_RANK: String(number),
        WORLD_SIZE: "2",
        LOCAL_WORLD_SIZE: "2",
        MASTER_ADDR: "127.0.0.1",
        MASTER_PORT: port,
      }).ended;
    for (const { code, stderr } of await Promise.all([rank(0), rank(1, "--seed", "9")])) {
      expect(code).toBe(4);
      expect(stderr).toMatch(/rank 1: has other settings than rank 0\. Give every rank the same --config/);
    }
    expect(existsSync(run)).toBe(false);
  });

  it("stops where both together met more unreadable patches than are tolerated", async () => {
    const broken = join(cohort, "A-s1.png");
    const sound = readFileSync(broken);
    writeFileSync(broken, sound.subarray(0, sound.length / 2));
    try {
      const run = join(folder, "unreadable");
      // 32 patches a step and rank 0 or 1: of 256 samples 64 cannot be read, and each rank meets half of them in time.
      const data = { split: "default", memoryMiB: 1e-3, workers: 0, maxFailedShare: 40 / 256 };
      const own = join(folder, "unreadable.yaml");
      writeFileSync(own, stringify({ ...miniConfig({ data }), schedule: { batchSize: 64, steps: 4 } }));
      const call = launched(run).map((word) => (word === config ? own : word));
      const { code, stderr } = await startCytonet(call).ended;
      expect(code).toBe(4);
      const [, met] = /(\d+) of 256 patches, in 1 files, cannot be read and at most 40 may/.exec(stderr)!;
      const listed = ["failures.jsonl", "failures.rank-1.jsonl"].map((name) => {
        const lines = readFileSync(join(run, name), "utf8").trim().split("\n");
        return lines.map((line) => JSON.parse(line).pointId);
      });
      for (const own of listed) expect(own.length).toBeLessThanOrEqual(40);
      expect(new Set(listed.flat()).size).toBe(Number(met));
      const status = JSON.parse(readFileSync(join(run, "status.json"), "utf8"));
      expect(status).toMatchObject({ state: "failed", message: expect.stringMatching(/at most 40 may/) });
    } finally {
      writeFileSync(broken, sound);
    }
  });

  it("is not continued by another number of ranks", async () => {
    const refused = await startCytonet(launched(pair, 1)).ended;
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/arithmetic\.ranks: is 2 there and 1 here/);
  });
});

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { makeMiniCohort, miniConfig } from "../support/miniCohort.js";
import { killAtStep, killWhileSaving, startCytonet, unfinishedCheckpoints, weightsHash } from "./resume.js";

const folder = mkdtempSync(join(tmpdir(), "resume-"));
const cohort = join(folder, "cohort");
const config = join(folder, "config.yaml");
const whole = join(folder, "whole");
const call = (run: string): string[] => ["pretrain", "--cohort", cohort, "--config", config, "--out", run];

beforeAll(async () => {
  mkdirSync(cohort);
  await makeMiniCohort(cohort);
  writeFileSync(config, stringify(miniConfig()));
  expect(await startCytonet(call(whole)).ended).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

// Every test starts several processes, which takes as long as the machine is busy.
const SLOW = { timeout: 4 * 60_000 };

describe("a pretraining run that is broken off", SLOW, () => {
  it("ends with the same weights after SIGKILL, bit for bit", async () => {
    const run = join(folder, "killed");
    expect((await killAtStep(call(run), run, 5, "SIGKILL")).signal).toBe("SIGKILL");
    expect(await startCytonet(call(run)).ended).toMatchObject({ code: 0 });
    expect(weightsHash(run)).toBe(weightsHash(whole));
    const steps = readFileSync(join(run, "log.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).step);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("ends with the same weights after SIGKILL in the middle of a checkpoint, and clears it away", async () => {
    const run = join(folder, "killedSaving");
    expect((await killWhileSaving(call(run), run, 2)).signal).toBe("SIGKILL");
    expect(await startCytonet(call(run)).ended).toMatchObject({ code: 0 });
    expect(unfinishedCheckpoints(run)).toEqual([]);
    expect(weightsHash(run)).toBe(weightsHash(whole));
  });

  it("saves and exits with 75 on SIGTERM, and goes on from that very step", async () => {
    const run = join(folder, "stopped");
    const stopped = await killAtStep(call(run), run, 3, "SIGTERM");
    expect(stopped.code).toBe(75);
    const resumed = await startCytonet(call(run)).ended;
    expect(resumed.stderr).toMatch(/Goes on from step \d+ of 12/);
    expect(weightsHash(run)).toBe(weightsHash(whole));
  });

  const damages: Record<string, (checkpoint: string) => void> = {
    altered: (checkpoint) => {
      const weights = join(checkpoint, "model.safetensors");
      const bytes = readFileSync(weights);
      bytes[bytes.length - 3]! ^= 1;
      writeFileSync(weights, bytes);
    },
    truncated: (checkpoint) => truncateSync(join(checkpoint, "optimizer.safetensors"), 1000),
    "left without its state": (checkpoint) => rmSync(join(checkpoint, "state.json")),
    "left without its checksums": (checkpoint) => rmSync(join(checkpoint, "SHA256SUMS")),
  };

  it.each(Object.keys(damages))(
    "passes over a checkpoint that was %s, saying so, and still ends with the same weights",
    async (damage) => {
      const run = join(folder, damage);
      await killAtStep(call(run), run, 7, "SIGKILL");
      const newest = readdirSync(join(run, "checkpoints"))
        .filter((name) => name.startsWith("step-"))
        .sort((a, b) => Number(b.slice(5)) - Number(a.slice(5)))[0]!;
      damages[damage]!(join(run, "checkpoints", newest));
      const resumed = await startCytonet(call(run)).ended;
      expect(resumed.code).toBe(0);
      expect(resumed.stderr).toContain(`${newest} is damaged`);
      expect(weightsHash(run)).toBe(weightsHash(whole));
    },
  );

  it("refuses a folder that holds a run of another configuration", async () => {
    const other = join(folder, "other.yaml");
    writeFileSync(other, stringify(miniConfig({ seed: 4 })));
    const refused = await startCytonet(["pretrain", "--cohort", cohort, "--config", other, "--out", whole])
      .ended;
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/another configuration/);
  });
});

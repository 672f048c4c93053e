import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFeatures } from "@cytonet/cohort";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { runEmbedding } from "../../src/embedding/runEmbedding.js";
import { PretrainSchema } from "../../src/pretraining/config.js";
import { runPretraining } from "../../src/pretraining/runPretraining.js";
import { quietContext } from "../support/context.js";
import { makeMiniCohort, miniConfig } from "../support/miniCohort.js";

const folder = mkdtempSync(join(tmpdir(), "unreadable-"));
const cohortDir = join(folder, "cohort");
const broken = join(cohortDir, "A-s2.png");
let sound: Buffer;

beforeAll(async () => {
  mkdirSync(cohortDir);
  await makeMiniCohort(cohortDir, { sections: 5 });
  sound = readFileSync(broken);
  writeFileSync(broken, sound.subarray(0, sound.length / 2));
});
afterAll(() => rmSync(folder, { recursive: true }));

const train = (name: string, data: object, rest: object = {}) => {
  const schedule = { batchSize: 32, steps: 5 };
  const over = { ...rest, schedule, threads: 1, data: { split: "default", maxFailedShare: 0.3, ...data } };
  const config = PretrainSchema.parse(miniConfig(over));
  return runPretraining({ cohortDir, config, out: join(folder, name) }, quietContext());
};
const listOf = (name: string) =>
  readFileSync(join(folder, name, "failures.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const streaming = { memoryMiB: 1e-3 };

describe("pretraining over a section that cannot be read", () => {
  it("trains on, lists its patches, and gives the same weights however patches are read", async () => {
    const banked = await train("banked", {});
    const inline = await train("inline", { ...streaming, workers: 0 });
    const threads = await train("threads", { ...streaming, workers: 3, prefetchBatches: 4 });
    expect(inline.modelId).toBe(banked.modelId);
    expect(threads.modelId).toBe(banked.modelId);
    expect(banked.failures).toBe(64);
    const list = listOf("threads");
    expect(listOf("inline").map(({ pointId }) => pointId)).toEqual(list.map(({ pointId }) => pointId));
    expect(threads.failures).toBe(list.length);
    for (const { step, brain, section, file, reason } of list) {
      expect([brain, section, file]).toEqual(["A", "s2", broken]);
      expect(reason).toMatch(/cannot be decoded/);
      expect(step).toBeGreaterThanOrEqual(1);
    }
  });

  it("stops where more than the tolerated share fails, with the list in the run folder", async () => {
    const stopped = train("stopped", { ...streaming, workers: 2, maxFailedShare: undefined });
    await expect(stopped).rejects.toMatchObject({ name: "UnreadablePatchesError", exitCode: 4 });
    expect(listOf("stopped").length).toBeGreaterThan(0);
    const banked = train("stopped-banked", { maxFailedShare: 0.1 });
    await expect(banked).rejects.toThrow(/64 of 320 patches, in 1 files, cannot be read and at most 32 may/);
    expect(listOf("stopped-banked")).toHaveLength(64);
  });

  it("says so in evaluation's own words where it is the points to be scored, which no list of the run has", async () => {
    const split = {
      schema: "cytonet.split/1",
      name: "validated",
      seed: 0,
      brains: { seen: ["A"], transfer: [], unseen: [] },
      test: { every: 5, start: 5 },
      validation: { every: 5, start: 3 },
    };
    writeFileSync(join(cohortDir, "splits", "validated.yaml"), stringify(split));
    const evaluate = { everySteps: 5, points: 40, neighbours: 3, atlas: "halves" };
    const evaluated = train("evaluated", { split: "validated" }, { evaluate });
    await expect(evaluated).rejects.toThrow(
      /A-s2.*: 40 of the points that `evaluate` draws cannot be read and at most 5 % may/,
    );
    await expect(evaluated).rejects.toMatchObject({ name: "DataError", exitCode: 4 });
  });

  it("goes on once the file is repaired, with nothing left in the list", async () => {
    const half = readFileSync(broken);
    writeFileSync(broken, sound);
    try {
      const resumed = await train("stopped", { ...streaming, workers: 1, maxFailedShare: undefined });
      expect(resumed.failures).toBe(0);
      const again = await train("stopped-banked", { maxFailedShare: 0.1 });
      expect(again.failures).toBe(0);
      expect(again.modelId).not.toBe(resumed.run);
    } finally {
      writeFileSync(broken, half);
    }
  });

  it("keeps patches in a cache that a second run reads, to the same weights", async () => {
    const cacheDir = join(folder, "cache");
    const first = await train("cached-1", { ...streaming, cacheDir, workers: 2 });
    const second = await train("cached-2", { ...streaming, cacheDir, workers: 1 });
    expect(existsSync(join(cacheDir, "cytonet-patches"))).toBe(true);
    const whole = await train("threads", { ...streaming, workers: 2 });
    expect([first.modelId, second.modelId]).toEqual([whole.modelId, whole.modelId]);
  });
});

describe("embedding over patches that cannot be read", () => {
  const source = { histogram: { patchPx: 24, pixelSizeUm: 16 } };

  it("lists a section of which none can be, and goes on", async () => {
    const result = await runEmbedding({ cohortDir, source, workers: 2 }, quietContext());
    expect(result).toMatchObject({ failures: 1, failedSections: 1, failedPoints: 0 });
    expect(result.sections.done).toBe(4);
    expect(result.dataWait).toBeGreaterThanOrEqual(0);
  });

  it("leaves single points out of the table and lists them beside it, also when they are met again", async () => {
    const tiled = { tile: true, tileWidth: 48, tileHeight: 48, compression: "deflate" } as const;
    const damaged = await sharp(sound).tiff(tiled).toBuffer();
    damaged.fill(0, 2000, 2200);
    writeFileSync(broken, damaged);
    const finer = { histogram: { patchPx: 20, pixelSizeUm: 16 } };
    const result = await runEmbedding({ cohortDir, source: finer, workers: 2 }, quietContext());
    const { failedPoints } = result;
    expect(result).toMatchObject({ failedSections: 0, failures: failedPoints, sections: { done: 5 } });
    const dir = join(cohortDir, "derived", result.features, "A", "s2");
    const { pointId } = await readFeatures(join(dir, "features.parquet"));
    const lines = readFileSync(join(dir, "failures.jsonl"), "utf8").trim().split("\n");
    const failed = lines.map((line) => JSON.parse(line));
    expect(failedPoints).toBeGreaterThan(0);
    expect(failed).toHaveLength(failedPoints);
    expect(failed[0]).toMatchObject({ brain: "A", section: "s2", file: broken });
    expect(new Set([...pointId, ...failed.map((one) => one.pointId)]).size).toBe(64);
    const again = await runEmbedding({ cohortDir, source: finer, workers: 0 }, quietContext());
    expect(again).toMatchObject({ failures: failedPoints, sections: { done: 0, skipped: 5 } });
  });
});

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, DataError, readPoints } from "@cytonet/cohort";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { SegmentSchema } from "../../src/preparation/segmentConfig.js";
import { runSegmentStage } from "../../src/preparation/segmentStage.js";
import { PretrainSchema } from "../../src/pretraining/config.js";
import { runPretraining } from "../../src/pretraining/runPretraining.js";
import { readTissueGridSettings, tissueGrid } from "../../src/sampling/tissueGrid.js";
import { mergeTissueGridOutcomes, runTissueGrid } from "../../src/sampling/tissueGridStage.js";
import { classAt, sectionPx, writeTissueCohort } from "../preparation/tissueCohort.js";
import { quietContext } from "../support/context.js";
import { miniConfig } from "../support/miniCohort.js";

describe("tissueGrid", () => {
  // 8 × 6 pixels of 100 µm: grey on the left, white beside it, slide on the right.
  const labels = Uint8Array.from({ length: 48 }, (_, i) => (i % 8 < 3 ? 1 : i % 8 < 5 ? 2 : 0));
  const mask = { widthPx: 8, heightPx: 6, labels };
  const grid = (changes: object) =>
    tissueGrid(mask, 100, readTissueGridSettings({ gridSpacingMm: 0.2, tissueWindowMm: 0.2, ...changes }));
  const cells = (changes: object) => grid(changes).map(({ row, column }) => `${row},${column}`);

  it("keeps the middles of cells that lie in the class asked for", () => {
    expect(cells({})).toEqual(["0,0", "1,0", "2,0"]);
    expect(cells({ region: "white" })).toEqual(["0,1", "1,1", "2,1"]);
    expect(cells({ region: "tissue" })).toHaveLength(6);
    expect(grid({})[1]).toEqual({ row: 1, column: 0, xUm: 100, yUm: 300, tissueShare: 1 });
  });

  it("drops points with little tissue around them; beyond the image there is none", () => {
    expect(cells({ tissueWindowMm: 0.8 })).toEqual([]);
    expect(grid({ tissueWindowMm: 0.8, minTissueShare: 0.3 })[0]!.tissueShare).toBeCloseTo(25 / 64);
  });

  it("refuses settings out of range by name", () => {
    expect(() => readTissueGridSettings({ minTissueShare: 2 })).toThrow(ConfigError);
    expect(() => readTissueGridSettings({ gridSpacingMm: 0 })).toThrow(/gridSpacingMm/);
  });
});

describe("cytonet sample grid", { timeout: 120_000 }, () => {
  let dir: string;
  const request = { device: "cpu", force: false, dryRun: false };
  const config = readTissueGridSettings({ gridSpacingMm: 0.25 });
  const sample = (changes: object = {}) =>
    runTissueGrid({ cohortDir: dir, config, ...request, ...changes }, quietContext());
  const tables = () =>
    readPoints([1, 2, 3, 4, 5].map((n) => join(dir, "derived/tissue-grid/B01", `000${n}`, "points.parquet")));
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "cytonet-sample-"));
    await writeTissueCohort(dir);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it("asks for masks where there are none", async () => {
    await expect(sample()).rejects.toThrow(DataError);
    await expect(sample()).rejects.toThrow(/none has a mask.*cytonet segment/);
    const segmentation = SegmentSchema.parse({ cleaning: { rimMm: 0.4 } });
    await runSegmentStage({ cohortDir: dir, config: segmentation, ...request }, quietContext());
  });

  it("lays points on grey matter, in pixels and in the brain's millimetres, once", async () => {
    expect(await sample({ dryRun: true })).toMatchObject({ dryRun: true, done: 5, points: 0 });
    const done = await sample();
    expect(done).toMatchObject({ done: 5, skipped: 0, failures: 0, withoutMask: [] });
    const { columns } = await tables();
    const count = columns.pointId.length;
    expect(done).toMatchObject({ points: count, pointsInBrain: count, pointsInReference: count });
    expect(new Set(columns.pointId).size).toBe(count);
    // The grey ring has some 23.8 mm² in each of five sections, and a point each 1/16 mm².
    expect(count).toBeGreaterThan(5 * 23.8 * 16 * 0.9);
    expect(count).toBeLessThan(5 * 23.8 * 16 * 1.05);
    const truly = columns.xBrainMm.filter((x, i) => classAt(x, columns.zBrainMm[i]!) === 1).length;
    expect(truly / count).toBeGreaterThan(0.95);
    for (const [i, section] of columns.section.entries()) {
      expect(columns.yBrainMm[i]).toBeCloseTo((Number(section) - 1) * 0.3, 9);
      expect(columns.xRefMm[i]).toBe(columns.xBrainMm[i]);
      expect((columns.xPx[i]! * sectionPx.um) / 250 - 0.5).toBeCloseTo(
        Number(/c(\d+)$/.exec(columns.pointId[i]!)![1]),
        6,
      );
    }
    expect(new Set(columns.hemisphere)).toEqual(new Set(["unknown"]));
    expect(await sample()).toMatchObject({ done: 0, skipped: 5, points: count });
  });

  it("pretrains on its points", async () => {
    mkdirSync(join(dir, "splits"), { recursive: true });
    const split = {
      schema: "cytonet.split/1",
      name: "default",
      seed: 0,
      brains: { seen: ["B01"] },
      test: { every: 5, start: 3 },
    };
    writeFileSync(join(dir, "splits", "default.yaml"), stringify(split));
    const settings = {
      data: { split: "default", sampler: "tissue-grid" },
      encoder: {
        architecture: "R50",
        preset: "tiny",
        pixelSizeUm: 32,
        patchPx: 32,
        width: 0.125,
        depth: [1, 1],
      },
      schedule: { batchSize: 16, steps: 2 },
    };
    const out = join(dir, "runs");
    const result = await runPretraining(
      { cohortDir: dir, config: PretrainSchema.parse(miniConfig(settings)), out },
      quietContext(),
    );
    expect(result).toMatchObject({ steps: 2, sections: 5 });
    expect(result.loss).toBeGreaterThan(0);
  });

  it("tells one result of two ranks", async () => {
    const ranks = [];
    for (const rank of ["0", "1"]) {
      vi.stubEnv("SLURM_ARRAY_TASK_COUNT", "2");
      vi.stubEnv("SLURM_ARRAY_TASK_ID", rank);
      ranks.push(await sample());
      vi.unstubAllEnvs();
    }
    const { points, skipped } = await sample();
    expect(ranks.map((one) => one.skipped)).toEqual([3, 2]);
    expect(mergeTissueGridOutcomes(ranks)).toMatchObject({ points, pointsInBrain: points, skipped });
  });

  it("leaves coordinates unknown where a section is not aligned, and names sections without a mask", async () => {
    const place = join(dir, "overrides/transforms/B01/0002.json");
    renameSync(place, `${place}.away`);
    rmSync(join(dir, "derived/segment/B01/0005/mask.png"));
    const done = await sample();
    expect(done).toMatchObject({ done: 1, skipped: 3, withoutMask: ["B01/0005"] });
    const { columns } = await readPoints(join(dir, "derived/tissue-grid/B01/0002/points.parquet"));
    expect(columns.xBrainMm.every(Number.isNaN)).toBe(true);
    expect(columns.xRefMm.every(Number.isNaN)).toBe(true);
    expect(columns.xPx.every(Number.isFinite)).toBe(true);
    expect(done.points - done.pointsInBrain).toBe(columns.pointId.length);
  });
});

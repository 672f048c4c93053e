import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCohort, loadSections, loadSplit, readLabels, readPoints } from "@cytonet/cohort";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoSpace, demoSplit, writeSyntheticCohort } from "../../src/demo/syntheticCohort.js";

const small = { brains: { seen: ["S1"] }, sectionsPerBrain: 2 } as const;
const dirs: string[] = [];

async function makeCohort(seed: number): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "cytonet-demo-"));
  dirs.push(dir);
  await writeSyntheticCohort(dir, { ...small, seed });
  return dir;
}

/** Hashes of what a seed decides: scans, and tables but for the times in their provenance. */
async function fingerprints(dir: string): Promise<Record<string, string>> {
  const names = await readdir(dir, { recursive: true });
  const files = names.filter((name) => /\.(png|csv|yaml)$|transforms\/.*\.json$/.test(name)).sort();
  const hashes = files.map(async (name) => {
    const content = await readFile(join(dir, name));
    return [name, createHash("sha256").update(content).digest("hex")] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}

let first = "";
beforeAll(async () => {
  first = await makeCohort(1);
});
afterAll(async () => {
  for (const dir of dirs) await rm(dir, { recursive: true });
});

describe("the synthetic cohort", () => {
  it("is a cohort: files valid, points inside their sections, one label a point", async () => {
    const cohort = await loadCohort(join(first, "cohort"));
    const sections = await loadSections(cohort);
    const split = await loadSplit(cohort, demoSplit);
    expect(sections).toHaveLength(2);
    expect(split.brains.seen).toEqual(["S1"]);
    for (const { section } of sections) {
      const folder = join(cohort.dir, "derived/grid/S1", section);
      const { columns, metadata } = await readPoints(join(folder, "points.parquet"));
      const labels = await readLabels(join(folder, "labels.parquet"));
      expect(metadata.referenceSpace).toBe(demoSpace);
      expect(columns.pointId.length).toBeGreaterThan(60);
      expect(labels.columns.pointId).toEqual(columns.pointId);
      for (const row of columns.pointId.keys()) {
        expect(columns.hemisphere[row]).toBe(columns.xBrainMm[row]! < 0 ? "left" : "right");
        expect(Math.abs(columns.xPx[row]! - 576)).toBeLessThan(576);
      }
    }
  });

  it("has coordinates that its pixels and transforms give", async () => {
    const cohort = await loadCohort(join(first, "cohort"));
    const sections = await loadSections(cohort);
    const { affine } = JSON.parse(await readFile(join(cohort.dir, "transforms/S1.json"), "utf8"));
    const { columns } = await readPoints(join(cohort.dir, "derived/grid/S1/s01/points.parquet"));
    for (const row of [0, columns.pointId.length - 1]) {
      const brain = [columns.xBrainMm[row]!, columns.yBrainMm[row]!, columns.zBrainMm[row]!, 1];
      const ref = [0, 1, 2].map((axis) =>
        brain.reduce((sum, value, k) => sum + affine[4 * axis + k] * value, 0),
      );
      expect(columns.xRefMm[row]).toBeCloseTo(ref[0]!, 9);
      expect(columns.yRefMm[row]).toBeCloseTo(ref[1]!, 9);
      expect(columns.zRefMm[row]).toBeCloseTo(ref[2]!, 9);
      expect(columns.yBrainMm[row]).toBeCloseTo(sections[0]!.positionMm!, 3);
      // Turning the tissue on the slide keeps distances from the brain's axis: 16 µm a pixel.
      const fromAxis = Math.hypot(columns.xPx[row]! - 576, columns.yPx[row]! - 576) * 0.016;
      expect(Math.hypot(brain[0]!, brain[2]!)).toBeCloseTo(fromAxis, 9);
    }
  });

  it("is the same to the byte for the same seed, and another for another", async () => {
    const prints = await fingerprints(first);
    expect(Object.keys(prints).filter((name) => name.endsWith(".png"))).toHaveLength(2);
    expect(await fingerprints(await makeCohort(1))).toEqual(prints);
    const other = await fingerprints(await makeCohort(2));
    expect(other["raw/S1/s01.png"]).not.toBe(prints["raw/S1/s01.png"]);
  });

  it("is left alone once it is complete, and completed where it is not", async () => {
    const before = await fingerprints(first);
    expect((await writeSyntheticCohort(first, { ...small, seed: 1 })).made).toBe(false);
    await rm(join(first, "raw/S1/s02.png"));
    await rm(join(first, "cohort/cohort.yaml"));
    await rm(join(first, "cohort/sections.csv"));
    await rm(join(first, "cohort/splits"), { recursive: true });
    expect((await writeSyntheticCohort(first, { ...small, seed: 1 })).made).toBe(true);
    expect(await fingerprints(first)).toEqual(before);
  });

  it("stops when asked to", async () => {
    const dir = await mkdtemp(join(tmpdir(), "cytonet-demo-"));
    dirs.push(dir);
    const reason = new Error("stop");
    await expect(writeSyntheticCohort(dir, { ...small, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    expect(await readdir(dir)).toEqual([]);
  });

  it("writes scans that hold pixels and nothing else", async () => {
    const { width, height, channels, exif, icc, xmp, comments } = await sharp(
      join(first, "raw/S1/s01.png"),
    ).metadata();
    expect({ width, height, channels }).toEqual({ width: 1152, height: 1152, channels: 1 });
    for (const extra of [exif, icc, xmp, comments]) expect(extra).toBeUndefined();
  });
});

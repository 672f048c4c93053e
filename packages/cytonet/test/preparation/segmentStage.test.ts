import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFailures } from "@cytonet/cohort";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMask, writeMask } from "../../src/preparation/maskImage.js";
import { SegmentSchema } from "../../src/preparation/segmentConfig.js";
import { runSegmentStage, type SegmentSummary } from "../../src/preparation/segmentStage.js";
import { quietContext } from "../support/context.js";
import { classAt, dice, drawSection, placeAffine, sectionPx, writeTissueCohort } from "./tissueCohort.js";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-segment-"));
  await writeTissueCohort(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const config = SegmentSchema.parse({ cleaning: { rimMm: 0.4 } });
const request = { config, device: "cpu", force: false, dryRun: false };
const run = (changes: object = {}) =>
  runSegmentStage({ cohortDir: dir, ...request, ...changes }, quietContext());
const resultDir = (section: string) => join(dir, "derived/segment/B01", section);
const summaryOf = (section: string) =>
  JSON.parse(readFileSync(join(resultDir(section), "summary.json"), "utf8")) as SegmentSummary;

/** True classes of the first section, which lies straight, at the mask's pixels. */
function truth(): Uint8Array {
  const affine = placeAffine({ turnDeg: 0, shiftXMm: 0, shiftZMm: 0 }, 0);
  const classes: number[] = [];
  for (let y = 0; y < sectionPx.height / 2; y++) {
    for (let x = 0; x < sectionPx.width / 2; x++) {
      const [u, v] = [2 * x + 1, 2 * y + 1];
      classes.push(classAt(affine[0]! * u + affine[3]!, affine[9]! * v + affine[11]!));
    }
  }
  return Uint8Array.from(classes);
}

describe("cytonet segment", () => {
  it("divides every section, says how, and does nothing twice", async () => {
    expect(await run({ dryRun: true })).toMatchObject({ dryRun: true, done: 5, skipped: 0 });
    expect(await run()).toMatchObject({ done: 5, skipped: 0, failures: 0 });
    const mask = await readMask(join(resultDir("0001"), "mask.png"));
    expect([mask.widthPx, mask.heightPx]).toEqual([160, 128]);
    expect(dice(mask.labels, truth(), 1)).toBeGreaterThan(0.95);
    expect(dice(mask.labels, truth(), 2)).toBeGreaterThan(0.95);
    // The sulcus, six pixels wide, is open: slide from the border down to its bottom.
    for (let y = 20; y < 48; y++) expect(mask.labels[y * mask.widthPx + 80]).toBe(0);
    const summary = summaryOf("0001");
    expect(summary).toMatchObject({ source: "segmentation", pixelSizeUm: 64, widthPx: 160, heightPx: 128 });
    expect(summary.whiteMm2).toBeGreaterThan(12);
    expect(summary.found!.slideGrey).toBeLessThan(summary.found!.tissueGrey);
    expect(await run()).toMatchObject({ done: 0, skipped: 5 });
  });

  it("refuses other settings also of a dry run, unless --force is given", async () => {
    const other = SegmentSchema.parse({ pixelSizeUm: 128, cleaning: { rimMm: 0.4 } });
    await expect(run({ config: other })).rejects.toThrow(/pixelSizeUm: 64 → 128/);
    await expect(run({ config: other, dryRun: true })).rejects.toThrow(/pixelSizeUm: 64 → 128/);
    expect(await run({ config: other, dryRun: true, force: true })).toMatchObject({ done: 5, skipped: 0 });
  });

  it("says what to change where every piece of tissue is too small", async () => {
    const other = mkdtempSync(join(tmpdir(), "cytonet-segment-small-"));
    try {
      await writeTissueCohort(other);
      const large = SegmentSchema.parse({ cleaning: { minTissueMm2: 500 } });
      expect(await run({ cohortDir: other, config: large })).toMatchObject({ done: 0, failures: 5 });
      const [failure] = await readFailures(other, "segment");
      expect(failure!.error.message).toContain("no piece of tissue is as large as cleaning.minTissueMm2");
      expect(failure!.error.remedy).toMatch(/exclude the section.*lower `cleaning.minTissueMm2`/);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it("takes a user's mask for a section, and only that one is made again", async () => {
    const drawn = {
      widthPx: 80,
      heightPx: 64,
      labels: new Uint8Array(80 * 64).fill(1, 100, 2000).fill(2, 600, 900),
    };
    mkdirSync(join(dir, "overrides/masks/B01"), { recursive: true });
    const path = join(dir, "overrides/masks/B01/0002.png");
    await writeMask(path, drawn);
    expect(await run()).toMatchObject({ done: 1, skipped: 4 });
    expect(summaryOf("0002")).toMatchObject({ source: "override", found: null });
    const mask = await readMask(join(resultDir("0002"), "mask.png"));
    expect(mask.labels[2 * 160 * 7 + 2 * 50]).toBe(drawn.labels[80 * 7 + 50]);
    rmSync(path);
    expect(await run()).toMatchObject({ done: 1, skipped: 4 });
    expect(summaryOf("0002").source).toBe("segmentation");
  });

  it("lists blank and full slides and strange masks, and goes on with the rest", async () => {
    const other = mkdtempSync(join(tmpdir(), "cytonet-segment-bad-"));
    try {
      await writeTissueCohort(other);
      const affine = placeAffine({ turnDeg: 0, shiftXMm: 0, shiftZMm: 0 }, 0);
      await drawSection(join(other, "scans/0001.png"), affine, () => 0);
      await drawSection(join(other, "scans/0002.png"), affine, (x) => (Math.sin(2 * x) > 0 ? 1 : 2));
      mkdirSync(join(other, "overrides/masks/B01"), { recursive: true });
      await sharp(Buffer.alloc(64 * 20, 77), { raw: { width: 64, height: 20, channels: 1 } })
        .png()
        .toFile(join(other, "overrides/masks/B01/0003.png"));
      await writeMask(join(other, "overrides/masks/B01/0004.png"), {
        widthPx: 64,
        heightPx: 20,
        labels: new Uint8Array(64 * 20),
      });
      const outcome = await run({ cohortDir: other });
      expect(outcome).toMatchObject({ done: 1, failures: 4 });
      const problems = (await readFailures(other, "segment")).map(({ error }) => error.message);
      expect(problems[0]).toContain("stands out");
      expect(problems[1]).toMatch(/grainy|border/);
      expect(problems[2]).toContain("holds the grey 77");
      expect(problems[3]).toContain("64 × 20 px");
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it("names a section of one class alone, as at a pole, as doubtful", async () => {
    const other = mkdtempSync(join(tmpdir(), "cytonet-segment-pole-"));
    try {
      await writeTissueCohort(other);
      const affine = placeAffine({ turnDeg: 0, shiftXMm: 0, shiftZMm: 0 }, 0);
      await drawSection(join(other, "scans/0001.png"), affine, (x, z) => (x * x + z * z < 4 ? 1 : 0));
      const { failures, doubtful } = await run({ cohortDir: other });
      expect(failures).toBe(0);
      expect(doubtful).toEqual([
        { item: "B01/0001", problem: expect.stringContaining("no white matter was found") },
      ]);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it("two ranks give the same files as one process", async () => {
    const other = mkdtempSync(join(tmpdir(), "cytonet-segment-ranks-"));
    try {
      await writeTissueCohort(other);
      for (const rank of ["0", "1"]) {
        Object.assign(process.env, {
          RANK: rank,
          WORLD_SIZE: "2",
          MASTER_ADDR: "localhost",
          MASTER_PORT: "29500",
        });
        expect(await run({ cohortDir: other })).toMatchObject({ done: rank === "0" ? 3 : 2 });
      }
      for (const section of ["0001", "0002", "0003", "0004", "0005"]) {
        for (const file of ["mask.png", "summary.json"]) {
          const path = join("derived/segment/B01", section, file);
          expect(readFileSync(join(other, path)).equals(readFileSync(join(dir, path)))).toBe(true);
        }
      }
    } finally {
      for (const name of ["RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"]) delete process.env[name];
      rmSync(other, { recursive: true, force: true });
    }
  });
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFailures } from "@cytonet/cohort";
import { afterAll, expect, it } from "vitest";
import { AlignSchema } from "../../src/preparation/align/alignConfig.js";
import { runAlign } from "../../src/preparation/align/runAlign.js";
import { ReconstructSchema } from "../../src/preparation/reconstructConfig.js";
import { runReconstructStage } from "../../src/preparation/reconstructStage.js";
import type { ReconstructSummary } from "../../src/preparation/reconstructSummary.js";
import { SegmentSchema } from "../../src/preparation/segmentConfig.js";
import { runSegmentStage } from "../../src/preparation/segmentStage.js";
import { quietContext } from "../support/context.js";
import { type Kind, writeAlignCohort } from "./align/alignCohort.js";

const root = mkdtempSync(join(tmpdir(), "cytonet-degenerate-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const call = { device: "cpu", force: false, dryRun: false };
const segmented = SegmentSchema.parse({ cleaning: { rimMm: 0.2 }, contours: { iterations: 20 } });
const aligned = AlignSchema.parse({ features: { octaves: 3, maxFeatures: 400 } });
const volume = ReconstructSchema.parse({ voxelMm: 0.4, image: false });

const segment = (cohortDir: string) =>
  runSegmentStage({ ...call, cohortDir, config: segmented }, quietContext());
const align = (cohortDir: string) =>
  runAlign({ ...call, cohortDir, config: aligned, threads: 1 }, quietContext());
const reconstruct = (cohortDir: string) =>
  runReconstructStage({ ...call, cohortDir, config: volume }, quietContext());

async function cohortOf(name: string, shown: readonly Kind[]): Promise<string> {
  const dir = join(root, name);
  await writeAlignCohort(dir, shown);
  return dir;
}

const problemsOf = async (dir: string, stage: string) =>
  Object.fromEntries((await readFailures(dir, stage)).map(({ item, error }) => [item, error.message]));
const summaryOf = (dir: string) =>
  JSON.parse(readFileSync(join(dir, "derived/reconstruct/B1/summary.json"), "utf8")) as ReconstructSummary;
const hasVolume = (dir: string) => existsSync(join(dir, "derived/reconstruct/B1/tissue.nii.gz"));

it("a blank slide and one full of tissue are listed, and the volume says that it is without them", async () => {
  const dir = await cohortOf("slides", ["ok", "ok", "blank", "ok", "full"]);
  await align(dir);
  await segment(dir);
  const problems = await problemsOf(dir, "segment");
  expect(Object.keys(problems)).toEqual(["B1/0003", "B1/0005"]);
  expect(problems["B1/0003"]).toContain("no tissue stands out from the slide");
  expect(problems["B1/0005"]).toMatch(/border|grainy|valley/);
  expect(await reconstruct(dir)).toMatchObject({ done: 1, failures: 0 });
  const summary = summaryOf(dir);
  expect(summary.sections.map(({ section }) => section)).toEqual(["0001", "0002", "0004"]);
  expect(summary.leftOut).toEqual([
    { section: "0003", reason: "has no mask" },
    { section: "0005", reason: "has no mask" },
  ]);
});

it("of two unrelated sections one has no place, and there is no volume", async () => {
  const dir = await cohortOf("unrelated", ["ok", "stranger"]);
  const { brains, failures } = await align(dir);
  expect(failures).toBe(1);
  expect(brains[0]!.unaligned).toEqual([
    { section: "0002", problem: expect.stringContaining("no believed pair leads to 0001") },
  ]);
  await segment(dir);
  expect(await reconstruct(dir)).toMatchObject({ done: 0, failures: 1 });
  expect((await problemsOf(dir, "reconstruct")).B1).toContain("1 of 2 sections");
  expect(hasVolume(dir)).toBe(false);
});

it("a brain of one section is aligned to itself, and makes no volume", async () => {
  const dir = await cohortOf("single", ["ok"]);
  expect((await align(dir)).brains[0]).toMatchObject({ base: "0001", aligned: 1, unaligned: [] });
  await segment(dir);
  expect(await reconstruct(dir)).toMatchObject({ done: 0, failures: 1 });
  expect((await problemsOf(dir, "reconstruct")).B1).toMatch(/1 of 1 sections .* needs two/);
  expect(hasVolume(dir)).toBe(false);
});

it("a drawn mask that is damaged is listed, and a mask that is damaged later takes the volume away", async () => {
  const dir = await cohortOf("masks", ["ok", "ok", "ok"]);
  await align(dir);
  expect(await segment(dir)).toMatchObject({ done: 3, failures: 0 });
  const drawn = join(dir, "overrides/masks/B1");
  mkdirSync(drawn, { recursive: true });
  writeFileSync(join(drawn, "0002.png"), "no image");
  expect(await segment(dir)).toMatchObject({ done: 0, skipped: 2, failures: 1 });
  const problem = (await problemsOf(dir, "segment"))["B1/0002"];
  expect(problem).toMatch(/0002\.png.*cannot be read as an image.*Paint/s);
  // The mask of the run before stands there still, and is not what the user drew.
  expect(existsSync(join(dir, "derived/segment/B1/0002/mask.png"))).toBe(true);
  expect(await reconstruct(dir)).toMatchObject({ done: 1 });
  expect(summaryOf(dir).leftOut).toEqual([{ section: "0002", reason: "has no mask" }]);

  rmSync(join(drawn, "0002.png"));
  await segment(dir);
  expect(await reconstruct(dir)).toMatchObject({ done: 1 });
  expect(summaryOf(dir).leftOut).toEqual([]);

  const mask = join(dir, "derived/segment/B1/0003/mask.png");
  writeFileSync(mask, readFileSync(mask).subarray(0, 90));
  expect(await reconstruct(dir)).toMatchObject({ done: 0, failures: 1 });
  expect((await problemsOf(dir, "reconstruct")).B1).toContain("0003/mask.png");
});

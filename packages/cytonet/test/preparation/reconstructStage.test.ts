import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFailures } from "@cytonet/cohort";
import { readNifti, writeNifti } from "@cytonet/scans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ReconstructSchema } from "../../src/preparation/reconstructConfig.js";
import { runReconstructStage } from "../../src/preparation/reconstructStage.js";
import type { ReconstructSummary } from "../../src/preparation/reconstructSummary.js";
import { SegmentSchema } from "../../src/preparation/segmentConfig.js";
import { runSegmentStage } from "../../src/preparation/segmentStage.js";
import { quietContext } from "../support/context.js";
import { classAt, dice, writeTissueCohort } from "./tissueCohort.js";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-reconstruct-"));
  await writeTissueCohort(dir);
  await segmentAll();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const segmentAll = () =>
  runSegmentStage(
    {
      cohortDir: dir,
      config: SegmentSchema.parse({ cleaning: { rimMm: 0.4 } }),
      device: "cpu",
      force: false,
      dryRun: false,
    },
    quietContext(),
  );
const run = (changes: object = {}, config: object = {}) =>
  runReconstructStage(
    {
      cohortDir: dir,
      config: ReconstructSchema.parse({ voxelMm: 0.1, ...config }),
      device: "cpu",
      force: true,
      dryRun: false,
      ...changes,
    },
    quietContext(),
  );
const volumeOf = (name: string) => readNifti(join(dir, "derived/reconstruct/B01", name));
const summaryOf = () =>
  JSON.parse(readFileSync(join(dir, "derived/reconstruct/B01/summary.json"), "utf8")) as ReconstructSummary;

describe("cytonet reconstruct", () => {
  it("lays turned and shifted sections upon one another, in the brain's millimetres", async () => {
    expect(await run()).toMatchObject({ done: 1, failures: 0 });
    const { sizes, data, affine } = await volumeOf("tissue.nii.gz");
    const truth = new Uint8Array(data.length);
    for (let k = 0, at = 0; k < sizes[2]; k++) {
      for (let j = 0; j < sizes[1]; j++) {
        const y = affine[5]! * j + affine[7]!;
        for (let i = 0; i < sizes[0]; i++, at++) {
          if (y < -0.4 || y > 1.6) continue;
          truth[at] = classAt(affine[0]! * i + affine[3]!, affine[10]! * k + affine[11]!);
        }
      }
    }
    // Planes before the first and after the last section are bridged as far as bridgeMm.
    expect(dice(data as Uint8Array, truth, 1)).toBeGreaterThan(0.93);
    expect(dice(data as Uint8Array, truth, 2)).toBeGreaterThan(0.95);
    const summary = summaryOf();
    expect(summary.sections.map(({ section, mirrored }) => [section, mirrored])).toEqual(
      ["0001", "0002", "0003", "0004", "0005"].map((section) => [section, false]),
    );
    expect(summary.leftOut).toEqual([]);
    const image = await volumeOf("image.nii.gz");
    expect(image.sizes).toEqual(sizes);
    const at = (x: number, y: number, z: number) =>
      Math.round((x - affine[3]!) / 0.1) +
      sizes[0] * (Math.round((y - affine[7]!) / 0.1) + sizes[1] * Math.round((z - affine[11]!) / 0.1));
    expect(image.data[at(0, 0.6, 0)]).toBeCloseTo(160, -1);
    expect(image.data[at(-3.3, 0.6, 0)]).toBeCloseTo(95, -1);
  });

  it("replaces a torn section by its neighbours, and leaves it without the median", async () => {
    const path = join(dir, "derived/segment/B01/0003/mask.png");
    const whole = readFileSync(path);
    const { readMask, writeMask } = await import("../../src/preparation/maskImage.js");
    const mask = await readMask(path);
    const torn = mask.labels.map((label, i) => (i % mask.widthPx < 80 ? 0 : label));
    await writeMask(path, { ...mask, labels: torn });
    try {
      await run();
      const summary = summaryOf();
      expect(summary.defects.parts).toBeGreaterThan(0);
      const mended = summary.greyMm3;
      await run({}, { median: { planes: 1 } });
      expect(summaryOf().defects).toEqual({ parts: 0, samples: 0 });
      expect(mended).toBeGreaterThan(summaryOf().greyMm3 * 1.05);
    } finally {
      writeFileSync(path, whole);
    }
  });

  it("takes out what a mask excludes, whatever its grid and the order of its axes", async () => {
    await run();
    const before = summaryOf();
    mkdirSync(join(dir, "overrides/exclude/B01"), { recursive: true });
    // The left half, as a program that thinks in LPS writes it: x and y run backwards.
    await writeNifti(join(dir, "overrides/exclude/B01/left.nii.gz"), {
      sizes: [50, 40, 40],
      data: new Uint8Array(50 * 40 * 40).fill(1),
      affine: [-0.2, 0, 0, -0.1, 0, -0.2, 0, 4, 0, 0, 0.2, -4, 0, 0, 0, 1],
    });
    expect(await run({ force: false })).toMatchObject({ done: 1 });
    const after = summaryOf();
    expect(after.excluded).toHaveLength(1);
    expect(after.greyMm3 / before.greyMm3).toBeCloseTo(0.5, 1);
    const { data, sizes, affine } = await volumeOf("tissue.nii.gz");
    for (let i = 0; i < data.length; i++) {
      if (data[i] !== 0) expect(affine[0]! * (i % sizes[0]) + affine[3]!).toBeGreaterThan(-0.05);
    }
    rmSync(join(dir, "overrides/exclude"), { recursive: true });
  });

  it("tells which sections it uses, and refuses voxels that leave fewer than two", async () => {
    expect(await run()).toMatchObject({
      brains: [{ brain: "B01", used: ["0001", "0002", "0003", "0004", "0005"], unused: [], leftOut: [] }],
      doubtful: [],
    });
    const coarse = await run({}, { voxelMm: 0.8 });
    const { used, unused } = coarse.brains[0]!;
    expect([...used, ...unused].sort()).toEqual(["0001", "0002", "0003", "0004", "0005"]);
    expect(used.length).toBeGreaterThan(1);
    expect(unused.length).toBeGreaterThan(0);
    expect(summaryOf()).toMatchObject({ unused, sectionStepMm: expect.closeTo(0.3, 6) });
    expect(coarse.doubtful).toEqual([
      {
        item: "B01",
        problem: expect.stringMatching(/fill no plane: voxels of 0.8 mm, sections 0.3 mm apart/),
      },
    ]);
    const { reconstruct } = await import("../../src/commands/reconstruct.js");
    expect(await reconstruct.print(coarse)).toMatch(
      new RegExp(
        `B01: a volume of ${used.length} sections, ${unused.length} unused, 0 left out\n  doubtful: B01`,
      ),
    );
    expect(await run({}, { voxelMm: 20 })).toMatchObject({ failures: 1, brains: [] });
    const [failure] = await readFailures(dir, "reconstruct");
    expect(failure!.error).toMatchObject({
      field: "voxelMm",
      message: expect.stringContaining("only 1 of 5 sections, 0.3 mm apart"),
    });
    expect(summaryOf().voxelMm).toBe(0.8);
  });

  it("keeps a volume whose sections have no mask now, until they are excluded", async () => {
    await run();
    const before = readFileSync(join(dir, "derived/reconstruct/B01/tissue.nii.gz"));
    const scan = join(dir, "scans/0002.png");
    renameSync(scan, `${scan}.away`);
    await segmentAll();
    expect(await run({ force: false }, { image: true })).toMatchObject({ done: 0, failures: 1, brains: [] });
    const [failure] = await readFailures(dir, "reconstruct");
    expect(failure!.error.message).toMatch(/kept as it is: 1 of its sections \(0002\)/);
    expect(readFileSync(join(dir, "derived/reconstruct/B01/tissue.nii.gz")).equals(before)).toBe(true);

    const rows = readFileSync(join(dir, "sections.csv"), "utf8");
    writeFileSync(join(dir, "sections.csv"), rows.replace(/(0002.png.*),ok,/, "$1,excluded,"));
    expect(await run({ force: false })).toMatchObject({ done: 1, failures: 0 });
    expect(summaryOf().sections).toHaveLength(4);
    writeFileSync(join(dir, "sections.csv"), rows);
    renameSync(`${scan}.away`, scan);
    await segmentAll();
    await run();
    renameSync(scan, `${scan}.away`);
    await segmentAll();
    const overrides = join(dir, "overrides/alignment.csv");
    writeFileSync(overrides, "brain,section,action,other,note\nB01,0002,exclude,,lost\n");
    expect(await run({ force: false })).toMatchObject({ done: 1, failures: 0 });
    expect(summaryOf().leftOut).toEqual([{ section: "0002", reason: "has no mask" }]);
    rmSync(overrides);

    renameSync(`${scan}.away`, scan);
    writeFileSync(join(dir, "sections.csv"), rows);
    await segmentAll();
    expect(await run({ force: false })).toMatchObject({ done: 1, failures: 0 });
    expect(readFileSync(join(dir, "derived/reconstruct/B01/tissue.nii.gz")).equals(before)).toBe(true);
  });

  it("refuses a single section, and a mask that is not its section's", async () => {
    const path = join(dir, "derived/segment/B01/0003/mask.png");
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, 60));
    expect(await run()).toMatchObject({ failures: 1 });
    expect((await readFailures(dir, "reconstruct"))[0]!.error.message).toContain("0003/mask.png");
    writeFileSync(path, whole);
    const transforms = join(dir, "overrides/transforms/B01");
    for (const section of ["0002", "0003", "0004", "0005"]) rmSync(join(transforms, `${section}.json`));
    expect(await run()).toMatchObject({ failures: 1 });
    expect((await readFailures(dir, "reconstruct"))[0]!.error.message).toContain("1 of 5 sections");
  });
});

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isUsable, loadCohort, loadSections, readFailures, scanPath } from "@cytonet/cohort";
import { createScanWriter } from "@cytonet/scans";
import sharp from "sharp";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { commands } from "../../src/commands/registry.js";
import { callShell } from "../commands/fakes.js";

let dir = "";
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-import-sections-"));
  made.push(dir);
  mkdirSync(join(dir, "raw"));
  for (const name of ["a.png", "b.png"]) {
    const raw = { width: 300, height: 200, channels: 1 } as const;
    await sharp(new Uint8Array(60_000).fill(230), { raw })
      .toColourspace("b-w")
      .png()
      .toFile(join(dir, "raw", name));
  }
  const writer = await createScanWriter(join(dir, "raw/c.zarr"), {
    format: "ome-zarr",
    widthPx: 300,
    heightPx: 200,
    bitDepth: 8,
    pixelSizeXUm: 8,
    pixelSizeYUm: 9,
  });
  await writer.writeTile(0, 0, new Uint8Array(60_000).fill(230));
  await writer.finish();
  writeFileSync(join(dir, "raw/broken.tif"), "II*\0 not really");
});
const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

const brain = [
  ...["--species", "human", "--section-order", "posterior-to-anterior"],
  ...["--image-left-is", "left", "--reference-space", "mni-colin27"],
];

async function run(csv: string, ...words: readonly string[]) {
  const file = join(dir, "raw/scans.csv");
  writeFileSync(file, csv);
  const { code, stdout, stderr } = await callShell(commands, [
    ...["import", "sections", file, "--out", join(dir, "cohort"), "--json"],
    ...words,
  ]);
  return { code, stderr, result: JSON.parse(stdout) };
}

const rows = async () => loadSections(await loadCohort(join(dir, "cohort")));

describe("cytonet import sections", () => {
  it("makes a cohort of scans, with pixel sizes of the scans where rows have none", async () => {
    const csv =
      "brain,section,path,pixelSizeXUm,pixelSizeYUm,note\nB01,s1,a.png,10,12,first\nB01,s2,c.zarr,,,\n";
    const { code, result } = await run(csv, ...brain);
    expect({ code, ...result }).toMatchObject({ code: 0, registered: 2, brains: ["B01"], failures: 0 });
    const cohort = await loadCohort(join(dir, "cohort"));
    expect(cohort.brains).toMatchObject([{ id: "B01", sharing: "restricted", stainPolarity: "dark" }]);
    const sections = (await loadSections(cohort)).filter(isUsable);
    expect(sections).toMatchObject([
      { section: "s1", pixelSizeXUm: 10, pixelSizeYUm: 12, note: "first" },
      { section: "s2", pixelSizeXUm: 8, pixelSizeYUm: 9 },
    ]);
    for (const section of sections) expect(existsSync(scanPath(cohort, section))).toBe(true);
  });

  it("goes on past scans that cannot be used: they keep their place and are listed", async () => {
    const csv = [
      "brain,section,path,pixelSizeXUm,pixelSizeYUm",
      "B01,s1,a.png,10,10",
      "B01,s2,gone.tif,10,10",
      "B01,s3,broken.tif,10,10",
      "B01,s4,b.png,,",
      "B01,s5,b.png,0.001,0.001",
      "B01,s6,b.png,10,90",
      "B01,s7,b.png,ten,10",
      "B01,s8,c.zarr,4,4",
      "B01,s1,b.png,10,10",
      "B01,s9,b.png,10,10",
    ].join("\n");
    const { code, result } = await run(csv, ...brain);
    expect({ code, ...result }).toMatchObject({ code: 3, registered: 2, failures: 8 });
    const problems = Object.fromEntries(
      result.refused.map(({ line, problem }: { line: number; problem: string }) => [line, problem]),
    );
    expect(problems).toMatchObject({
      3: expect.stringContaining("cannot be opened"),
      5: expect.stringContaining("states its pixel size"),
      6: expect.stringContaining("mm in size"),
      7: "its pixels are 10 x 90 µm",
      8: expect.stringContaining('pixelSizeXUm: "ten" is not a number'),
      9: "the row says 4 x 4 µm/px and the file 8 x 9",
      10: "B01/s1 stands in line 2 already",
    });
    const statuses = (await rows()).map(({ section, status }) => `${section} ${status}`);
    expect(statuses).toEqual([
      "s1 ok",
      ...["s2", "s3", "s4", "s5", "s6", "s7", "s8"].map((section) => `${section} missing`),
      "s9 ok",
    ]);
    const failures = await readFailures(join(dir, "cohort"), "import-sections");
    expect(failures.find(({ section }) => section === "s2")).toMatchObject({
      item: "B01/s2",
      error: { line: 3, field: "path", remedy: "Check the path and the right to read it" },
    });
    const fields = Object.fromEntries(failures.map(({ section, error }) => [section, error.field]));
    expect(fields).toMatchObject({
      s1: "section",
      s4: "pixelSizeXUm",
      s5: "pixelSizeXUm",
      s7: "pixelSizeXUm",
    });
  });

  it("adds to a cohort, puts mended scans in their place and drops them from the failures", async () => {
    await run(
      "brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,gone.png,10,10\nB01,s2,a.png,10,10\n",
      ...brain,
    );
    const again = "brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,b.png,10,10\nB01,s3,b.png,10,10\n";
    const { code } = await run(again);
    expect(code).toBe(0);
    expect((await rows()).map(({ section, status }) => `${section} ${status}`)).toEqual([
      "s1 ok",
      "s2 ok",
      "s3 ok",
    ]);
    expect(await readFailures(join(dir, "cohort"), "import-sections")).toEqual([]);
  });

  it("puts new sections between their neighbours of the CSV, and refuses another order", async () => {
    const csv = (...sections: readonly string[]) =>
      ["brain,section,path,pixelSizeXUm,pixelSizeYUm", ...sections.map((s) => `B01,${s},a.png,10,10`)].join(
        "\n",
      );
    const order = async () => (await rows()).map(({ section }) => section);
    await run(csv("0010", "0012"), ...brain);
    expect((await run(csv("0009", "0010", "0011", "0012", "0013"))).code).toBe(0);
    expect(await order()).toEqual(["0009", "0010", "0011", "0012", "0013"]);
    expect(await run(csv("0010", "0009"), "--force")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("has B01/0009 before B01/0010, but it was given after it"),
    });
    // Sections that the CSV does not name keep their place, also where their neighbours' scans have gone.
    expect((await run(csv("0010", "0010b", "0012"))).code).toBe(0);
    expect(await order()).toEqual(["0009", "0010", "0011", "0010b", "0012", "0013"]);
  });

  it.each([
    ["--sharing", "open", "brains[0].sharing: is restricted, but --sharing says open"],
    ["--species", "mouse", "is human, but --species says mouse"],
    ["--name", "other", "name: is sections, but --name says other"],
    ["--stain-polarity", "light", "is dark, but --stain-polarity says light"],
    ["--section-order", "anterior-to-posterior", "is posterior-to-anterior, but --section-order says"],
    ["--image-left-is", "right", "is left, but --image-left-is says right"],
    ["--reference-space", "other", "is mni-colin27, but --reference-space says other"],
  ])("does not ignore %s %s in a cohort that says otherwise", async (option, value, said) => {
    const csv = "brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,a.png,10,10\n";
    await run(csv, ...brain);
    expect((await run(csv, ...brain, "--sharing", "restricted")).code).toBe(0);
    const { code, stderr } = await run(csv, option, value);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).toContain(`Edit cohort.yaml, or leave ${option} out.`);
  });

  it("prints what is wrong with a row once, with its value and what to do", async () => {
    const csv = 'brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,a.png,"2,5",10\nB01,s2,c.zarr,4,4\n';
    const file = join(dir, "raw/scans.csv");
    writeFileSync(file, csv);
    const words = ["import", "sections", file, "--out", join(dir, "cohort"), ...brain];
    const { stdout } = await callShell(commands, words);
    expect(stdout).toMatch(/B01\/s1 \(line 2\): pixelSizeXUm: "2,5" is not a number\. Give a length .*\.\n/);
    expect(stdout).toContain("or give --trust-pixel-sizes to go by the rows.\n");
  });

  it("does not change sections that are there without --force", async () => {
    const csv = (sizeUm: number) =>
      `brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,a.png,${sizeUm},10\n`;
    await run(csv(10), ...brain);
    expect((await run(csv(10))).code).toBe(0);
    expect(await run(csv(11))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("has B01/s1 already"),
    });
    expect((await run(csv(11), "--force")).code).toBe(0);
    expect(await rows()).toMatchObject([{ pixelSizeXUm: 11 }]);
  });

  it("keeps a good section when its scan has gone since", async () => {
    await run("brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,a.png,10,10\n", ...brain);
    rmSync(join(dir, "raw/a.png"));
    expect((await run("brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,a.png,10,10\n")).code).toBe(3);
    expect(await rows()).toMatchObject([{ section: "s1", status: "ok" }]);
  });

  it("goes by the rows with --trust-pixel-sizes, and doubts a polarity that does not fit", async () => {
    const csv = "brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,c.zarr,4,4\n";
    const { code, result } = await run(csv, ...brain, "--trust-pixel-sizes", "--stain-polarity", "light");
    expect(code).toBe(0);
    expect(result.doubts).toEqual([
      { section: "B01/s1", doubt: "its background of 230 suggests stainPolarity dark, not light" },
    ]);
    expect(await rows()).toMatchObject([{ pixelSizeXUm: 4 }]);
  });

  it("refuses positions that contradict the order of the rows, before anything is written", async () => {
    const csv = (...positions: readonly number[]) =>
      [
        "brain,section,path,pixelSizeXUm,pixelSizeYUm,thicknessUm,positionMm",
        ...positions.map((mm, i) => `B01,s${i + 1},a.png,10,10,20,${mm}`),
      ].join("\n");
    const reversed = await run(csv(0.04, 0.02, 0), ...brain);
    expect(reversed.code).toBe(2);
    expect(reversed.stderr).toMatch(
      /scans\.csv positionMm: brain B01: positions fall .*posterior-to-anterior.*towards anterior/,
    );
    expect((await run(csv(0, 0.04, 0.02), ...brain, "--dry-run")).stderr).toContain("back and forth");
    expect((await run(csv(0, 20, 40), ...brain)).stderr).toContain("in millimetres");
    expect(existsSync(join(dir, "cohort"))).toBe(false);
    expect((await run(csv(0, 0.02, 0.04), ...brain)).code).toBe(0);
    // What comes later has to fit in, too.
    const more = csv(0, 0.02, 0.04, 0.03).split("\n");
    expect((await run([more[0], more[4]].join("\n"))).stderr).toContain("back and forth: s3");
  });

  it("writes nothing with --dry-run", async () => {
    const csv = "brain,section,path,pixelSizeXUm,pixelSizeYUm\nB01,s1,a.png,10,10\n";
    expect(await run(csv, ...brain, "--dry-run")).toMatchObject({
      code: 0,
      result: { dryRun: true, registered: 1 },
    });
    expect(existsSync(join(dir, "cohort"))).toBe(false);
  });

  it.each([
    ["brain,section\nB01,s1\n", brain, "path: column is missing"],
    ["brain,section,path,colour\nB01,s1,a.png,red\n", brain, "colour: is not a column"],
    [
      "brain,section,path\nmy brain,s1,a.png\n",
      brain,
      '2 brain: "my brain" is not usable as a name. Use letters',
    ],
    ["brain,section,path\n,s1,a.png\n", brain, "2 brain: is empty. Use letters"],
    ["brain,section,path\n", brain, "raw/scans.csv:1: lists no sections. Give one row"],
    ["brain,section,path\nB01,s1,a,5.png\n", brain, "has 4 cells where the header has 3"],
    [
      "brain,section,path\nB01,s1,a.png\n",
      [],
      "needs --species, --section-order, --reference-space, --image-left-is",
    ],
  ])("%j is refused before any scan is opened", async (csv, words, said) => {
    const { code, stderr } = await run(csv, ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

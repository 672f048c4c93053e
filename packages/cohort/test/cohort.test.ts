import { readFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  brainOf,
  isUsable,
  loadCohort,
  loadSections,
  loadSplit,
  scanPath,
  splitNames,
  writeCohort,
} from "../src/index.js";
import { sampleCohort, section } from "./sample.js";
import { errorOf, temporaryFolders } from "./support.js";

const newFolder = temporaryFolders();

async function writtenCohort(): Promise<string> {
  const dir = await newFolder();
  await writeCohort(dir, sampleCohort());
  return dir;
}

describe("a cohort folder", () => {
  it("reads back as it was written", async () => {
    const dir = await writtenCohort();
    const cohort = await loadCohort(dir);
    expect(cohort).toMatchObject({ name: "sample", dir, referenceSpace: "mni-colin27" });
    expect(cohort.brains).toEqual(sampleCohort().cohort.brains);
    expect(await loadSections(cohort)).toEqual(sampleCohort().sections);
    expect(await splitNames(dir)).toEqual(["fifths"]);
    expect((await loadSplit(cohort, "fifths")).test).toEqual({ every: 5, start: 3, among: "all" });
  });

  it("finds scans below its root, which the local file may move", async () => {
    const dir = await writtenCohort();
    const scans = (await loadSections(await loadCohort(dir))).filter(isUsable);
    expect(scanPath(await loadCohort(dir), scans[0]!)).toBe(resolve(dir, "../raw/B01/0001.tif"));
    const local = "schema: cytonet.cohort.local/1\nroots: { scans: /mnt/scans }\n";
    await writeFile(join(dir, "cohort.local.yaml"), local);
    expect(scanPath(await loadCohort(dir), scans[0]!)).toBe("/mnt/scans/B01/0001.tif");
  });

  it("refuses a root in the local file that the cohort does not have", async () => {
    const dir = await writtenCohort();
    await writeFile(join(dir, "cohort.local.yaml"), "schema: cytonet.cohort.local/1\nroots: { scan: /x }\n");
    const error = await errorOf(() => loadCohort(dir));
    expect([error.file, error.field]).toEqual([join(dir, "cohort.local.yaml"), "roots.scan"]);
    expect(error.remedy).toMatch(/scans/);
  });

  it("says what is missing where there is none", async () => {
    const dir = await newFolder();
    const error = await errorOf(() => loadCohort(dir));
    expect(error.message).toMatch(/cohort\.yaml: does not exist\. Name the cohort folder with --cohort/);
    await mkdir(join(dir, "cohort.yaml"));
    expect((await errorOf(() => loadCohort(dir))).message).toMatch(/cannot be read \(EISDIR\)/);
  });

  it("refuses sections of a brain that it does not have", async () => {
    const dir = await writtenCohort();
    const cohort = await loadCohort(dir);
    const error = await errorOf(() => loadSections({ ...cohort, brains: [cohort.brains[0]!] }));
    expect(error.message).toMatch(/brain B02 is not in cohort\.yaml/);
  });

  it("refuses a split that forgets a brain, names a stranger, or bears another name", async () => {
    const dir = await writtenCohort();
    const cohort = await loadCohort(dir);
    const split = (name: string, brains: string): Promise<void> =>
      writeFile(
        join(dir, "splits/x.yaml"),
        `schema: cytonet.split/1\nname: ${name}\nseed: 0\nbrains: ${brains}\n`,
      );
    await split("x", "{ seen: [B01, B77] }");
    const { problems } = await errorOf(() => loadSplit(cohort, "x"));
    expect(problems.map((p) => p.message)).toEqual([
      "brain B77 is not in cohort.yaml",
      "brain B02 has no role",
    ]);
    await split("y", "{ seen: [B01, B02] }");
    expect((await errorOf(() => loadSplit(cohort, "x"))).field).toBe("name");
    expect((await errorOf(() => loadSplit(cohort, "nope"))).remedy).toMatch(/fifths/);
  });

  it("finds brains by id", async () => {
    const cohort = await loadCohort(await writtenCohort());
    expect(brainOf(cohort, "B02").linearShrinkage).toBe(0.8);
    expect((await errorOf(() => brainOf(cohort, "B03"))).remedy).toBe("Known brains: B01, B02.");
  });
});

describe("writeCohort", () => {
  it("writes nothing when anything is wrong", async () => {
    const dir = await newFolder();
    const sample = sampleCohort();
    const stranger = { ...sample, sections: [section("B09", "1")] };
    expect((await errorOf(() => writeCohort(dir, stranger))).message).toMatch(/brain B09/);
    const twice = { ...sample, sections: [section("B01", "1"), section("B01", "1")] };
    expect((await errorOf(() => writeCohort(dir, twice))).message).toMatch(/stands in line 2 already/);
    expect(await readdir(dir)).toEqual([]);
  });

  it("leaves a cohort that exists, unless it is forced", async () => {
    const dir = await writtenCohort();
    const other = { ...sampleCohort(), sections: [section("B01", "0009")] };
    expect((await errorOf(() => writeCohort(dir, other))).message).toMatch(/exists already.*--force/);
    const before = readFileSync(join(dir, "sections.csv"), "utf8");
    const aside = await writeCohort(dir, other, { force: true });
    expect((await loadSections(await loadCohort(dir))).map((row) => row.section)).toEqual(["0009"]);
    // What was replaced is kept; what stayed the same is not copied.
    expect(await readdir(aside!)).toEqual(["sections.csv"]);
    expect(readFileSync(join(aside!, "sections.csv"), "utf8")).toBe(before);
    expect(await writeCohort(dir, other)).toBeUndefined();
  });
});

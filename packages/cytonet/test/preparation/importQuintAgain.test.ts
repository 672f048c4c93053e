import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCohort, loadSections, readProvenance } from "@cytonet/cohort";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { commands } from "../../src/commands/registry.js";
import { importQuint } from "../../src/preparation/importQuint.js";
import { decide } from "../../src/preparation/qualityJournal.js";
import { callShell } from "../commands/fakes.js";
import { writeSyntheticSeries } from "./synthetic.js";

let dir: string;
let out: string;
let made: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-quint-again-"));
  await writeSyntheticSeries(dir);
  made = join(dir, "made");
  await importQuint({ ...files(), out: made });
});
beforeEach(() => {
  out = mkdtempSync(join(dir, "cohort-"));
  cpSync(made, out, { recursive: true });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const files = () => ({
  result: join(dir, "series.json"),
  atlas: join(dir, "atlas.nrrd"),
  labels: join(dir, "labels.csv"),
  images: join(dir, "images"),
});

interface Slice {
  filename: string;
  nr: number;
  anchoring: number[];
}

/** The series with changes, as another file. */
function changedSeries(name: string, change: (slices: Slice[]) => Slice[]): string {
  const series = JSON.parse(readFileSync(join(dir, "series.json"), "utf8"));
  series.slices = change(series.slices);
  writeFileSync(join(dir, name), JSON.stringify(series));
  return join(dir, name);
}

const text = (name: string): string => readFileSync(join(out, name), "utf8");
const rows = async () =>
  (await loadSections(await loadCohort(out))).map(({ section, status }) => `${section} ${status}`);

/** What a user does to a cohort: a section is excluded, the cohort gets a name and a comment. */
async function edit(): Promise<void> {
  const reason = { action: "exclude", kind: "section", author: "me", reason: "torn" } as const;
  await decide({ cohortDir: out, ...reason, brain: "M01", targets: ["s005"] });
  const edited = text("cohort.yaml").replace("name: mouse-sections", "name: my-mice # mine");
  writeFileSync(join(out, "cohort.yaml"), edited);
}

describe("importQuint into a cohort that exists", () => {
  it("goes on by the same call, and leaves what users own as it is", async () => {
    await edit();
    const before = [text("cohort.yaml"), text("sections.csv")];
    const again = await importQuint({ ...files(), out });
    expect([again.exitCode, again.keptAside]).toEqual([0, null]);
    expect([text("cohort.yaml"), text("sections.csv")]).toEqual(before);
    const forced = await importQuint({ ...files(), out, force: true });
    expect(forced.keptAside).toBeNull();
    expect([text("cohort.yaml"), text("sections.csv")]).toEqual(before);
  });

  it("does not sample unchanged sections again", async () => {
    const grid = join(out, "derived/grid/M01/s005");
    const before = readProvenance(grid)!.startedAt;
    await importQuint({ ...files(), out });
    expect(readProvenance(grid)!.startedAt).toBe(before);
  });

  it("says what differs, and with force keeps aside what it replaces, with status and notes", async () => {
    await edit();
    const before = [text("cohort.yaml"), text("sections.csv"), text("transforms/M01/s009.json")];
    const result = changedSeries("moved.json", (slices) =>
      slices.map((slice) => ({
        ...slice,
        anchoring: slice.anchoring.map((v, i) => (slice.nr === 9 && i < 2 ? v - 1 : v)),
      })),
    );
    const changes = { ...files(), out, result, sharing: "restricted" as const };
    const refused = importQuint(changes);
    await expect(refused).rejects.toMatchObject({ name: "ConfigError", exitCode: 2 });
    await expect(refused).rejects.toThrow(
      /brains\.0\.sharing: open → restricted, s009 positionMm: -1\.6 → -1\.8, transforms\/M01\/s009\.json/,
    );
    expect([text("cohort.yaml"), text("sections.csv")]).toEqual(before.slice(0, 2));

    const { keptAside } = await importQuint({ ...changes, force: true });
    const aside = (name: string) => readFileSync(join(keptAside!, name), "utf8");
    expect(keptAside).toContain(join(out, "_aside"));
    expect([aside("cohort.yaml"), aside("sections.csv"), aside("transforms/M01/s009.json")]).toEqual(before);
    expect(await rows()).toEqual(["s002 ok", "s005 excluded", "s009 ok"]);
    expect(text("sections.csv")).toMatch(/s005,.*,excluded,torn\n/);
    expect(text("sections.csv")).toMatch(/s009,.*,-1\.8,ok/);
    expect(text("cohort.yaml")).toMatch(/name: my-mice # mine\n/);
    expect(text("cohort.yaml")).toContain("sharing: restricted");
  });

  it("takes new sections of a series with force only, in their place, and never drops a row", async () => {
    const csv = text("sections.csv").split("\n");
    writeFileSync(join(out, "sections.csv"), csv.filter((line) => !line.includes("s005")).join("\n"));
    await expect(importQuint({ ...files(), out })).rejects.toThrow(
      /s005: not in sections\.csv → in the series/,
    );
    await importQuint({ ...files(), out, force: true });
    expect(await rows()).toEqual(["s002 ok", "s005 ok", "s009 ok"]);
    const result = changedSeries("fewer.json", (slices) => slices.filter(({ nr }) => nr !== 9));
    await importQuint({ ...files(), out, result, force: true });
    expect(await rows()).toEqual(["s002 ok", "s005 ok", "s009 ok"]);
  });

  it("takes a missing section when its image has come, and keeps a good one whose image has gone", async () => {
    const images = join(out, "images");
    cpSync(join(dir, "images"), images, { recursive: true });
    rmSync(join(images, "5.png"));
    const late = join(out, "late");
    expect((await importQuint({ ...files(), images, out: late })).exitCode).toBe(3);
    cpSync(join(dir, "images/5.png"), join(images, "5.png"));
    rmSync(join(images, "9.png"));
    const again = await importQuint({ ...files(), images, out: late });
    expect([again.exitCode, again.failures, again.refused.length]).toEqual([3, 1, 1]);
    const statuses = (await loadSections(await loadCohort(late))).map(({ status }) => status);
    expect(statuses).toEqual(["ok", "ok", "ok"]);
  });

  it("refuses the cohort of another brain, also with force", async () => {
    const before = [text("cohort.yaml"), text("sections.csv")];
    await expect(importQuint({ ...files(), out, brain: "M02", force: true })).rejects.toThrow(
      /is a cohort of M01, not of M02\. Choose another folder/,
    );
    for (const name of ["2", "5", "9"]) {
      cpSync(join(dir, "images", `${name}.png`), join(dir, "images", `other${name}.png`));
    }
    const result = changedSeries("other.json", (slices) =>
      slices.map((slice) => ({ ...slice, filename: `other${slice.filename}` })),
    );
    await expect(importQuint({ ...files(), out, result, force: true })).rejects.toThrow(
      /M01 has none of the series' sections: it is another brain/,
    );
    expect([text("cohort.yaml"), text("sections.csv")]).toEqual(before);
  });
});

describe("importQuint with a wrong label file", () => {
  it.each([
    ["absent.csv", undefined, /absent\.csv: cannot be read .*--labels/],
    ["columns.csv", "id,label\n1,a\n", /columns\.csv:1 idx: column is missing/],
    ["ids.csv", "idx,name\n1,a\n", /ids\.csv idx: has no row for 2 of the 4 labels/],
    ["labels.yaml", "schema: x\nname: y\n", /labels\.yaml:1 idx: column is missing/],
  ])("refuses %s before anything is written", async (name, content, said) => {
    const labels = join(dir, name);
    if (content !== undefined) writeFileSync(labels, content);
    const fresh = join(out, "fresh");
    const refused = importQuint({ ...files(), labels, out: fresh });
    await expect(refused).rejects.toThrow(said);
    await expect(refused).rejects.toMatchObject({ exitCode: 4 });
    expect(existsSync(fresh)).toBe(false);
  });
});

describe("cytonet import quint", () => {
  it("tells on stderr of sections that could not be sampled, and where they are listed", async () => {
    const given = files();
    // A row of the user's own, which the series lacks and of which there is no image.
    const row = "M01,s001,gone.png,40,40,,3,ok,\n";
    writeFileSync(join(out, "sections.csv"), text("sections.csv").replace("M01,s002", `${row}M01,s002`));
    const words = Object.entries({ atlas: given.atlas, labels: given.labels, images: given.images, out });
    const { code, stderr } = await callShell(commands, [
      ...["import", "quint", given.result, ...words.flatMap(([name, value]) => [`--${name}`, value])],
    ]);
    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(stderr).toMatch(/not sampled: s001: /);
    expect(stderr).toContain(`${out}/derived/grid/failures.jsonl`);
  });
});

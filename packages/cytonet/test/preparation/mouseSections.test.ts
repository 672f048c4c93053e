import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCohort, loadSections, parseCsv, readLabels, readPoints } from "@cytonet/cohort";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAtlasLabels } from "../../src/preparation/atlasLabels.js";
import { ccfAtlases } from "../../src/preparation/gridTables.js";
import { type ImportQuintResult, importQuint } from "../../src/preparation/importQuint.js";

const data = `${import.meta.dirname}/../../../../../shared/data/mouse-sections`;
const present = existsSync(data);
if (!present) console.warn(`skipped: no real sections at ${data}`);

describe.skipIf(!present)("35 registered mouse sections", () => {
  let out: string;
  let result: ImportQuintResult;
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), "cytonet-mouse-"));
    result = await importQuint({
      result: join(data, "MyResults.json"),
      atlas: join(data, "annotation_25um.nrrd"),
      labels: join(data, "annotation_labels.csv"),
      images: data,
      out,
    });
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  const tables = (name: string) =>
    result.sections.map(({ brain, section }) => join(out, "derived/grid", brain, section, `${name}.parquet`));

  it("cuts the atlas where the tissue is", () => {
    const dice = result.sections.map(({ atlasDice }) => atlasDice).sort((a, b) => a - b);
    expect(dice.length).toBe(35);
    // Tissue is what is 4 % of the grey range darker than the slide. The data's description states a median
    // of 0.944 and a minimum of 0.836 (NumPy with this rule: 0.954 and 0.857). Read wrongly, the series gives
    // less: mirrored 0.92 and 0.70, moved by 0.5 mm along the stack 0.93 and 0.76, upside down 0.83 and 0.60.
    expect(dice[17]).toBeGreaterThan(0.94);
    expect(dice[17]).toBeLessThan(0.97);
    expect(dice[0]).toBeGreaterThan(0.83);
  });

  it("registers the sections by number, anterior to posterior, with pixels that are not square", async () => {
    const cohort = await loadCohort(out);
    expect(cohort.brains[0]).toMatchObject({ sectionOrder: "anterior-to-posterior", imageLeftIs: "right" });
    const rows = await loadSections(cohort);
    expect(rows.map(({ section }) => section).slice(0, 3)).toEqual(["s004", "s014", "s024"]);
    expect(rows.every(({ status, note }) => status === "ok" && note === "")).toBe(true);
    rows.forEach((row, i) => {
      if (i > 0) expect(row.positionMm!).toBeLessThan(rows[i - 1]!.positionMm!);
      expect(row.pixelSizeXUm).toBeGreaterThan(11.5);
      expect(row.pixelSizeXUm).toBeLessThan(13.4);
      expect(row.pixelSizeYUm).toBeGreaterThan(13.4);
      expect(row.pixelSizeYUm).toBeLessThan(15.8);
    });
  });

  it("samples both hemispheres alike and every cortical area often", async () => {
    const { columns: points } = await readPoints(tables("points"));
    const { columns: labels } = await readLabels(tables("labels"));
    const left = points.hemisphere.filter((side) => side === "left").length;
    expect(points.pointId.length).toBeGreaterThan(9000);
    expect(points.hemisphere).not.toContain("unknown");
    expect(left / points.pointId.length).toBeGreaterThan(0.47);
    expect(left / points.pointId.length).toBeLessThan(0.53);
    const counts = new Map<string, number>();
    labels.area.forEach((area, i) => {
      if (labels.atlas[i] === ccfAtlases.area) counts.set(area, (counts.get(area) ?? 0) + 1);
    });
    expect(counts.size).toBe(43);
    expect([...counts.values()].filter((count) => count >= 40).length).toBe(43);
  });

  it("takes for cortex exactly the layers below Isocortex in the ontology", async () => {
    const path = join(data, "annotation_labels.csv");
    const labels = await readAtlasLabels(path);
    // The label file lists the ontology depth first: Isocortex is followed by all that is below it, up to
    // its sibling, the olfactory areas.
    const names = parseCsv(readFileSync(path, "utf8"), path)
      .slice(1)
      .map(({ cells }) => [Number(cells[0]), cells[1]!] as const);
    const begin = names.findIndex(([, name]) => name === "Isocortex");
    const end = names.findIndex(([, name]) => name === "Olfactory areas");
    const isParent = (name: string) => names.some(([, other]) => other !== name && other.startsWith(name));
    for (const [index, [id, name]] of names.entries()) {
      const below = index > begin && index < end;
      const cortex = labels.get(id)!.cortex;
      if (!below) expect(cortex, name).toBeUndefined();
      else if (/\d[ab]?$/.test(name)) expect(cortex, name).toBeDefined();
      else expect(isParent(name) || cortex === undefined, name).toBe(true);
    }
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  loadCohort,
  loadSections,
  readLabels,
  readPoints,
  readPointTransform,
  readProvenance,
  scanPath,
  transformPoints,
} from "@cytonet/cohort";
import { openScan } from "@cytonet/scans";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runGridStage } from "../../src/preparation/gridStage.js";
import { ccfAtlases } from "../../src/preparation/gridTables.js";
import { importQuint } from "../../src/preparation/importQuint.js";
import { imagePx, labelOf, sections, sizes, writeSyntheticSeries } from "./synthetic.js";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-quint-"));
  await writeSyntheticSeries(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function optionsFor(out: string, changes: object = {}) {
  return {
    result: join(dir, "series.json"),
    atlas: join(dir, "atlas.nrrd"),
    labels: join(dir, "labels.csv"),
    images: join(dir, "images"),
    out: join(dir, out),
    ...changes,
  };
}

/** The series with one change to its JSON, as a file of its own. */
function changedSeries(name: string, change: (series: { target: string; slices: Slice[] }) => void): string {
  const series = JSON.parse(readFileSync(join(dir, "series.json"), "utf8"));
  change(series);
  const path = join(dir, name);
  writeFileSync(path, JSON.stringify(series));
  return path;
}
interface Slice {
  filename: string;
  nr: number;
  markers: unknown[];
  anchoring: number[];
}

describe("importQuint", () => {
  it("makes a cohort whose points lie where the synthetic brain says", async () => {
    const updates: string[] = [];
    const result = await importQuint(optionsFor("cohort"), {
      progress: ({ stage, done, total }) => updates.push(`${stage} ${done}/${total}`),
    });
    expect([result.failures, result.exitCode, result.refused]).toEqual([0, 0, []]);
    expect(updates).toContain("place sections 3/3");
    expect(updates).toContain("sample grid 3/3");

    const cohort = await loadCohort(join(dir, "cohort"));
    expect(cohort.referenceSpace).toBe("allen-ccfv3");
    expect(cohort.brains[0]).toMatchObject({
      id: "M01",
      sectionOrder: "anterior-to-posterior",
      imageLeftIs: "right",
    });
    const rows = await loadSections(cohort);
    expect(rows.map(({ section }) => section)).toEqual(["s002", "s005", "s009"]);
    rows.forEach((row, i) => {
      // 50 voxels of 200 µm over 260 pixels, 36 over 150; positions from the array's centre.
      expect(row.pixelSizeXUm).toBeCloseTo(10000 / imagePx.width, 5);
      expect(row.pixelSizeYUm).toBeCloseTo(7200 / imagePx.height, 5);
      expect(row.positionMm).toBeCloseTo((sections[i]!.y - sizes[1] / 2) * 0.2, 6);
    });
    for (const row of rows) {
      if (row.status !== "ok") throw new Error("not usable");
      const scan = await openScan(scanPath(cohort, row));
      expect(scan.widthPx).toBe(imagePx.width);
      await scan.close();
    }

    const tables = (name: string) =>
      rows.map(({ section }) => join(cohort.dir, "derived/grid/M01", section, `${name}.parquet`));
    const { columns: p, metadata } = await readPoints(tables("points"));
    expect(metadata.referenceSpace).toBe("allen-ccfv3");
    expect(p.pointId.length).toBe(result.points);
    expect(result.points).toBeGreaterThan(300);
    const { columns: l } = await readLabels(tables("labels"));
    const areas = new Map<string, string>();
    const layers = new Map<string, string>();
    l.pointId.forEach((id, i) => {
      if (l.atlas[i] === ccfAtlases.area) areas.set(id, l.area[i]!);
      if (l.atlas[i] === ccfAtlases.layer) layers.set(id, l.area[i]!);
    });
    for (let i = 0; i < p.pointId.length; i++) {
      const voxel = [p.xRefMm[i]!, p.yRefMm[i]!, p.zRefMm[i]!].map((mm, axis) =>
        Math.floor(mm / 0.2 + sizes[axis]! / 2 + 1e-9),
      ) as [number, number, number];
      const label = labelOf(...voxel);
      expect([1, 4]).toContain(label);
      expect(areas.get(p.pointId[i]!)).toBe("Test area");
      expect(layers.get(p.pointId[i]!)).toBe(label === 1 ? "1" : "5");
      // The animal's right is on the image's left.
      expect(p.hemisphere[i]).toBe(p.xPx[i]! < (imagePx.width * 25) / 50 ? "right" : "left");
      expect(p.tissueShare[i]).toBeGreaterThanOrEqual(0.5);
    }
    const transform = await readPointTransform(join(cohort.dir, "transforms/M01/s005.json"));
    const row = p.section.indexOf("s005");
    const { xyzMm } = transformPoints(transform, {
      space: "brain:M01",
      xyzMm: Float64Array.of(p.xBrainMm[row]!, p.yBrainMm[row]!, p.zBrainMm[row]!),
    });
    expect([...xyzMm]).toEqual([p.xRefMm[row], p.yRefMm[row], p.zRefMm[row]]);

    for (const { atlasDice } of result.sections) expect(atlasDice).toBeGreaterThan(0.95);
    expect(readProvenance(join(cohort.dir, "derived/grid/M01/s005"))).toMatchObject({ stage: "grid" });
  });

  it("does not repeat the grid of unchanged sections, and refuses other settings without force", async () => {
    const cohortDir = join(dir, "cohort");
    const settings = {
      gridSpacingMm: 0.2,
      region: "cortex",
      tissueWindowMm: 0.2,
      minTissueShare: 0.5,
      tissueContrast: 0.04,
    } as const;
    const files = { cohortDir, atlas: join(dir, "atlas.nrrd"), labels: join(dir, "labels.csv") };
    expect(await runGridStage({ ...files, settings })).toMatchObject({ done: 0, skipped: 3 });
    const finer = { ...settings, gridSpacingMm: 0.1 };
    await expect(runGridStage({ ...files, settings: finer })).rejects.toMatchObject({ name: "StageError" });
  });

  it("stops on request and goes on by the same call, keeping the sections that are done", async () => {
    const stop = new AbortController();
    const progress = ({ stage }: { stage: string }) => {
      if (stage === "sample grid") stop.abort();
    };
    await expect(importQuint(optionsFor("stopped"), { signal: stop.signal, progress })).rejects.toMatchObject(
      { name: "InterruptedError", exitCode: 75 },
    );
    const first = join(dir, "stopped/derived/grid/M01/s002");
    const before = readProvenance(first)!.startedAt;
    const resumed = await importQuint(optionsFor("stopped"));
    expect(resumed.sections.length).toBe(3);
    expect(readProvenance(first)!.startedAt).toBe(before);
  });

  it("keeps subcortical points, without area and layer, for region all", async () => {
    const result = await importQuint(optionsFor("all", { region: "all" }));
    const path = join(dir, "all/derived/grid/M01/s005/labels.parquet");
    const { columns } = await readLabels(path);
    const structures = columns.area.filter((_, i) => columns.atlas[i] === ccfAtlases.structure);
    expect(structures).toContain("Nucleus");
    expect(columns.area.filter((_, i) => columns.atlas[i] === ccfAtlases.area)).not.toContain("Nucleus");
    expect(structures.length).toBe(result.sections[1]!.points);
  });

  it("lists sections whose image is missing or of another shape and goes on", async () => {
    const result = changedSeries("partly.json", ({ slices }) => {
      slices[0]!.filename = "absent.png";
      Object.assign(slices[1]!, { height: 300 });
    });
    const imported = await importQuint(optionsFor("partly", { result }));
    expect([imported.exitCode, imported.failures, imported.sections.length]).toEqual([3, 2, 1]);
    expect(imported.refused.map(({ section }) => section)).toEqual(["s005", "s009"]);
    const rows = await loadSections(await loadCohort(join(dir, "partly")));
    expect(rows.map(({ status }) => status)).toEqual(["ok", "missing", "missing"]);
    expect(rows[1]!.note).toMatch(/shape/);
  });

  it("refuses what would be read wrongly", async () => {
    const marked = changedSeries("marked.json", ({ slices }) => {
      slices[0]!.markers = [[1, 2, 3, 4]];
    });
    await expect(importQuint(optionsFor("a", { result: marked }))).rejects.toMatchObject({
      field: "markers",
    });
    const rat = changedSeries("rat.json", (series) => {
      series.target = "WHS_Rat_v4_39um.cutlas";
    });
    await expect(importQuint(optionsFor("b", { result: rat }))).rejects.toMatchObject({ field: "target" });
    const coarse = changedSeries("coarse.json", (series) => {
      series.target = "ABA_Mouse_CCFv3_2017_25um.cutlas";
    });
    await expect(importQuint(optionsFor("c", { result: coarse }))).rejects.toThrow(/25 µm/);
    const mixed = changedSeries("mixed.json", ({ slices }) => {
      slices[0]!.anchoring = slices[0]!.anchoring.map((v, i) => (i === 0 ? 3.5 : i === 3 ? 50 : v));
    });
    await expect(importQuint(optionsFor("d", { result: mixed }))).rejects.toThrow(/direction/);
    await expect(importQuint(optionsFor("e", { gridSpacingMm: 0 }))).rejects.toMatchObject({
      field: "gridSpacingMm",
    });
    await expect(importQuint(optionsFor("f", { images: dir }))).rejects.toMatchObject({ name: "DataError" });
  });
});

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type LabelColumns,
  type PredictionColumns,
  readLabels,
  readPoints,
  readPredictions,
  writeLabels,
  writePoints,
  writePredictions,
} from "../../src/index.js";
import { withDuckDB } from "../../src/tables/duckdb.js";
import { temporaryFolders } from "../support.js";
import { colin, samplePoints } from "./sample.js";

const newFolder = temporaryFolders();
const anyText = fc.string({ unit: "grapheme" });
const anyFloat = fc.float();

describe("tables read back as they were written", () => {
  it("points, over several chunks of the database, with absent coordinates", async () => {
    const path = join(await newFolder(), "derived/sample/B01/points.parquet");
    const points = samplePoints(5000);
    await writePoints(path, points, { ...colin, provenance: "ab12" });
    const read = await readPoints(path);
    expect(read.rows).toBe(5000);
    expect(read.columns).toEqual(points);
    expect(read.metadata).toEqual({ referenceSpace: "mni-colin27", provenance: "ab12" });
    expect(await readdir(join(path, ".."))).toEqual(["points.parquet"]);
  });

  it("with NULL and not NaN in the file, so that SQL and pandas see what is absent", async () => {
    const path = join(await newFolder(), "points.parquet");
    await writePoints(path, samplePoints(3000), colin);
    const sql = `SELECT count(*) - count(xRefMm), count_if(isnan(xRefMm)), count(*) - count(xPx) FROM '${path}'`;
    const counts = await withDuckDB(async (connection) => (await connection.runAndReadAll(sql)).getRowsJS());
    const absent = samplePoints(3000).xRefMm.filter(Number.isNaN).length;
    expect(counts[0]?.map(Number)).toEqual([absent, 0, 0]);
  });

  it("points of several files, one after the other", async () => {
    const dir = await newFolder();
    const paths = ["a", "b"].map((name) => join(dir, `${name}.parquet`));
    for (const path of paths) await writePoints(path, samplePoints(2100, path), colin);
    const { columns } = await readPoints(paths);
    expect(columns.pointId).toEqual(paths.flatMap((path) => samplePoints(2100, path).pointId));
    expect(columns.xPx[2101]).toBe(samplePoints(2).xPx[1]);
  });

  it("a table without rows", async () => {
    const path = join(await newFolder(), "points.parquet");
    await writePoints(path, samplePoints(0), colin);
    expect((await readPoints(path)).columns).toEqual(samplePoints(0));
  });

  it("labels with any text and any float32", async () => {
    const path = join(await newFolder(), "labels.parquet");
    const row = fc.record({
      pointId: anyText,
      atlas: anyText,
      area: anyText,
      probability: anyFloat,
      source: anyText,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 70 }), async (rows) => {
        const labels: LabelColumns = {
          pointId: rows.map((r) => r.pointId),
          atlas: rows.map((r) => r.atlas),
          area: rows.map((r) => r.area),
          probability: Float32Array.from(rows, (r) => r.probability),
          source: rows.map((r) => r.source),
        };
        await writeLabels(path, labels, colin);
        expect((await readLabels(path)).columns).toEqual(labels);
      }),
      { seed: 1, numRuns: 8 },
    );
  });

  it("predictions with lists of any length", async () => {
    const path = join(await newFolder(), "predictions/run.parquet");
    const row = fc.record({
      area: anyText,
      topK: fc.array(anyText, { maxLength: 5 }),
      probability: anyFloat,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 70 }), async (rows) => {
        const predictions: PredictionColumns = {
          pointId: rows.map((_, i) => `p${i}`),
          area: rows.map((r) => r.area),
          topK: rows.map((r) => r.topK),
          probability: Float32Array.from(rows, (r) => r.probability),
          margin: new Float32Array(rows.length),
        };
        await writePredictions(path, predictions, colin);
        expect((await readPredictions(path)).columns).toEqual(predictions);
      }),
      { seed: 1, numRuns: 8 },
    );
  });
});

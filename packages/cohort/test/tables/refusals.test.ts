import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import {
  DataError,
  readLabels,
  readPoints,
  SpaceMismatchError,
  writeFeatures,
  writeLabels,
  writePoints,
} from "../../src/index.js";
import { errorOf, temporaryFolders } from "../support.js";
import { colin, samplePoints } from "./sample.js";

const newFolder = temporaryFolders();

/** Writes a Parquet file as another program might. */
async function foreign(
  path: string,
  sql: string,
  metadata = "'cytonet.schema': 'cytonet.labels/1'",
): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const kept = `KV_METADATA {${metadata}, 'cytonet.referenceSpace': 'mni-colin27'}`;
  await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet, ${kept})`);
  connection.closeSync();
  instance.closeSync();
}

describe("writing refuses", () => {
  it.each([
    ["columns of unequal length", { section: ["a"] }, "section", /1 rows where pointId has 3/],
    ["a hemisphere that is none", { hemisphere: ["left", "right", "top"] }, "hemisphere", /row 2 is "top"/],
    ["text that is absent", { sampler: ["grid", undefined, "grid"] }, "sampler", /row 1 is undefined/],
    ["an id that occurs twice", { pointId: ["a", "b", "a"] }, "pointId", /a occurs twice/],
    ["a column that is missing", { zRefMm: undefined }, "zRefMm", /column is missing/],
    ["a column too many", { thicknessMm: new Float64Array(3) }, "thicknessMm", /not a column of this table/],
  ])("%s, and leaves no file", async (_, change, field, message) => {
    const dir = await newFolder();
    const points = { ...samplePoints(3), ...change } as ReturnType<typeof samplePoints>;
    const error = await errorOf(() => writePoints(join(dir, "points.parquet"), points, colin));
    expect(error).toBeInstanceOf(DataError);
    expect([error.file, error.field]).toEqual([join(dir, "points.parquet"), field]);
    expect(error.message).toMatch(message);
    expect(await readdir(dir)).toEqual([]);
  });

  it("features that are not finite", async () => {
    const values = new Float32Array(3 * 4).fill(1).fill(Number.NaN, 9, 10);
    const info = { modelId: "m", output: "backbone", length: 4, ...colin } as const;
    const path = join(await newFolder(), "f.parquet");
    const error = await errorOf(() => writeFeatures(path, { ...info, pointId: ["a", "b", "c"], values }));
    expect(error.message).toMatch(/feature: row 2 holds NaN/);
  });
});

describe("reading refuses", () => {
  const row = "'p' AS pointId, 'a' AS atlas, 'x' AS area, 0.5::FLOAT AS probability, 's' AS source";

  it("a file that is absent or no Parquet", async () => {
    const dir = await newFolder();
    const absent = await errorOf(() => readPoints(join(dir, "none.parquet")));
    expect(absent.message).toMatch(/none\.parquet: cannot be read as Parquet/);
    await writeFile(join(dir, "x.parquet"), "hello, this is not parquet at all");
    expect((await errorOf(() => readPoints(join(dir, "x.parquet")))).file).toBe(join(dir, "x.parquet"));
  });

  it("another kind of table", async () => {
    const path = join(await newFolder(), "points.parquet");
    await writePoints(path, samplePoints(1), colin);
    const error = await errorOf(() => readLabels(path));
    expect(error.message).toMatch(
      /cytonet\.schema: holds cytonet\.points\/1 where cytonet\.labels\/1 is expected/,
    );
  });

  it("a table without our metadata", async () => {
    const path = join(await newFolder(), "t.parquet");
    await foreign(path, `SELECT ${row}`, "'by': 'pandas'");
    expect((await errorOf(() => readLabels(path))).field).toBe("cytonet.schema");
  });

  it.each([
    ["a missing column", "SELECT 'p' AS pointId, 'a' AS atlas, 'x' AS area, 's' AS source", "probability"],
    [
      "a column of another type",
      `SELECT * REPLACE ('0.5' AS probability) FROM (SELECT ${row})`,
      "probability",
    ],
    ["a widened table", `SELECT ${row}, 1 AS layer`, "layer"],
    ["text that is NULL", `SELECT * REPLACE (NULL::VARCHAR AS area) FROM (SELECT ${row})`, "area"],
  ])("%s", async (_, sql, field) => {
    const path = join(await newFolder(), "labels.parquet");
    await foreign(path, sql);
    const error = await errorOf(() => readLabels(path));
    expect([error.file, error.field]).toEqual([path, field]);
  });

  it("accepts a foreign file that is right", async () => {
    const path = join(await newFolder(), "labels.parquet");
    await foreign(path, `SELECT ${row}`);
    expect((await readLabels(path)).columns.probability).toEqual(Float32Array.of(0.5));
  });

  it("tables of different spaces together", async () => {
    const dir = await newFolder();
    const labels = (id: string) => ({
      pointId: [id],
      atlas: ["a"],
      area: ["x"],
      probability: Float32Array.of(1),
      source: ["s"],
    });
    await writeLabels(join(dir, "a.parquet"), labels("1"), colin);
    await writeLabels(join(dir, "b.parquet"), labels("2"), { referenceSpace: "bigbrain" });
    const error = await errorOf(() => readLabels([join(dir, "a.parquet"), join(dir, "b.parquet")]));
    expect(error).toBeInstanceOf(SpaceMismatchError);
    expect(error.file).toBe(join(dir, "b.parquet"));
  });

  it("points whose rows and metadata name different spaces", async () => {
    const path = join(await newFolder(), "points.parquet");
    await writePoints(path, samplePoints(2), colin);
    const copy = path.replace("points", "copy");
    const sql = `SELECT * REPLACE ('bigbrain' AS referenceSpace) FROM '${path}'`;
    await foreign(copy, sql, "'cytonet.schema': 'cytonet.points/1'");
    expect((await errorOf(() => readPoints(copy))).message).toMatch(/row 0 says bigbrain/);
  });
});

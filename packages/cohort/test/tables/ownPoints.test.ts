import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { readPoints } from "../../src/index.js";
import { temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();
const guide = readFileSync(join(import.meta.dirname, "../../../../docs/cohort.md"), "utf8");

it("reads points that were written with DuckDB as docs/cohort.md says", async () => {
  const path = join(await newFolder(), "points.parquet");
  const [, copy] = /duckdb\.sql\("""(COPY [\s\S]*?)"""\)/.exec(guide) ?? [];
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`CREATE TABLE my_points AS SELECT
    'B01-1' AS pointId, 'B01' AS brain, '0001' AS section, 'left' AS hemisphere,
    10.5::DOUBLE AS xPx, 20.5::DOUBLE AS yPx,
    NULL::DOUBLE AS xBrainMm, NULL::DOUBLE AS yBrainMm, NULL::DOUBLE AS zBrainMm,
    1::DOUBLE AS xRefMm, 2::DOUBLE AS yRefMm, 3::DOUBLE AS zRefMm,
    'mni-colin27' AS referenceSpace, 'mine' AS sampler, 0.9::FLOAT AS tissueShare`);
  await connection.run(copy!.replace(/TO '[^']*'/, `TO '${path}'`));
  connection.closeSync();
  const { columns, metadata } = await readPoints([path]);
  expect(metadata.referenceSpace).toBe("mni-colin27");
  expect([...columns.pointId, ...columns.xPx, ...columns.xBrainMm]).toEqual(["B01-1", 10.5, Number.NaN]);
  // Every column is told of.
  for (const name of Object.keys(columns)) expect(guide, name).toContain(`\`${name}\``);
});

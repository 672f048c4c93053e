import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type FeatureInfo,
  FeatureWriter,
  readFeatureBatches,
  readFeatureInfo,
  readFeatures,
  writeFeatures,
} from "../../src/index.js";
import { errorOf, temporaryFolders } from "../support.js";
import { colin } from "./sample.js";

const newFolder = temporaryFolders();
const info: FeatureInfo = { modelId: "0a1b", output: "backbone", length: 48, provenance: "77", ...colin };
const ids = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `p${from + i}`);
/** Number j of the feature of point i: exact in float32, different everywhere. */
const value = (i: number, j: number): number => Math.fround(i + j / 4096);
const rows = (from: number, count: number): Float32Array =>
  Float32Array.from({ length: count * 48 }, (_, k) => value(from + Math.floor(k / 48), k % 48));

describe("features", () => {
  it("read back bit for bit, from a name with SQL's and the shell's special characters", async () => {
    const path = join(await newFolder(), "features/it's [1]*?.parquet");
    await writeFeatures(path, { ...info, pointId: ids(0, 100), values: rows(0, 100) });
    expect(await readFeatures(path)).toEqual({ ...info, pointId: ids(0, 100), values: rows(0, 100) });
    expect(await readFeatureInfo(path)).toEqual({ ...info, rows: 100 });
  });

  it("written in batches that fill several parts, read in batches", async () => {
    const dir = await newFolder();
    const path = join(dir, "features.parquet");
    // Two batches of 1,000 fill a part; the last batch stands alone.
    const writer = new FeatureWriter(path, info, 2 * 1000 * 48 * 4);
    for (let from = 0; from < 9000; from += 1000) await writer.append(ids(from, 1000), rows(from, 1000));
    expect((await readdir(dir)).filter((name) => name === "features.parquet")).toEqual([]);
    expect(await writer.close()).toBe(9000);
    expect(await readdir(dir)).toEqual(["features.parquet"]);
    let row = 0;
    for await (const batch of readFeatureBatches(path, 3000)) {
      expect(batch.pointId.length).toBeLessThanOrEqual(3000);
      expect(batch.pointId).toEqual(ids(row, batch.pointId.length));
      for (let i = 0; i < batch.pointId.length; i += 97) {
        expect(batch.values[i * 48 + 5]).toBe(value(row + i, 5));
        expect(batch.values[i * 48 + 47]).toBe(value(row + i, 47));
      }
      row += batch.pointId.length;
    }
    expect(row).toBe(9000);
  });

  it("of an aborted writer leave nothing, and a closed writer takes no more", async () => {
    const dir = await newFolder();
    const writer = new FeatureWriter(join(dir, "f.parquet"), info);
    await writer.append(ids(0, 1), rows(0, 1));
    await writer.abort();
    expect(await readdir(dir)).toEqual([]);
    await expect(writer.append(ids(0, 1), rows(0, 1))).rejects.toThrow(/closed/);
  });

  it("can be left in the middle of the reading", async () => {
    const path = join(await newFolder(), "f.parquet");
    await writeFeatures(path, { ...info, pointId: ids(0, 5000), values: rows(0, 5000) });
    for await (const batch of readFeatureBatches(path)) {
      expect(batch.pointId[0]).toBe("p0");
      break;
    }
  });

  it("of different models do not mix", async () => {
    const dir = await newFolder();
    const paths = ["0a1b", "0a1c"].map((modelId) => join(dir, `${modelId}.parquet`));
    for (const [i, path] of paths.entries()) {
      const modelId = i === 0 ? "0a1b" : "0a1c";
      await writeFeatures(path, { ...info, modelId, pointId: ids(i, 1), values: rows(i, 1) });
    }
    expect((await errorOf(() => readFeatures(paths))).field).toBe("cytonet.modelId");
  });

  it("refuse an array that does not fit its ids", async () => {
    const path = join(await newFolder(), "f.parquet");
    const error = await errorOf(() =>
      writeFeatures(path, { ...info, pointId: ids(0, 2), values: rows(0, 3) }),
    );
    expect(error.message).toMatch(/feature: 3 rows where pointId has 2/);
  });
});

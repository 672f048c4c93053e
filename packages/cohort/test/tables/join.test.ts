import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { joinByPoint, SpaceMismatchError, writeFeatures, writeLabels, writePoints } from "../../src/index.js";
import { errorOf, temporaryFolders } from "../support.js";
import { colin, samplePoints } from "./sample.js";

const newFolder = temporaryFolders();

interface Files {
  readonly points: string;
  readonly labels: string;
  readonly features: string;
}

/** Five points a…e; labels for e, c, a of one atlas and b of another; features for c, b, a, z. */
async function tables(space: string = colin.referenceSpace): Promise<Files> {
  const dir = await newFolder();
  const files = {
    points: join(dir, "points.parquet"),
    labels: join(dir, "labels.parquet"),
    features: join(dir, "features.parquet"),
  };
  await writePoints(files.points, { ...samplePoints(5), pointId: [..."abcde"] }, colin);
  const labels = {
    pointId: [..."ecab"],
    atlas: ["julich", "julich", "julich", "brodmann"],
    area: ["hOc5", "hOc3", "hOc1", "17"],
    probability: Float32Array.of(0.5, 0.3, 0.1, 1),
    source: [..."rrrr"],
  };
  await writeLabels(files.labels, labels, { referenceSpace: space });
  const values = Float32Array.of(3, 3, 2, 2, 1, 1, 26, 26);
  const info = { modelId: "m", output: "backbone", length: 2, referenceSpace: colin.referenceSpace } as const;
  await writeFeatures(files.features, { ...info, pointId: [..."cbaz"], values });
  return files;
}

describe("joinByPoint", () => {
  it("names an atlas that there is not by the folder of the tables, however many they are", async () => {
    const { points, labels } = await tables();
    const error = await errorOf(() =>
      joinByPoint({ points, labels: { files: [labels, labels], atlas: "nope" } }),
    );
    expect(error.file).toBe(dirname(labels));
    expect(error.remedy).toBe("Name one of its atlases: julich, brodmann.");
  });

  it("aligns labels and features with the points that have both, in the points' order", async () => {
    const { points, labels, features } = await tables();
    const joined = await joinByPoint({ points, labels: { files: labels, atlas: "julich" }, features });
    expect(joined.points.pointId).toEqual(["a", "c"]);
    expect(joined.points.xPx).toEqual(Float64Array.of(samplePoints(5).xPx[0]!, samplePoints(5).xPx[2]!));
    expect(joined.labels?.area).toEqual(["hOc1", "hOc3"]);
    expect(joined.labels?.probability).toEqual(Float32Array.of(0.1, 0.3));
    expect(joined.features?.values).toEqual(Float32Array.of(1, 1, 3, 3));
    expect(joined.leftOut).toEqual({
      excluded: 0,
      withoutLabel: 2,
      withoutFeature: 2,
      strayLabels: 0,
      strayFeatures: 1,
    });
  });

  it("leaves out and counts the points that it is told to", async () => {
    const { points, labels, features } = await tables();
    const joined = await joinByPoint({
      points,
      labels: { files: labels, atlas: "julich" },
      features,
      without: new Set(["a", "e", "none"]),
    });
    expect(joined.points.pointId).toEqual(["c"]);
    expect(joined.features?.values).toEqual(Float32Array.of(3, 3));
    expect(joined.leftOut).toEqual({
      excluded: 2,
      withoutLabel: 2,
      withoutFeature: 1,
      strayLabels: 0,
      strayFeatures: 1,
    });
  });

  it("gives all points where nothing else is asked for", async () => {
    const { points } = await tables();
    const joined = await joinByPoint({ points });
    expect(joined.rows).toBe(5);
    expect(joined.labels).toBeUndefined();
    expect(joined.features).toBeUndefined();
  });

  it("refuses tables of another space", async () => {
    const { points, labels } = await tables("bigbrain");
    const error = await errorOf(() => joinByPoint({ points, labels: { files: labels, atlas: "julich" } }));
    expect(error).toBeInstanceOf(SpaceMismatchError);
  });

  it("refuses a point with two labels of one atlas, and an atlas that is not there", async () => {
    const { points, labels } = await tables();
    const twice = joinByPoint({ points, labels: { files: [labels, labels], atlas: "julich" } });
    expect((await errorOf(() => twice)).message).toMatch(/point e has two labels of atlas julich/);
    const absent = joinByPoint({ points, labels: { files: labels, atlas: "aal" } });
    expect((await errorOf(() => absent)).remedy).toBe("Name one of its atlases: julich, brodmann.");
  });

  it("refuses a point with two features", async () => {
    const { points, features } = await tables();
    const twice = joinByPoint({ points, features: [features, features] });
    expect((await errorOf(() => twice)).message).toMatch(/point c has two features/);
  });
});

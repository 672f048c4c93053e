import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ccfHemisphere, ccfMm, readCcfAtlas } from "../../src/preparation/ccfAtlas.js";
import { labelOf, writeSyntheticSeries } from "./synthetic.js";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-atlas-"));
  await writeSyntheticSeries(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The synthetic atlas with its header edited. */
function edited(name: string, from: string, to: string): string {
  const path = join(dir, name);
  const text = readFileSync(join(dir, "atlas.nrrd"), "latin1").replace(from, to);
  writeFileSync(path, Buffer.from(text, "latin1"));
  return path;
}

describe("readCcfAtlas", () => {
  it("looks labels up by millimetres, 0 outside the array", async () => {
    const atlas = await readCcfAtlas(join(dir, "atlas.nrrd"));
    expect([atlas.sizes, atlas.voxelUm]).toEqual([[57, 66, 40], 200]);
    for (const [i, j, k] of [
      [28, 33, 30],
      [20, 40, 12],
      [10, 30, 25],
    ] as const) {
      expect(atlas.labelAt(...ccfMm([i + 0.99, j + 0.01, k + 0.5], atlas))).toBe(labelOf(i, j, k));
    }
    for (const outside of [
      [-0.1, 33, 20],
      [28, 66.1, 20],
      [28, 33, 1e9],
      [Number.NaN, 33, 20],
    ] as const) {
      expect(atlas.labelAt(...ccfMm(outside, atlas))).toBe(0);
    }
  });

  it("asks for the voxel size where the file has none, and checks it against the framework", async () => {
    const unscaled = edited("unscaled.nrrd", "space directions: (200,0,0) (0,200,0) (0,0,200)\n", "");
    await expect(readCcfAtlas(unscaled)).rejects.toMatchObject({ remedy: "Give it with --voxel-um." });
    expect((await readCcfAtlas(unscaled, 200)).voxelUm).toBe(200);
    await expect(readCcfAtlas(unscaled, 25)).rejects.toMatchObject({ field: "sizes" });
  });

  it("refuses an array in another axis order", async () => {
    await expect(readCcfAtlas(edited("turned.nrrd", "57 66 40", "66 40 57"))).rejects.toMatchObject({
      field: "sizes",
    });
  });
});

describe("ccfMm", () => {
  const atlas = { sizes: [456, 528, 320], voxelUm: 25 } as const;

  it("puts the origin at the centre of the array, in RAS millimetres", () => {
    expect(ccfMm([228, 264, 160], atlas)).toEqual([0, 0, 0]);
    expect(ccfMm([456, 528, 320], atlas)).toEqual([5.7, 6.6, 4]);
    expect(ccfMm([228, 250, 160], atlas)[1]).toBeCloseTo(-0.35, 12);
  });

  it("does not depend on the resolution of the array", () => {
    const fine = { sizes: [1140, 1320, 800], voxelUm: 10 } as const;
    const coarse = ccfMm([100, 200, 300], atlas);
    ccfMm([250, 500, 750], fine).forEach((mm, axis) => {
      expect(mm).toBeCloseTo(coarse[axis]!, 12);
    });
  });
});

describe("ccfHemisphere", () => {
  it("is the side of the midsagittal plane", () => {
    expect([ccfHemisphere([-0.1, 9, 9]), ccfHemisphere([0.1, -9, -9])]).toEqual(["left", "right"]);
    expect([ccfHemisphere([0, 0, 0]), ccfHemisphere([Number.NaN, 0, 0])]).toEqual(["unknown", "unknown"]);
  });
});

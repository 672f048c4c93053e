import { describe, expect, it } from "vitest";
import { scanOf } from "../src/openScan.js";
import type { PixelRegion, ScanLevel, ScanSource } from "../src/reader.js";
import { coarsestFineLevel } from "../src/readGrid.js";

const levels: ScanLevel[] = [1, 2, 4, 8].map((factor) => ({
  widthPx: 4096 / factor,
  heightPx: 2048 / factor,
  downsampleX: factor,
  downsampleY: factor,
}));

/** A pyramid whose pixels tell their level, and a record of what was read. */
function pyramid(): { source: ScanSource; reads: { level: number; region: PixelRegion }[] } {
  const reads: { level: number; region: PixelRegion }[] = [];
  const source: ScanSource = {
    format: "synthetic",
    bitDepth: 8,
    pixelSizeXUm: 1,
    pixelSizeYUm: 1,
    levels,
    async readRegion(level, region) {
      reads.push({ level, region });
      const { widthPx, heightPx } = region;
      const data = new Uint8Array(widthPx * heightPx).fill(100 + level);
      return { widthPx, heightPx, data, bitDepth: 8 };
    },
    async close() {},
  };
  return { source, reads };
}

describe("coarsestFineLevel", () => {
  it("is the coarsest level that is not coarser than the grid along either axis", () => {
    expect(coarsestFineLevel(levels, 1, 1)).toBe(0);
    expect(coarsestFineLevel(levels, 3.9, 3.9)).toBe(1);
    expect(coarsestFineLevel(levels, 4, 4)).toBe(2);
    expect(coarsestFineLevel(levels, 4, 1.5)).toBe(0);
    expect(coarsestFineLevel(levels, 100, 100)).toBe(3);
    expect(coarsestFineLevel(levels, 0.5, 0.5)).toBe(0);
  });
});

describe("reading from a pyramid", () => {
  it("reads only the pixels it needs, from the nearest finer level", async () => {
    const { source, reads } = pyramid();
    const scan = scanOf("synthetic", source);
    const image = await scan.read({ xPx: 800, yPx: 400, widthPx: 400, heightPx: 200 }, 5);
    expect([image.widthPx, image.heightPx, image.data[0]]).toEqual([80, 40, 102]);
    expect(reads).toEqual([{ level: 2, region: { xPx: 200, yPx: 100, widthPx: 100, heightPx: 50 } }]);
  });

  it("does not touch the file for a window that lies outside", async () => {
    const { source, reads } = pyramid();
    const scan = scanOf("synthetic", source, { background: 7 });
    const image = await scan.read({ xPx: 5000, yPx: 0, widthPx: 20, heightPx: 20 }, 2);
    expect(new Set(image.data)).toEqual(new Set([7]));
    expect(reads).toEqual([]);
  });

  it("reads a window larger than a band in bands, with the same result", async () => {
    const tall: ScanLevel = { widthPx: 8192, heightPx: 10000, downsampleX: 1, downsampleY: 1 };
    const { source } = pyramid();
    let largest = 0;
    const striped: ScanSource = {
      ...source,
      levels: [tall],
      async readRegion(_level, { yPx, widthPx, heightPx }) {
        largest = Math.max(largest, widthPx * heightPx);
        const data = new Uint8Array(widthPx * heightPx);
        for (let row = 0; row < heightPx; row++) {
          data.fill((yPx + row) % 251, row * widthPx, (row + 1) * widthPx);
        }
        return { widthPx, heightPx, data, bitDepth: 8 };
      },
    };
    const scan = scanOf("striped", striped, { background: 0 });
    const image = await scan.read({ xPx: 0, yPx: 0, widthPx: 8192, heightPx: 10000 }, 40);
    expect(largest).toBeLessThan(2 ** 25 + 2 * 8192 * 40);
    for (const row of [0, 101, 102, 103, 249]) {
      const mean = Array.from({ length: 40 }, (_, i) => (row * 40 + i) % 251).reduce((a, b) => a + b) / 40;
      expect(Math.abs(image.data[row * image.widthPx]! - mean)).toBeLessThan(0.51);
    }
  });
});

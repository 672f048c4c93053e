import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { openScan } from "../../src/index.js";
import { openSource } from "../../src/readers/registry.js";

const present = referencePython() !== undefined;
if (!present) console.warn("skipped: no Python reference environment (make reference)");

interface Case {
  readonly name: string;
  readonly depth: number;
  /** Half a level where only rounding may differ, more for JPEG. */
  readonly tolerance: number;
  /** Height and width of each level. */
  readonly levels: readonly (readonly [number, number])[];
}

const folder = mkdtempSync(join(tmpdir(), "cytonet-tiff-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cases: readonly Case[] = present
  ? runReference(join(import.meta.dirname, "tiff_layouts.py"), { folder })
  : [];

describe.skipIf(!present)("TIFF layouts, beside tifffile", () => {
  it.each(cases)("$name", async ({ name, depth, tolerance, levels }) => {
    const source = await openSource(join(folder, name), {});
    expect(source.bitDepth).toBe(depth);
    expect(source.levels.map(({ heightPx, widthPx }) => [heightPx, widthPx])).toEqual(levels);
    for (const [level, [heightPx, widthPx]] of levels.entries()) {
      const expected = floats(join(folder, `${name}.${level}.raw`));
      const whole = await source.readRegion(level, { xPx: 0, yPx: 0, widthPx, heightPx });
      expect(largestError(whole.data, expected)).toBeLessThanOrEqual(tolerance + 1e-6);
      const [xPx, yPx] = [Math.floor(widthPx / 3), Math.floor(heightPx / 5)];
      const part = { xPx, yPx, widthPx: Math.min(77, widthPx - xPx), heightPx: Math.min(59, heightPx - yPx) };
      const { data } = await source.readRegion(level, part);
      for (let row = 0; row < part.heightPx; row++) {
        const from = (yPx + row) * widthPx + xPx;
        const line = data.subarray(row * part.widthPx, (row + 1) * part.widthPx);
        expect(Buffer.compare(bytes(line), bytes(whole.data.subarray(from, from + part.widthPx)))).toBe(0);
      }
    }
    await source.close();
  });

  it("averages a window from the coarsest level that is fine enough", async () => {
    const scan = await openScan(join(folder, "subifds.ome.tif"));
    expect([scan.pixelSizeXUm, scan.pixelSizeYUm]).toEqual([1, 1]);
    expect(scan.levels.map(({ downsampleX }) => downsampleX)).toEqual([1, 2, 4]);
    const level1 = floats(join(folder, "subifds.ome.tif.1.raw"));
    const image = await scan.read({ xPx: 20, yPx: 40, widthPx: 200, heightPx: 100 }, 2);
    for (let y = 0; y < 50; y++) {
      for (let x = 0; x < 100; x++) expect(image.data[y * 100 + x]).toBe(level1[(20 + y) * 265 + 10 + x]);
    }
    await scan.close();
  });

  it.each(["deflate-tiles-256.tif", "jpeg-strips.tif", "zstd-16-tiles-be.tif", "lzw-predictor-24-be.tif"])(
    "resamples %s by area, to 2 µm/px, odd factors and from unequal pixel sizes",
    async (name) => {
      const path = join(folder, name);
      const { depth, tolerance, levels } = cases.find((one) => one.name === name)!;
      const [heightPx, widthPx] = levels[0]!;
      const expected = floats(`${path}.0.raw`);
      for (const [pixelSizeXUm, pixelSizeYUm, sizeUm] of [
        [1, 1, 2],
        [1, 1, 3],
        [0.5, 0.5, 2.5],
        [0.7, 1.1, 2],
      ] as const) {
        const scan = await openScan(path, { pixelSizeXUm, pixelSizeYUm, background: 90 });
        const window = { xPx: 101, yPx: 67, widthPx: 220, heightPx: 260 };
        const { data, widthPx: columns } = await scan.read(window, sizeUm);
        const [stepX, stepY] = [sizeUm / pixelSizeXUm, sizeUm / pixelSizeYUm];
        for (let i = 0; i < data.length; i += 37) {
          const box = {
            left: window.xPx + (i % columns) * stepX,
            top: window.yPx + Math.floor(i / columns) * stepY,
            width: stepX,
            height: stepY,
          };
          const mean = areaMean(expected, widthPx, heightPx, box, 90);
          expect(Math.abs(data[i]! - mean)).toBeLessThanOrEqual(depth === 16 ? 1 : 0.51 + tolerance);
        }
        await scan.close();
      }
    },
  );

  it("takes the levels of an Aperio file, and neither its thumbnail, label nor macro image", async () => {
    const scan = await openScan(join(folder, "aperio.svs"));
    expect(scan.levels.map(({ widthPx }) => widthPx)).toEqual([530, 132]);
    expect(scan.pixelSizeXUm).toBe(0.499);
    await scan.close();
  });

  it("says that a TIFF has more images than it reads", async () => {
    const scan = await openScan(join(folder, "pages.tif"));
    expect(scan.format).toBe("tiff, tiled, first of 3 images");
    await scan.close();
  });
});

/** Mean over a box with real corners, pixel by pixel; `background` outside the image. */
function areaMean(
  pixels: Float64Array,
  widthPx: number,
  heightPx: number,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  background: number,
): number {
  let sum = 0;
  for (let y = Math.floor(top); y < top + height; y++) {
    for (let x = Math.floor(left); x < left + width; x++) {
      const across = Math.min(x + 1, left + width) - Math.max(x, left);
      const down = Math.min(y + 1, top + height) - Math.max(y, top);
      const inside = x >= 0 && y >= 0 && x < widthPx && y < heightPx;
      sum += across * down * (inside ? pixels[y * widthPx + x]! : background);
    }
  }
  return sum / (width * height);
}

function floats(path: string): Float64Array {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

function bytes({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function largestError(values: ArrayLike<number>, expected: Float64Array): number {
  expect(values.length).toBe(expected.length);
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - values[i]!)), 0);
}

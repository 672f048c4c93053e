import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { native, scanCodecs } from "../../src/codecs/native.js";
import type { GreySamples } from "../../src/image.js";
import { createScanWriter, type ScanWriterOptions } from "../../src/index.js";
import type { ScanSource } from "../../src/reader.js";
import { picture, rawBytes, writeAll } from "../writers/pictures.js";
import { codecModes, loadWith, sameBytes } from "./load.js";

const folder = mkdtempSync(join(tmpdir(), "cytonet-portable-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  readonly name: string;
  readonly tolerance: number;
}
const present = referencePython() !== undefined;
if (!present) console.warn("skipped: no Python reference environment (make reference)");
const layouts: readonly Case[] = present
  ? runReference(join(import.meta.dirname, "../readers/tiff_layouts.py"), { folder })
  : [];

describe("scanCodecs", () => {
  it("says which decoders are used, and why not the native ones", async () => {
    const portable = await loadWith("portable", () => import("../../src/index.js"));
    const reason = "CYTONET_CODECS=portable asks for them";
    expect(portable.scanCodecs()).toMatchObject({ native: false, reason });
    if (native === undefined) return;
    const libraries = /^libdeflate [\d.]+, libjpeg[-a-z]* [\d.]+, libzstd [\d.]+$/;
    expect(scanCodecs()).toEqual({ native: true, libraries: expect.stringMatching(libraries) });
  });
});

it("refuses a setting that names no decoders, at the first scan", async () => {
  const { openScan, scanCodecs: codecs } = await loadWith("fast", () => import("../../src/index.js"));
  const message = 'CYTONET_CODECS: it is "fast", which names no decoders. Set it to native or to portable';
  expect(codecs).toThrow(message);
  await expect(openScan("any.tif")).rejects.toMatchObject({ name: "ScanError", kind: "request" });
});

/** The first level of a file as each way of decoding gives it. */
async function bothWays(path: string): Promise<Uint8Array[]> {
  const pixels: Uint8Array[] = [];
  for (const mode of codecModes) {
    const { openSource } = await loadWith(mode, () => import("../../src/readers/registry.js"));
    const source = await openSource(path, {});
    const { widthPx, heightPx } = source.levels[0]!;
    const { data } = await source.readRegion(0, { xPx: 0, yPx: 0, widthPx, heightPx });
    pixels.push(rawBytes(data));
    await source.close();
  }
  return pixels;
}

describe.skipIf(native === undefined)("portable decoders give the pixels of the native ones", () => {
  it.skipIf(!present)("of every layout of TIFF", async () => {
    expect(layouts.length).toBeGreaterThan(20);
    for (const { name, tolerance } of layouts) {
      const [ours, portable] = (await bothWays(join(folder, name))) as [Uint8Array, Uint8Array];
      const most = tolerance < 1 ? 0 : 2;
      const largest = ours.reduce((all, v, i) => Math.max(all, Math.abs(v - portable[i]!)), 0);
      expect(largest, name).toBeLessThanOrEqual(most);
    }
  });

  it.each(["deflate", "zstd", "blosc", "none"] as const)("of OME-Zarr with %s", async (compression) => {
    for (const omeZarrVersion of ["0.4", "0.5"] as const) {
      const path = join(folder, `${compression}-${omeZarrVersion}.ome.zarr`);
      const size = { widthPx: 250, heightPx: 141, bitDepth: 16, tilePx: 32 } as const;
      const options: ScanWriterOptions = { ...size, format: "ome-zarr", compression, omeZarrVersion };
      const writer = await createScanWriter(path, options);
      const samples = picture(250, 141, 16);
      await writeAll(writer, samples);
      await writer.finish();
      for (const pixels of await bothWays(path)) expect(sameBytes(pixels, rawBytes(samples))).toBe(true);
    }
  });
});

describe.each(codecModes)("a level larger than what is kept of it, %s", async (mode) => {
  const { openTiff } = await loadWith(mode, () => import("../../src/readers/tiff/tiffReader.js"));
  const openZarr = await loadWith(mode, async () => {
    const zarr = await import("../../src/zarr/zarrReader.js");
    const { FolderStore } = await import("../../src/zarr/folderStore.js");
    return (path: string, cacheBytes?: number) => zarr.openZarr(new FolderStore(path), {}, cacheBytes);
  });

  it.each([
    ["tiff", "deflate", 8],
    ["tiff", "deflate", 16],
    ["tiff", "jpeg", 8],
    ["tiff", "none", 16],
    ["ome-zarr", "deflate", 8],
    ["ome-zarr", "zstd", 16],
    ["ome-zarr", "none", 16],
  ] as const)(
    "gives the pixels of %s, %s, %i bits, alone and at once",
    async (format, compression, bitDepth) => {
      const open = (path: string, cacheBytes?: number) =>
        format === "tiff" ? openTiff(path, {}, cacheBytes) : openZarr(path, cacheBytes);
      const [widthPx, heightPx] = [250, 141];
      const path = join(folder, `${mode}-${compression}-${bitDepth}.${format}`);
      const size = { widthPx, heightPx, bitDepth, tilePx: 32 };
      const writer = await createScanWriter(path, { format, compression, ...size });
      await writeAll(writer, picture(widthPx, heightPx, bitDepth));
      await writer.finish();

      const all = await open(path);
      const expected = (await all.readRegion(0, { xPx: 0, yPx: 0, widthPx, heightPx })).data;
      await all.close();
      if (compression !== "jpeg")
        expect(sameSamples(expected, picture(widthPx, heightPx, bitDepth))).toBe(true);

      const read = async (source: ScanSource, xPx: number, yPx: number, width: number, height: number) => {
        const data = picture(width, height, bitDepth);
        const region = { xPx, yPx, widthPx: width, heightPx: height };
        await source.eachRows!(0, region, (rows, y) => data.set(rows, (y - yPx) * width));
        const shared = new SharedArrayBuffer(data.byteLength);
        const into = bitDepth === 8 ? new Uint8Array(shared) : new Uint16Array(shared);
        await source.eachRows!(0, region, (rows) => expect(rows.buffer).toBe(shared), into);
        expect(into).toEqual(data);
        for (let y = 0; y < height; y++) {
          const at = (yPx + y) * widthPx + xPx;
          const row = data.subarray(y * width, (y + 1) * width);
          expect(sameSamples(row, expected.subarray(at, at + width)), `row ${y}`).toBe(true);
        }
      };
      const source = await open(path, 5000);
      await read(source, 0, 0, widthPx, heightPx);
      await read(source, 17, 5, 201, 120);
      await read(source, 40, 40, 10, 10);
      await Promise.all([
        read(source, 0, 0, widthPx, heightPx),
        read(source, 3, 2, 200, 99),
        read(source, 100, 0, 64, 141),
        read(source, 100, 0, 64, 141),
      ]);
      await source.close();
    },
  );
});

const sameSamples = (a: GreySamples, b: GreySamples) => sameBytes(rawBytes(a), rawBytes(b));

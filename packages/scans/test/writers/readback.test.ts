import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { createScanWriter, type ScanWriterOptions } from "../../src/index.js";
import { picture, rawBytes, writeAll } from "./pictures.js";

const [widthPx, heightPx] = [1101, 703];
const pixelSize = { pixelSizeXUm: 0.9, pixelSizeYUm: 1.1 };

const cases: readonly (readonly [string, Partial<ScanWriterOptions>])[] = [
  ["deflate.tif", { format: "tiff" }],
  ["deflate16.tif", { format: "tiff", bitDepth: 16 }],
  ["none.tif", { format: "tiff", compression: "none", tilePx: 256 }],
  ["odd-tiles.tif", { format: "tiff", tilePx: 240 }],
  ["jpeg.tif", { format: "tiff", compression: "jpeg", jpegQuality: 95 }],
  ["sharded.zarr", { format: "ome-zarr" }],
  ["sharded16-zstd.zarr", { format: "ome-zarr", bitDepth: 16, compression: "zstd" }],
  ["blosc.zarr", { format: "ome-zarr", compression: "blosc" }],
  ["blosc16-v2.zarr", { format: "ome-zarr", bitDepth: 16, compression: "blosc", omeZarrVersion: "0.4" }],
  ["plain.zarr", { format: "ome-zarr", sharded: false, compression: "none" }],
  ["v2.zarr", { format: "ome-zarr", omeZarrVersion: "0.4" }],
  ["v2-zstd.zarr", { format: "ome-zarr", omeZarrVersion: "0.4", compression: "zstd" }],
  ["v2-none16.zarr", { format: "ome-zarr", omeZarrVersion: "0.4", compression: "none", bitDepth: 16 }],
];

const there = referencePython() !== undefined;
if (!there) console.warn("skipped: no Python reference environment (make reference)");

describe.skipIf(!there)("written scans, read by other libraries", () => {
  let dir = "";
  // biome-ignore lint/suspicious/noExplicitAny: findings of a Python program, checked below
  const findings = new Map<string, any>();

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "cytonet-writers-"));
    for (const bits of [8, 16] as const) {
      writeFileSync(join(dir, `raw${bits}`), rawBytes(picture(widthPx, heightPx, bits)));
    }
    for (const [name, options] of cases) {
      const bitDepth = options.bitDepth ?? 8;
      const writer = await createScanWriter(join(dir, name), {
        format: "tiff",
        tilePx: 128,
        ...pixelSize,
        ...options,
        widthPx,
        heightPx,
        bitDepth,
      });
      await writeAll(writer, picture(widthPx, heightPx, bitDepth));
      await writer.finish();
    }
    const asked = cases.map(([name, { format, bitDepth: bits = 8 }]) => ({
      path: join(dir, name),
      format,
      raw: join(dir, `raw${bits}`),
      width: widthPx,
      height: heightPx,
      bits,
    }));
    const answers = runReference(join(import.meta.dirname, "readback.py"), { cases: asked });
    cases.forEach(([name], i) => {
      findings.set(name, answers[i]);
    });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const tiffs = cases.filter(([, { format }]) => format === "tiff");
  const zarrs = cases.filter(([, { format }]) => format === "ome-zarr");

  it.each(tiffs)("%s: tifffile finds every level of one OME series", (name) => {
    const { big, ome, series, tifffile, pixels } = findings.get(name);
    expect({ big, ome, series }).toEqual({ big: true, ome: true, series: 1 });
    // JPEG at quality 95 moves noise by a few levels; everything else is exact.
    const most = name === "jpeg.tif" ? 12 : 0;
    for (const worst of tifffile) expect(worst).toBeLessThanOrEqual(most);
    expect(tifffile.length).toBeGreaterThan(3);
    expect(pixels).toMatch(/PhysicalSizeX="0.9" PhysicalSizeXUnit="µm" PhysicalSizeY="1.1"/);
    expect(pixels).not.toContain(name);
  });

  it.each(tiffs.filter(([, { bitDepth }]) => bitDepth !== 16))("%s: OpenSlide reads its levels", (name) => {
    const { openslide, vendor, mpp, tifffile } = findings.get(name);
    expect(vendor).toBe("generic-tiff");
    expect(mpp.map(Number)).toEqual([expect.closeTo(0.9, 6), expect.closeTo(1.1, 6)]);
    expect(openslide).toHaveLength(tifffile.length);
    const most = name === "jpeg.tif" ? 12 : 0;
    for (const worst of openslide) expect(worst).toBeLessThanOrEqual(most);
  });

  it.each(tiffs)("%s: libvips reads its levels as pages", async (name) => {
    const bits = name.includes("16") ? 16 : 8;
    const { tifffile } = findings.get(name);
    expect((await sharp(join(dir, name)).metadata()).pages).toBe(tifffile.length);
    const { data, info } = await sharp(join(dir, name), { page: 0 })
      .toColourspace(bits === 8 ? "b-w" : "grey16")
      .raw(bits === 8 ? {} : { depth: "ushort" })
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([widthPx, heightPx]);
    if (name !== "jpeg.tif") expect(data.equals(rawBytes(picture(widthPx, heightPx, bits)))).toBe(true);
  });

  it.each(zarrs)("%s: zarr-python reads every level", (name, { omeZarrVersion }) => {
    const { zarr, format, axes, transformations } = findings.get(name);
    expect(format).toBe(omeZarrVersion === "0.4" ? 2 : 3);
    expect(zarr.length).toBe(5);
    expect(zarr).toEqual(zarr.map(() => 0));
    expect(axes).toEqual(["y", "x"].map((axis) => ({ name: axis, type: "space", unit: "micrometer" })));
    expect(transformations[0]).toEqual([{ type: "scale", scale: [1.1, 0.9] }]);
    expect(transformations[2]).toEqual([
      { type: "scale", scale: [4.4, 3.6] },
      { type: "translation", translation: [expect.closeTo(1.65, 9), expect.closeTo(1.35, 9)] },
    ]);
  });

  it.each(zarrs)("%s: sha256sum agrees with SHA256SUMS", (name) => {
    execFileSync("sha256sum", ["--check", "--quiet", "SHA256SUMS"], { cwd: join(dir, name) });
  });

  it.each(tiffs)("%s: sha256sum agrees with the file beside it", (name) => {
    execFileSync("sha256sum", ["--check", "--quiet", `${name}.sha256`], { cwd: dir });
  });
});

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScanWriter, isScanError, type ScanWriterOptions } from "../../src/index.js";
import { openSource } from "../../src/readers/registry.js";
import { beginScan } from "../../src/writers/createScanWriter.js";
import { machineFiles } from "../../src/writers/outputFiles.js";
import { picture, tileOf, writeAll } from "./pictures.js";

const [widthPx, heightPx] = [250, 141];
const base = { widthPx, heightPx, bitDepth: 8, tilePx: 32, pixelSizeXUm: 1, pixelSizeYUm: 2 } as const;

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-writer-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const formats = ["tiff", "ome-zarr"] as const;

describe.each(formats)("a %s that is being written", (format) => {
  const options: ScanWriterOptions = { ...base, format };

  it("has the same pixels at every level whatever the order of tiles, and by bands", async () => {
    const samples = picture(widthPx, heightPx, 8);
    const rows = join(dir, `rows-${format}`);
    const writer = await createScanWriter(rows, options);
    await writeAll(writer, samples);
    const { levels } = await writer.finish();

    const mixed = join(dir, `mixed-${format}`);
    const other = await createScanWriter(mixed, options);
    const places = Array.from(
      { length: other.rows * other.columns },
      (_, i) => (i * 7) % (other.rows * other.columns),
    );
    for (const place of places) {
      const [column, row] = [place % other.columns, Math.floor(place / other.columns)];
      await other.writeTile(column, row, tileOf(samples, other, column, row));
    }
    await other.finish();

    const bands = join(dir, `bands-${format}`);
    const third = await createScanWriter(bands, options);
    await third.writeBand(0, samples.subarray(0, 64 * widthPx));
    await third.writeBand(64, samples.subarray(64 * widthPx));
    await third.finish();

    const sources = await Promise.all([rows, mixed, bands].map((path) => openSource(path, {})));
    for (let level = 0; level < levels; level++) {
      const size = sources[0]!.levels[level];
      if (size === undefined) break; // a reader of plain TIFF may show level 0 alone
      const region = { xPx: 0, yPx: 0, widthPx: size.widthPx, heightPx: size.heightPx };
      const [a, b, c] = await Promise.all(sources.map((source) => source.readRegion(level, region)));
      expect(b!.data).toEqual(a!.data);
      expect(c!.data).toEqual(a!.data);
    }
    await Promise.all(sources.map((source) => source.close()));
  });

  it("refuses tiles that do not fit, come twice or are missing, and leaves nothing behind", async () => {
    const path = join(dir, `refused-${format}`);
    const writer = await createScanWriter(path, options);
    const request = { name: "ScanError", kind: "request" };
    await expect(writer.writeTile(8, 0, new Uint8Array(32 * 32))).rejects.toMatchObject(request);
    await expect(writer.writeTile(0, 0, new Uint8Array(31 * 32))).rejects.toMatchObject(request);
    await expect(writer.writeTile(0, 0, new Uint16Array(32 * 32))).rejects.toMatchObject(request);
    await writer.writeTile(7, 4, new Uint8Array(26 * 13));
    await expect(writer.writeTile(7, 4, new Uint8Array(26 * 13))).rejects.toMatchObject(request);
    await expect(writer.writeBand(16, new Uint8Array(32 * widthPx))).rejects.toMatchObject(request);
    await expect(writer.finish()).rejects.toMatchObject({
      ...request,
      problem: "39 of 40 tiles are missing",
    });
    await writer.abort();
    await expect(writer.writeTile(0, 0, new Uint8Array(32 * 32))).rejects.toMatchObject(request);
    expect(readdirSync(dir).filter((name) => name.includes(`refused-${format}`))).toEqual([]);
  });

  it("says that the disk is full, and removes the part that was written", async () => {
    const path = join(dir, `full-${format}`);
    let left = 5;
    const full = () => {
      left -= 1;
      if (left < 0) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    };
    const writer = await beginScan(
      path,
      { ...options, sharded: false },
      {
        async writeFile(file, bytes) {
          full();
          await machineFiles.writeFile(file, bytes);
        },
        async writeAt(file, bytes, position) {
          full();
          await machineFiles.writeAt(file, bytes, position);
        },
      },
    );
    const work = writeAll(writer, picture(widthPx, heightPx, 8)).then(() => writer.finish());
    await expect(work).rejects.toMatchObject({
      kind: "output",
      path,
      remedy: "Make room on the disk, or choose another folder",
    });
    await writer.abort();
    expect(readdirSync(dir).filter((name) => name.includes(`full-${format}`))).toEqual([]);
  });

  it("does not touch what stands at its path unless asked to", async () => {
    const path = join(dir, `there-${format}`);
    writeFileSync(path, "precious");
    await expect(createScanWriter(path, options)).rejects.toMatchObject({ kind: "output" });
    const writer = await createScanWriter(path, { ...options, overwrite: true });
    await writeAll(writer, picture(widthPx, heightPx, 8));
    await writer.finish();
    const source = await openSource(path, {});
    expect([source.pixelSizeXUm, source.pixelSizeYUm]).toEqual([1, 2]);
    await source.close();
    expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("cannot be written into a folder that is not there", async () => {
    if (format === "ome-zarr") return; // folders are made
    const error = await createScanWriter(join(dir, "nowhere", "x.tif"), options).catch((cause) => cause);
    expect(isScanError(error, "output")).toBe(true);
  });
});

describe("options of a writer", () => {
  it.each([
    [{ widthPx: 0 }, "widthPx is 0"],
    [{ heightPx: 1.5 }, "heightPx is 1.5"],
    [{ tilePx: 100 }, "tilePx is 100"],
    [{ compression: "zstd" }, "compression is zstd"],
    [{ compression: "jpeg", bitDepth: 16 }, "compression is jpeg for 16 bits"],
    [{ format: "ome-zarr", compression: "jpeg" }, "compression is jpeg"],
    [{ pixelSizeXUm: -1 }, "pixelSizeXUm is -1"],
    [{ pixelSizeYUm: undefined }, "one pixel size is given and the other is not"],
    [{ background: 300 }, "background is 300"],
    [{ compressionLevel: 0 }, "compressionLevel is 0"],
    [{ format: "ome-zarr", omeZarrVersion: "0.3" }, "omeZarrVersion is 0.3"],
  ])("%j: %s", async (wrong, problem) => {
    const options = { ...base, format: "tiff", ...wrong } as ScanWriterOptions;
    await expect(createScanWriter(join(dir, "never"), options)).rejects.toMatchObject({
      kind: "request",
      problem,
    });
  });
});

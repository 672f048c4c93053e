import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { createScanWriter } from "../../src/index.js";
import { FileBytes } from "../../src/readers/tiff/fileBytes.js";
import { layoutOf, type TiffLayout } from "../../src/readers/tiff/tiffLayouts.js";
import { openTiff } from "../../src/readers/tiff/tiffReader.js";
import { picture, writeAll } from "../writers/pictures.js";

const folder = mkdtempSync(join(tmpdir(), "cytonet-layouts-"));
const minuteMs = 60_000;
// Files of a test are younger than those that are remembered.
const later = () => vi.spyOn(Date, "now").mockReturnValue(Date.now() + minuteMs);
beforeEach(later);
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function written(name: string, widthPx: number, heightPx: number): Promise<string> {
  const path = join(folder, name);
  const options = { format: "tiff", compression: "none", tilePx: 64, bitDepth: 8 } as const;
  const writer = await createScanWriter(path, { ...options, widthPx, heightPx });
  await writeAll(writer, picture(widthPx, heightPx, 8));
  await writer.finish();
  return path;
}

async function layoutAt(path: string): Promise<TiffLayout> {
  const file = await FileBytes.open(path);
  try {
    return await layoutOf(file);
  } finally {
    await file.close();
  }
}

async function pixelsOf(path: string): Promise<Uint8Array> {
  const source = await openTiff(path, {});
  const { widthPx, heightPx } = source.levels[0]!;
  const { data } = await source.readRegion(0, { xPx: 0, yPx: 0, widthPx, heightPx });
  await source.close();
  return Uint8Array.from(data);
}

it("remembers what directories say, and reads the same pixels by it", async () => {
  const path = await written("kept.tif", 200, 130);
  const layout = await layoutAt(path);
  expect(await layoutAt(path)).toBe(layout);
  for (let i = 0; i < 2; i++) expect(await pixelsOf(path)).toEqual(Uint8Array.from(picture(200, 130, 8)));
});

it("forgets it when the file is replaced or changed in place", async () => {
  const path = await written("changed.tif", 200, 130);
  await layoutAt(path);
  renameSync(await written("other.tif", 130, 200), path);
  expect(await pixelsOf(path)).toEqual(Uint8Array.from(picture(130, 200, 8)));
  const layout = await layoutAt(path);
  writeFileSync(path, readFileSync(path));
  expect(await layoutAt(path)).not.toBe(layout);
});

it("knows nothing of a file that was damaged since, and takes it again when it is whole", async () => {
  const path = await written("damaged.tif", 200, 130);
  const whole = readFileSync(path);
  await layoutAt(path);
  writeFileSync(path, whole.subarray(0, 20));
  await expect(layoutAt(path)).rejects.toMatchObject({ name: "ScanError", kind: "corrupt" });
  writeFileSync(path, whole);
  expect(await pixelsOf(path)).toEqual(Uint8Array.from(picture(200, 130, 8)));
});

it("does not remember a file that may still be written to", async () => {
  vi.restoreAllMocks();
  const path = await written("young.tif", 200, 130);
  expect(await layoutAt(path)).not.toBe(await layoutAt(path));
});

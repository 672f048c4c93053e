import { mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { GreySamples } from "../../src/image.js";
import { createScanWriter } from "../../src/index.js";
import { FolderStore } from "../../src/zarr/folderStore.js";
import { openZarr } from "../../src/zarr/zarrReader.js";
import { picture, writeAll } from "../writers/pictures.js";

// Eight chunks across: the first row of them is read in three goes, of 3, 3 and 2 files.
const [widthPx, heightPx, tilePx] = [250, 90, 32];
const region = { xPx: 0, yPx: 0, widthPx, heightPx };
let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-chunk-files-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function written(name: string, compression: "deflate" | "zstd"): Promise<string> {
  const path = join(dir, name);
  const options = { format: "ome-zarr", omeZarrVersion: "0.4", compression } as const;
  const writer = await createScanWriter(path, { ...options, widthPx, heightPx, tilePx, bitDepth: 8 });
  await writeAll(writer, picture(widthPx, heightPx, 8));
  await writer.finish();
  return path;
}

/** All rows of the finest level, of which nothing is kept. */
async function rowsOf(path: string): Promise<GreySamples> {
  const source = await openZarr(new FolderStore(path), {}, 100);
  const out = new Uint8Array(widthPx * heightPx);
  try {
    await source.eachRows!(0, region, (rows, yPx) => out.set(rows, yPx * widthPx));
  } finally {
    await source.close();
  }
  return out;
}

it.each(["deflate", "zstd"] as const)(
  "reads rows of %s chunks in files of their own",
  async (compression) => {
    const path = await written(`whole-${compression}`, compression);
    expect(await rowsOf(path)).toEqual(picture(widthPx, heightPx, 8));
  },
);

it("fills in for files that are absent, wherever in a row", async () => {
  const path = await written("absent", "deflate");
  const expected = picture(widthPx, heightPx, 8);
  for (const [row, column] of [
    [0, 0],
    [0, 4],
    [0, 7],
    [1, 3],
  ] as const) {
    rmSync(join(path, `0/${row}/${column}`));
    for (let y = row * tilePx; y < (row + 1) * tilePx; y++) {
      const end = Math.min(widthPx, (column + 1) * tilePx);
      expected.fill(255, y * widthPx + column * tilePx, y * widthPx + end);
    }
  }
  expect(await rowsOf(path)).toEqual(expected);
});

it.each([0, 2, 3, 5, 7])("names file %i of the first row where it is cut short", async (column) => {
  const path = await written(`cut-${column}`, "zstd");
  const chunk = join(path, `0/0/${column}`);
  truncateSync(chunk, Math.floor(statSync(chunk).size / 2));
  await expect(rowsOf(path)).rejects.toMatchObject({ name: "ScanError", kind: "corrupt", path: chunk });
});

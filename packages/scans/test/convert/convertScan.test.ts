import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convertWith } from "../../src/convert/convertScan.js";
import { type ConvertOptions, convertScan, isScanError } from "../../src/index.js";
import { openSource } from "../../src/readers/registry.js";
import { machineFiles } from "../../src/writers/outputFiles.js";
import type { OutputFiles } from "../../src/writers/tileSink.js";
import { picture, rawBytes } from "../writers/pictures.js";

const [widthPx, heightPx] = [700, 421];
const pixelSize = { pixelSizeXUm: 0.5, pixelSizeYUm: 0.75 };
const small = { tilePx: 16, ...pixelSize };

let dir = "";
let input = "";
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-convert-"));
  input = join(dir, "input.png");
  const raw = { width: widthPx, height: heightPx, channels: 1 } as const;
  await sharp(rawBytes(picture(widthPx, heightPx, 8)), { raw })
    .toColourspace("b-w")
    .png()
    .toFile(input);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Names and contents of everything that a path holds. */
function digest(path: string): string {
  const hash = createHash("sha256");
  const visit = (at: string): void => {
    if (!statSync(at).isDirectory()) {
      hash.update(readFileSync(at));
      return;
    }
    for (const name of readdirSync(at).sort()) {
      hash.update(`${name}\n`);
      visit(join(at, name));
    }
  };
  visit(path);
  return hash.digest("hex");
}

const formats: readonly (readonly [string, ConvertOptions])[] = [
  ["a.tif", { format: "tiff", ...small }],
  ["jpeg.tif", { format: "tiff", compression: "jpeg", ...small }],
  ["a.zarr", { format: "ome-zarr", ...small }],
  ["v2.zarr", { format: "ome-zarr", omeZarrVersion: "0.4", ...small }],
];

/** Files of a disk that refuses the write number `fatal`, and all after it. */
function failingAfter(fatal: number): OutputFiles {
  let writes = 0;
  const count = (): void => {
    writes += 1;
    if (writes >= fatal) throw Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
  };
  return {
    async writeFile(path, bytes) {
      count();
      await machineFiles.writeFile(path, bytes);
    },
    async writeAt(file, bytes, position) {
      count();
      await machineFiles.writeAt(file, bytes, position);
    },
  };
}

describe("convertScan", () => {
  it.each(formats)(
    "%s has every pixel of the input at level 0, and its size in µm",
    async (name, options) => {
      const result = await convertScan(input, join(dir, name), options);
      expect(result).toMatchObject({ widthPx, heightPx, ...pixelSize, levels: 7, resumedBlocks: 0 });
      const source = await openSource(join(dir, name), {});
      const { data } = await source.readRegion(0, { xPx: 0, yPx: 0, widthPx, heightPx });
      await source.close();
      const expected = picture(widthPx, heightPx, 8);
      let worst = 0;
      for (let i = 0; i < data.length; i++) worst = Math.max(worst, Math.abs(data[i]! - expected[i]!));
      expect(worst).toBeLessThanOrEqual(name === "jpeg.tif" ? 25 : 0);
      expect([source.pixelSizeXUm, source.pixelSizeYUm]).toEqual([0.5, 0.75]);
      expect(readdirSync(dir).filter((file) => file.startsWith("."))).toEqual([]);
    },
  );

  it.each(formats)("%s is the same after a stop between blocks", async (name, options) => {
    const stop = new AbortController();
    const reason = new Error("stop");
    const output = join(dir, `stopped-${name}`);
    const run = {
      signal: stop.signal,
      onBlock: (done: number) => {
        if (done === 9) stop.abort(reason);
      },
    };
    await expect(convertScan(input, output, options, run)).rejects.toBe(reason);
    expect(existsSync(output)).toBe(false);
    const result = await convertScan(input, output, options);
    expect(result.resumedBlocks).toBe(9);
    expect(digest(output)).toBe(digest(join(dir, name)));
  });

  it.each(formats)("%s is the same after writes that failed anywhere", async (name, options) => {
    const output = join(dir, `failed-${name}`);
    let failures = 0;
    for (const fatal of [1, 2, 40, 90, 91, 92, 93, 150]) {
      try {
        await convertWith(input, output, options, {}, failingAfter(fatal));
      } catch (error) {
        expect(isScanError(error, "output"), String(error)).toBe(true);
        failures += 1;
      }
      if (existsSync(output)) break;
    }
    expect(failures).toBeGreaterThan(3);
    if (!existsSync(output)) await convertScan(input, output, options);
    expect(digest(output)).toBe(digest(join(dir, name)));
  });

  it("goes back to the last block whose data are there in full", async () => {
    const output = join(dir, "lost.zarr");
    const options: ConvertOptions = { format: "ome-zarr", ...small };
    const stop = new AbortController();
    const onBlock = (done: number): void => {
      if (done === 6) stop.abort(new Error("stop"));
    };
    await expect(convertScan(input, output, options, { signal: stop.signal, onBlock })).rejects.toThrow();
    const work = join(dir, ".lost.zarr.converting");
    const lines = readFileSync(join(work, "journal.jsonl"), "utf8").split("\n");
    writeFileSync(join(work, "data", JSON.parse(lines[4]!).stored[0].name), "");
    const result = await convertScan(input, output, options);
    expect(result.resumedBlocks).toBe(4);
    expect(digest(output)).toBe(digest(join(dir, "a.zarr")));
  });

  it("begins anew when another result is asked for", async () => {
    const output = join(dir, "other.tif");
    const stop = new AbortController();
    const onBlock = (): void => stop.abort(new Error("stop"));
    const options: ConvertOptions = { format: "tiff", ...small };
    await expect(convertScan(input, output, options, { signal: stop.signal, onBlock })).rejects.toThrow();
    const result = await convertScan(input, output, { ...options, compressionLevel: 9 });
    expect(result.resumedBlocks).toBe(0);
  });

  it("replaces an output only when asked, and keeps it", async () => {
    const output = join(dir, "kept.tif");
    writeFileSync(output, "precious");
    await expect(convertScan(input, output, { format: "tiff", ...small })).rejects.toMatchObject({
      kind: "output",
      problem: "it exists already",
    });
    const { replaced } = await convertScan(input, output, { format: "tiff", ...small, replace: true });
    expect(readFileSync(replaced!, "utf8")).toBe("precious");
    expect(digest(output)).toBe(digest(join(dir, "a.tif")));
  });

  it("does not make up a pixel size", async () => {
    const result = await convertScan(input, join(dir, "bare.zarr"), { format: "ome-zarr", tilePx: 64 });
    expect([result.pixelSizeXUm, result.pixelSizeYUm]).toEqual([undefined, undefined]);
    const source = await openSource(join(dir, "bare.zarr"), {});
    await source.close();
    expect([source.pixelSizeXUm, source.pixelSizeYUm]).toEqual([undefined, undefined]);
    expect(source.levels[1]).toMatchObject({ downsampleX: 2, downsampleY: 2 });
  });
});

import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScanWriter, isScanError, type ScanWriterOptions } from "../../src/index.js";
import { openSource } from "../../src/readers/registry.js";
import { picture, writeAll } from "../writers/pictures.js";

const [widthPx, heightPx] = [120, 90];
const layouts: Readonly<Record<string, Partial<ScanWriterOptions>>> = {
  "sharded-gzip": {},
  "v2-zlib": { omeZarrVersion: "0.4" },
  "v3-zstd": { compression: "zstd", sharded: false },
  "v2-blosc": { compression: "blosc", omeZarrVersion: "0.4", bitDepth: 16 },
  "v3-none": { compression: "none", sharded: false },
};

let dir = "";
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cytonet-damage-"));
  for (const [name, options] of Object.entries(layouts)) {
    const bitDepth = options.bitDepth ?? 8;
    const writer = await createScanWriter(join(dir, name), {
      format: "ome-zarr",
      widthPx,
      heightPx,
      tilePx: 32,
      pixelSizeXUm: 1,
      pixelSizeYUm: 1,
      ...options,
      bitDepth,
    });
    await writeAll(writer, picture(widthPx, heightPx, bitDepth));
    await writer.finish();
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Read every level; "read", or the kind of the error. Anything but a ScanError fails the test. */
async function outcome(path: string): Promise<string> {
  try {
    const source = await openSource(path, {});
    try {
      for (const [level, size] of source.levels.entries()) {
        // A file that lies about its size must not make the test fill the memory.
        const w = Math.min(size.widthPx, 200);
        const h = Math.min(size.heightPx, 200);
        await source.readRegion(level, {
          xPx: size.widthPx - w,
          yPx: size.heightPx - h,
          widthPx: w,
          heightPx: h,
        });
      }
      return "read";
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!isScanError(error)) throw error;
    expect(error.problem).not.toBe("");
    return error.kind;
  }
}

function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "SHA256SUMS")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

describe("damaged OME-Zarr", () => {
  it.each(Object.keys(layouts))("%s: a chunk file cut short is named", async (name) => {
    const copy = join(dir, `cut-${name}`);
    cpSync(join(dir, name), copy, { recursive: true });
    const chunk = filesOf(copy).find((file) => /\/0\/(c\/)?\d+\/\d+$/.test(file))!;
    truncateSync(chunk, Math.floor(statSync(chunk).size / 2));
    const source = await openSource(copy, {});
    const read = source.readRegion(0, { xPx: 0, yPx: 0, widthPx, heightPx });
    await expect(read).rejects.toMatchObject({ name: "ScanError", kind: "corrupt", path: chunk });
    await source.close();
  });

  it.each([
    ["no JSON", () => "{", "corrupt"],
    ["a list", () => "[]", "corrupt"],
    ["a negative size", (text: string) => text.replace(/"shape": \[\s*\d+/, '"shape": [-5'), "corrupt"],
    ["a size as text", (text: string) => text.replace(/"shape": \[\s*\d+/, '"shape": ["90"'), "corrupt"],
    ["an empty chunk", (text: string) => text.replace(/"chunks": \[\s*\d+/, '"chunks": [0'), "corrupt"],
    [
      "gigantic chunks",
      (text: string) => text.replace(/"chunks": \[\s*\d+/, '"chunks": [2000000000'),
      "unsupported",
    ],
    ["floats", (text: string) => text.replace("|u1", "<f4"), "unsupported"],
    ["an unknown codec", (text: string) => text.replace('"zlib"', '"toString"'), "unsupported"],
    [
      "a fill value of 300",
      (text: string) => text.replace('"fill_value": 255', '"fill_value": 300'),
      "corrupt",
    ],
  ])("metadata with %s", async (_, change, kind) => {
    const copy = join(dir, "metadata");
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(dir, "v2-zlib"), copy, { recursive: true });
    const file = join(copy, "0/.zarray");
    const text = readFileSync(file, "utf8");
    expect(change(text)).not.toBe(text);
    writeFileSync(file, change(text));
    expect(await outcome(copy)).toBe(kind);
  });

  it.each([
    ["two axes missing", { axes: [] }, "corrupt"],
    [
      "scales of zero",
      { datasets: [{ path: "0", coordinateTransformations: [{ type: "scale", scale: [0, 1] }] }] },
      "corrupt",
    ],
    ["a path that climbs", { datasets: [{ path: "../v2-zlib/0" }] }, "corrupt"],
    ["a level that is not there", { datasets: [{ path: "0" }, { path: "77" }] }, "corrupt"],
    ["version 0.1", { version: "0.1" }, "unsupported"],
    [
      "a rotation",
      { datasets: [{ path: "0", coordinateTransformations: [{ type: "rotation" }] }] },
      "unsupported",
    ],
    [
      "a level of another size than its scale says",
      {
        datasets: [
          { path: "0", coordinateTransformations: [{ type: "scale", scale: [1, 1] }] },
          { path: "1", coordinateTransformations: [{ type: "scale", scale: [3, 3] }] },
        ],
      },
      "corrupt",
    ],
  ])("multiscales with %s", async (_, change, kind) => {
    const copy = join(dir, "multiscales");
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(dir, "v2-zlib"), copy, { recursive: true });
    const file = join(copy, ".zattrs");
    const { multiscales } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ multiscales: [{ ...multiscales[0], ...change }] }));
    expect(await outcome(copy)).toBe(kind);
  });

  it.each(Object.keys(layouts))("%s: 200 mutations end in pixels or a typed error", async (name) => {
    let state = name.length;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const original = join(dir, name);
    const files = filesOf(original);
    const copy = join(dir, `mutated-${name}`);
    cpSync(original, copy, { recursive: true });
    const kinds = new Map<string, number>();
    for (let i = 0; i < 200; i++) {
      // Half of the mutations in chunks, half in metadata.
      const wanted = files.filter((file) => /json|\.z/.test(file) === (i % 2 === 0));
      const file = wanted[random(wanted.length)]!;
      const target = join(copy, file.slice(original.length));
      const bytes = Buffer.from(readFileSync(file));
      for (let change = 0; change <= random(4); change++) bytes[random(bytes.length)] = random(256);
      writeFileSync(target, random(8) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes);
      const kind = await outcome(copy);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      writeFileSync(target, readFileSync(file));
    }
    expect(kinds.get("corrupt")).toBeGreaterThan(20);
    expect(await outcome(copy)).toBe("read");
  });
});

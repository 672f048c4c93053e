import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { filesBelow, folderBytes, whereThere } from "../../../src/patches/cache/cacheBudget.js";
import { openCache } from "../../../src/patches/cache/openCache.js";
import { PatchCache } from "../../../src/patches/cache/patchCache.js";
import { PatchReader } from "../../../src/patches/patchReader.js";
import type { PatchSites } from "../../../src/patches/sites.js";
import { dotSections } from "../../support/dotSections.js";

const SIDE = 16;
const form = { sidePx: SIDE, pixelSizeUm: 20, tone: "asScanned" as const };
let folder: string;
let sites: PatchSites;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "cache-"));
  sites = await dotSections(folder, { sections: 2 });
});
afterEach(() => rmSync(folder, { recursive: true }));

const patch = (value: number) => new Uint8Array(SIDE ** 2).fill(value);
const entries = () =>
  readdirSync(join(folder, "cache"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const open = async (maxBytes = 1e6, over: Partial<typeof form> = {}) => {
  const own = { ...form, ...over };
  return new PatchCache(await openCache(join(folder, "cache"), maxBytes, own), sites, own);
};

describe("PatchCache", () => {
  it("gives back what was kept, to another process too, and nothing else", async () => {
    const cache = await open();
    await cache.write(3, patch(7));
    const out = patch(0);
    expect(await (await open()).read(3, out)).toBe(true);
    expect(out).toEqual(patch(7));
    expect(await cache.read(4, out)).toBe(false);
    const other = await open(1e6, { pixelSizeUm: 21 });
    expect(await other.read(3, out)).toBe(false);
  });

  it("knows a scan that has changed by its size and time", async () => {
    await (await open()).write(3, patch(7));
    const { path } = sites.images[sites.image[3]!]!;
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    expect(await (await open()).read(3, patch(0))).toBe(false);
  });

  it.each([
    ["a flipped bit", (bytes: Buffer) => bytes.with(bytes.length - 5, bytes.at(-5)! ^ 1)],
    ["a cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ["nothing", () => Buffer.alloc(0)],
  ])("takes an entry with %s for absent and removes it", async (_, damage) => {
    const cache = await open();
    await cache.write(3, patch(7));
    const [file] = entries();
    writeFileSync(file!, damage(readFileSync(file!)));
    expect(await cache.read(3, patch(0))).toBe(false);
    expect(entries()).toEqual([]);
    await cache.write(3, patch(7));
    expect(await cache.read(3, patch(0))).toBe(true);
  });

  it("does not believe an entry under another's name", async () => {
    const cache = await open();
    await cache.write(3, patch(7));
    const [third] = entries();
    await cache.write(4, patch(8));
    const fourth = entries().find((file) => file !== third)!;
    writeFileSync(fourth, readFileSync(third!));
    expect(await cache.read(4, patch(0))).toBe(false);
  });

  it("stays within its bound", async () => {
    const bound = 20_000;
    const caches = await Promise.all([open(bound), open(bound), open(bound)]);
    for (let index = 0; index < 24; index++)
      await Promise.all(caches.map((cache, k) => cache.write((index + 8 * k) % 24, patch(index))));
    const bytes = await folderBytes(join(folder, "cache"));
    expect(bytes).toBeLessThanOrEqual(bound);
    // An entry is 296 bytes, of which 24 need a third of the bound.
    expect(entries()).toHaveLength(24);
    const small = await open(3000, { pixelSizeUm: 21 });
    for (let index = 0; index < 24; index++) await small.write(index, patch(index));
    expect(await folderBytes(join(folder, "cache"))).toBeLessThanOrEqual(3000);
    expect(await small.read(0, patch(0))).toBe(true);
  });

  it("removes what killed processes left, once it is old", async () => {
    await open();
    const nest = join(folder, "cache", "cytonet-patches", "0123456789abcdef");
    mkdirSync(nest, { recursive: true });
    const partial = (name: string, ageMs: number) => {
      writeFileSync(join(nest, name), "half");
      utimesSync(join(nest, name), new Date(), new Date(Date.now() - ageMs));
    };
    partial(".old.partial", 7_200_000);
    partial(".fresh.partial", 1000);
    await open();
    expect(readdirSync(nest)).toEqual([".fresh.partial"]);
  });
});

describe("a reader with a cache", () => {
  it("reads the same bytes with and without, also when the scan has become unreachable", async () => {
    const cache = await openCache(join(folder, "cache"), 1e6, form);
    const plain = new PatchReader(sites, { ...form, openScans: 2 });
    const first = new PatchReader(sites, { ...form, openScans: 2, cache });
    const [a, b] = [patch(0), patch(0)];
    for (let index = 0; index < 6; index++) {
      await plain.readInto(index, a);
      await first.readInto(index, b);
      expect(b).toEqual(a);
      await first.readInto(index, b);
      expect(b).toEqual(a);
    }
    expect(entries()).toHaveLength(6);
    await Promise.all([plain.close(), first.close()]);
  });
});

it("a folder that another process removes meanwhile ends neither a listing nor a start", async () => {
  const listed = join(folder, "listed");
  for (const name of ["a", "b", "c"]) {
    mkdirSync(join(listed, name, "inner"), { recursive: true });
    writeFileSync(join(listed, name, "inner", "file"), "1234");
  }
  const found: string[] = [];
  for await (const path of filesBelow(listed)) {
    found.push(path);
    for (const name of ["a", "b", "c"]) rmSync(join(listed, name), { recursive: true, force: true });
  }
  expect(found).toHaveLength(1);
  expect(await folderBytes(join(folder, "never"))).toBe(0);
  await expect(whereThere(Promise.reject(new Error("not that")))).rejects.toThrow("not that");
});

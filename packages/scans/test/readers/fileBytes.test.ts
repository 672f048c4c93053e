import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { FileBytes } from "../../src/readers/tiff/fileBytes.js";

const folder = mkdtempSync(join(tmpdir(), "cytonet-file-bytes-"));
afterEach(() => {
  vi.doUnmock("../../src/nearby.js");
  vi.doUnmock("../../src/codecs/native.js");
  vi.resetModules();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "file");
const content = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) >> 5);
writeFileSync(path, content);

it("reads small and large pieces, and none that the file has not", async () => {
  const file = await FileBytes.open(path);
  for (const [at, length] of [
    [0, 1],
    [99_990, 10],
    [15_000, 4000],
    [16_380, 8],
    [50, 90_000],
  ] as const) {
    expect(Buffer.compare(await file.read(at, length), content.subarray(at, at + length))).toBe(0);
  }
  await expect(file.read(99_999, 2)).rejects.toMatchObject({ name: "ScanError", kind: "corrupt" });
  await file.close();
});

it("is closed once, after the reads under way, and read no more", async () => {
  const file = await FileBytes.open(path);
  const reading = file.read(0, content.length);
  await Promise.all([file.close(), file.close()]);
  expect(Buffer.compare(await reading, content)).toBe(0);
  await expect(file.read(0, 10)).rejects.toMatchObject({ name: "ScanError", kind: "closed" });
});

it("begins parsing anew for every piece that has to be waited for, and none is forgotten meanwhile", async () => {
  vi.resetModules();
  vi.doMock("../../src/nearby.js", () => ({
    isNearby: () => false,
    atOnce: (work: () => unknown) => work(),
  }));
  vi.doMock("../../src/codecs/native.js", () => ({ native: undefined }));
  const { FileBytes: Far } = await import("../../src/readers/tiff/fileBytes.js");
  const large = join(folder, "large");
  const bytes = Uint8Array.from({ length: 2 ** 19 }, (_, i) => (i * 7) >> 3);
  writeFileSync(large, bytes);
  const file = await Far.open(large);
  // More pieces than are kept afterwards, each in another stretch of the file, and one that is longer than a stretch.
  const pieces = Array.from({ length: 20 }, (_, i) => [i * 25_000, i === 7 ? 40_000 : 100] as const);
  let begun = 0;
  const found = await file.parsed(() => {
    begun += 1;
    return pieces.map(([at, length]) => file.atHand(at, length).slice());
  });
  // The long one holds its successor.
  expect(begun).toBe(1 + pieces.length - 1);
  for (const [i, [at, length]] of pieces.entries()) {
    expect(Buffer.compare(found[i]!, bytes.subarray(at, at + length))).toBe(0);
  }
  await expect(file.parsed(() => file.atHand(2 ** 19 - 4, 5))).rejects.toMatchObject({ kind: "corrupt" });
  writeFileSync(large, bytes.subarray(0, 1000));
  await expect(file.parsed(() => file.atHand(120_000, 5))).rejects.toMatchObject({ kind: "corrupt" });
  await file.close();
  await expect(file.parsed(() => file.atHand(0, 5))).rejects.toMatchObject({ kind: "closed" });
});

it("hands out what the page cache holds without beginning anew", async () => {
  const file = await FileBytes.open(path);
  let begun = 0;
  const found = await file.parsed(() => {
    begun += 1;
    return [file.atHand(99_000, 1000).slice(), file.atHand(5, 2).slice()];
  });
  expect(begun).toBe(1);
  expect(Buffer.compare(found[0]!, content.subarray(99_000))).toBe(0);
  expect(Buffer.compare(found[1]!, content.subarray(5, 7))).toBe(0);
  await file.close();
});

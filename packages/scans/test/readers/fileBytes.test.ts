import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { FileBytes } from "../../src/readers/tiff/fileBytes.js";

const folder = mkdtempSync(join(tmpdir(), "cytonet-file-bytes-"));
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

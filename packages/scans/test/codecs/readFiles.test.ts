import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { native } from "../../src/codecs/native.js";

const folder = mkdtempSync(join(tmpdir(), "cytonet-read-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(native === undefined)("readFiles", () => {
  it("reads files one behind another and leaves out what cannot be read so", async () => {
    const files = [100, 0, 70_000, 300, 40].map((bytes, i) => {
      writeFileSync(join(folder, `${i}`), new Uint8Array(bytes).fill(i + 1));
      return join(folder, `${i}`);
    });
    const paths = [files[0]!, join(folder, "absent"), folder, ...files.slice(1)];
    const lengths = new Float64Array(paths.length);
    const memory = new Uint8Array(150);
    await native!.readFiles(paths, 200, memory, lengths);
    // One of 70,000 bytes is larger than files may be, one of 300 too; the last fits.
    expect(Array.from(lengths)).toEqual([100, -1, -1, 0, -1, -1, 40]);
    expect(memory.subarray(0, 100).every((value) => value === 1)).toBe(true);
    expect(memory.subarray(100, 140).every((value) => value === 5)).toBe(true);
    await native!.readFiles(paths, 1000, memory, lengths);
    // Nor does what the memory has no room for come; what follows it does.
    expect(Array.from(lengths)).toEqual([100, -1, -1, 0, -1, -1, 40]);
  });

  it("throws for what fits not together", () => {
    expect(() => native!.readFiles(["a"], 10, new Uint8Array(1), new Float64Array(2))).toThrow("lengths");
    expect(() => native!.readFiles([1 as never], 10, new Uint8Array(1), new Float64Array(1))).toThrow(
      "no string",
    );
  });
});

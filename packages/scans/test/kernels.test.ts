import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { averagePairs } from "../src/boxFilter.js";

const root = join(import.meta.dirname, "../../..");

describe("kernels", () => {
  it("are those that the checked-in sources compile to", () => {
    const args = [join(root, "tools/kernels.mjs"), "--print"];
    const text = execFileSync(process.execPath, args, { encoding: "utf8" });
    expect(readFileSync(join(root, "packages/scans/src/kernels/kernels.generated.ts"), "utf8")).toBe(text);
  });
});

describe("averagePairs", () => {
  it.each([8, 16])("means 2 × 2 pixels of %i bits, rounded half up, at any width", (bits) => {
    for (const width of [1, 7, 16, 31, 64]) {
      const height = 3;
      const Samples = bits === 8 ? Uint8Array : Uint16Array;
      const rows = Samples.from({ length: 4 * width * height }, (_, i) => (i * 7919) % 2 ** bits);
      const out = new Samples(width * height);
      averagePairs(rows, width, out);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = 4 * width * y + 2 * x;
          const sum = rows[at]! + rows[at + 1]! + rows[at + 2 * width]! + rows[at + 2 * width + 1]!;
          expect(out[y * width + x]).toBe(Math.floor(sum / 4 + 0.5));
        }
      }
    }
  });
});

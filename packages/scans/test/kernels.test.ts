import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { averagePairs } from "../src/boxFilter.js";
import { sourcesSha256 } from "../src/kernels/kernels.generated.js";

describe("kernels", () => {
  // A proof compiles them again.
  it("were compiled from the checked-in sources", () => {
    const hash = createHash("sha256");
    const folder = join(import.meta.dirname, "../kernels");
    for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
    expect(sourcesSha256).toBe(hash.digest("hex"));
  });
});

describe("averagePairs", () => {
  it.each([8, 16])("means 2 × 2 pixels of %i bits, rounded half up, at any width", (bits) => {
    for (const width of [1, 7, 16, 31, 64]) {
      const height = 3;
      const Samples = bits === 8 ? Uint8Array : Uint16Array;
      const rows = new Samples(4 * width * height);
      for (let i = 0; i < rows.length; i++) rows[i] = (i * 7919) % 2 ** bits;
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

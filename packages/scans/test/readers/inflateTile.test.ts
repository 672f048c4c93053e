import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inflateTile } from "../../src/readers/tiff/inflateTile.js";

const content = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, i) => ((i * i * seed) % 251) ^ (i >> 5));

describe("inflateTile", () => {
  it("gives back tiles of any size, one after another", () => {
    for (const [i, length] of [1, 17, 4096, 300_000, 65_536, 2].entries()) {
      const bytes = content(length, i + 3);
      expect(Buffer.from(inflateTile(deflateSync(bytes), length, length)).equals(Buffer.from(bytes))).toBe(
        true,
      );
    }
  });

  it("gives all of a padded strip", () => {
    const bytes = content(5000, 7);
    expect(inflateTile(deflateSync(bytes), 3000, 5000)).toHaveLength(5000);
  });

  it("refuses damage, wherever it is, and goes on with the next tile", () => {
    const bytes = content(5000, 9);
    const good = deflateSync(bytes);
    for (let at = 0; at < good.length; at += 1 + (good.length >> 6)) {
      const bad = Uint8Array.from(good);
      bad[at]! ^= 0x15;
      const outcome = () => Buffer.from(inflateTile(bad, 5000, 5000)).equals(Buffer.from(bytes));
      expect(() => {
        // A changed level in the header is no damage.
        if (outcome()) throw new Error("unharmed");
      }).toThrow();
      expect(inflateTile(good, 5000, 5000)).toHaveLength(5000);
    }
    expect(() => inflateTile(good.subarray(0, -1), 5000, 5000)).toThrow();
    expect(() => inflateTile(good, 4000, 4500)).toThrow();
  });
});

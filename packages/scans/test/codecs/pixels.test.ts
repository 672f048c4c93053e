import { describe, expect, it } from "vitest";
import { codecModes, loadWith, random } from "./load.js";

const depths = [8, 16] as const;
function samples(bits: 8 | 16, length: number, seed = 1) {
  const next = random(seed);
  const out = bits === 8 ? new Uint8Array(length) : new Uint16Array(length);
  for (let i = 0; i < length; i++) out[i] = next(8) === 0 ? 2 ** bits - 1 : next(2 ** bits);
  return out;
}

describe.each(codecModes)("pixels, %s", async (mode) => {
  const { averagePairs, copyRows, lumaOfRgb, undoDifferences } = await loadWith(
    mode,
    () => import("../../src/codecs/pixels.js"),
  );

  it.each(depths)("means 2 × 2 pixels of %i bits, rounded half up, at any width", (bits) => {
    for (const width of [1, 7, 16, 31, 64, 129]) {
      const height = 3;
      const rows = samples(bits, 4 * width * height, width);
      const out = samples(bits, width * height);
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

  it.each(depths)("rounds the luma of every kind of colour of %i bits", (bits) => {
    const rgb = samples(bits, 3 * 5000, 9);
    const out = samples(bits, 5000);
    lumaOfRgb(rgb, out);
    for (let i = 0; i < out.length; i++) {
      const luma =
        299n * BigInt(rgb[3 * i]!) + 587n * BigInt(rgb[3 * i + 1]!) + 114n * BigInt(rgb[3 * i + 2]!);
      expect(BigInt(out[i]!)).toBe((luma + 500n) / 1000n);
    }
  });

  it.each(depths)("undoes differences of %i bits for any number of channels", (bits) => {
    for (const channels of [1, 2, 3, 4]) {
      const [rowLength, rows] = [channels * 21, 4];
      const values = samples(bits, rowLength * rows, channels);
      const stored = values.slice();
      for (let i = 0; i < values.length; i++) {
        if (i % rowLength >= channels) stored[i] = values[i]! - values[i - channels]!;
      }
      undoDifferences(stored, rowLength, channels);
      expect(stored).toEqual(values);
    }
  });

  it.each(depths)("copies rectangles of %i bits", (bits) => {
    const from = samples(bits, 20 * 9, 4);
    const to = samples(bits, 30 * 12, 5);
    const expected = to.slice();
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 11; x++) expected[(y + 3) * 30 + 7 + x] = from[(y + 2) * 20 + 4 + x]!;
    }
    const place = { samples: from, at: 2 * 20 + 4, stride: 20 };
    copyRows(place, { samples: to, at: 3 * 30 + 7, stride: 30 }, 11, 6);
    expect(to).toEqual(expected);
  });
});

describe("the addon's arguments", async () => {
  const { native } = await loadWith("native", () => import("../../src/codecs/native.js"));
  it.skipIf(native === undefined)(
    "are checked: nothing outside of what it is given is read or written",
    () => {
      const [small, large] = [new Uint8Array(16), new Uint8Array(64)];
      expect(() => native!.halve(large, 4, small.subarray(1))).toThrow("do not fit");
      expect(() => native!.halve(large, 4, new Uint16Array(8))).toThrow("do not fit");
      expect(() => native!.luma(large, small)).toThrow("do not fit");
      expect(() => native!.undoDifferences(large, 5, 1)).toThrow("whole rows");
      expect(() => native!.copyRows(small, 0, 8, large, 0, 8, 8, 3)).toThrow("not inside");
      expect(() => native!.copyRows(large, 0, 8, small, 0, 8, 8, 3)).toThrow("not inside");
      expect(() => native!.copyRows(large, -1, 8, small, 0, 8, 8, 1)).toThrow("whole number");
      expect(() => native!.inflate(3, small, large)).toThrow("whole number");
      expect(() => native!.inflate(0, "text" as unknown as Uint8Array, large)).toThrow("Uint8Array");
    },
  );
});

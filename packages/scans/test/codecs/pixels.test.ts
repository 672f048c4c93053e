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
  const { averageBlocks, copyRows, lumaOfRgb, undoDifferences } = await loadWith(
    mode,
    () => import("../../src/codecs/pixels.js"),
  );

  it.each(depths)("means blocks of %i bits, rounded half up, at any width", (bits) => {
    for (const factor of [1, 2, 3, 4, 6, 128]) {
      for (const width of factor > 100 ? [1, 17] : [1, 7, 16, 31, 64, 129, 700]) {
        const height = 3;
        const [rowLength, area] = [factor * width, factor ** 2];
        const rows = samples(bits, rowLength * factor * height, width);
        // The largest sums, too.
        rows.fill(2 ** bits - 1, 0, rowLength * factor);
        const out = samples(bits, width * height);
        averageBlocks(rows, width, factor, out);
        const expected = Array.from(out, (_, i) => {
          const [x, y] = [i % width, Math.floor(i / width)];
          let sum = 0;
          for (let k = 0; k < area; k++)
            sum += rows[(y * factor + Math.floor(k / factor)) * rowLength + x * factor + (k % factor)]!;
          return Math.floor((2 * sum + area) / (2 * area));
        });
        expect(Array.from(out)).toEqual(expected);
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
      expect(() => native!.averageBlocks(large, 4, 2, small.subarray(1))).toThrow("do not fit");
      expect(() => native!.averageBlocks(large, 4, 2, new Uint16Array(8))).toThrow("do not fit");
      expect(() => native!.averageBlocks(large, 4, 129, small)).toThrow("whole number");
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

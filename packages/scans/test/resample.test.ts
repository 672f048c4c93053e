import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AreaAverager } from "../src/areaAverager.js";
import { averagerOf, blockFactor } from "../src/blockAverager.js";
import { greySamples } from "../src/image.js";
import { axisSupport, boxResample, type GridAxis, type PlacedImage } from "../src/resample.js";
import { areaAverages, expectedGrey } from "./fixtures.js";

const rows = expectedGrey.get("grey8.png")!;
const image: PlacedImage = {
  widthPx: rows[0]!.length,
  heightPx: rows.length,
  data: Uint8Array.from(rows.flat()),
  bitDepth: 8,
  xPx: 0,
  yPx: 0,
};

/** Area average by a double loop over all source pixels, nothing shared with the package. */
function naive(source: PlacedImage, x: GridAxis, y: GridAxis, background: number): number[] {
  const out: number[] = [];
  const overlap = (a0: number, a1: number, b0: number, b1: number) =>
    Math.max(0, Math.min(a1, b1) - Math.max(a0, b0));
  for (let j = 0; j < y.count; j++) {
    for (let i = 0; i < x.count; i++) {
      const [x0, y0] = [x.start + i * x.step, y.start + j * y.step];
      let inside = 0;
      let sum = 0;
      for (let r = 0; r < source.heightPx; r++) {
        for (let c = 0; c < source.widthPx; c++) {
          const area =
            overlap(x0, x0 + x.step, source.xPx + c, source.xPx + c + 1) *
            overlap(y0, y0 + y.step, source.yPx + r, source.yPx + r + 1);
          inside += area;
          sum += area * source.data[r * source.widthPx + c]!;
        }
      }
      const all = x.step * y.step;
      out.push((sum + (all - inside) * background) / all);
    }
  }
  return out;
}

function largestError(values: ArrayLike<number>, reference: readonly number[]): number {
  expect(values.length).toBe(reference.length);
  return reference.reduce((worst, value, i) => Math.max(worst, Math.abs(values[i]! - value)), 0);
}

describe("boxResample", () => {
  // Rounding to whole grey levels leaves at most one half; the reference is rounded to 4 decimals.
  const half = 0.5002;

  it.each(areaAverages)(
    "equals NumPy's summed-area average from $x.start, $y.start by $x.step, $y.step",
    (c) => {
      const { data } = boxResample(image, c.x, c.y, c.background);
      expect(largestError(data, c.values.flat())).toBeLessThan(half);
    },
  );

  it("equals a double loop for any factor, offset and placement", () => {
    const axis = fc.record({
      start: fc.double({ min: -30, max: 30, noNaN: true }),
      step: fc.double({ min: 1, max: 19, noNaN: true }),
      count: fc.integer({ min: 1, max: 6 }),
    });
    const place = fc.record({ xPx: fc.integer({ min: -9, max: 9 }), yPx: fc.integer({ min: -9, max: 9 }) });
    fc.assert(
      fc.property(axis, axis, place, fc.integer({ min: 0, max: 255 }), (x, y, at, background) => {
        const placed = { ...image, ...at };
        const { data } = boxResample(placed, x, y, background);
        return largestError(data, naive(placed, x, y, background)) < half;
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it("keeps 16-bit values to half a level", () => {
    const data = greySamples(16, image.data.length);
    for (let i = 0; i < data.length; i++) data[i] = (i * 7919) % 65536;
    const deep: PlacedImage = { ...image, data, bitDepth: 16 };
    const x = { start: 0.3, step: 5.7, count: 8 };
    const y = { start: -2.1, step: 3.9, count: 9 };
    const out = boxResample(deep, x, y, 65535);
    expect(out.bitDepth).toBe(16);
    expect(largestError(out.data, naive(deep, x, y, 65535))).toBeLessThan(0.51);
  });

  it("rounds ties alike by blocks and by weights", () => {
    for (const bitDepth of [8, 16] as const) {
      for (const step of [1, 2, 4, 8, 16, 64, 128]) {
        const [x, y] = [
          { start: 0, step, count: 3 },
          { start: 0, step, count: 2 },
        ];
        const region = { xPx: 0, yPx: 0, widthPx: 3 * step, heightPx: 2 * step, bitDepth };
        const source = greySamples(bitDepth, region.widthPx * region.heightPx);
        // Levels next to one another, so that many means lie halfway between two.
        for (let i = 0; i < source.length; i++) source[i] = 2 ** bitDepth - 1 - (Math.floor(i / 2) % 2);
        expect(blockFactor(region, x, y)).toBe(step);
        const [blocks, weights] = [greySamples(bitDepth, 6), greySamples(bitDepth, 6)];
        for (const averager of [
          averagerOf(region, x, y, 0, blocks),
          new AreaAverager(region, x, y, 0, weights),
        ]) {
          averager.add(source, 0, region.heightPx);
          averager.finish();
        }
        expect(blocks).toEqual(weights);
      }
    }
  });

  it("gives the same from bands of any height as from the whole", () => {
    const grids = [
      { x: { start: 0, step: 2, count: 26 }, y: { start: 0, step: 2, count: 18 } },
      { x: { start: 0, step: 4, count: 13 }, y: { start: 0, step: 4, count: 9 } },
      { x: { start: 0, step: 1, count: 52 }, y: { start: 0, step: 1, count: 36 } },
      { x: { start: 0, step: 3, count: 17 }, y: { start: 0, step: 4, count: 9 } },
      { x: { start: 1.3, step: 2.7, count: 14 }, y: { start: 0.4, step: 1.9, count: 17 } },
      { x: { start: 2, step: 0.4, count: 60 }, y: { start: 1, step: 0.3, count: 80 } },
    ];
    for (const { x, y } of grids) {
      // The first grids are of whole blocks, which have a way of their own.
      const region = { ...image, widthPx: 52, heightPx: 36 };
      const narrow = rows.slice(0, 36).flatMap((row) => row.slice(0, 52));
      const whole = boxResample({ ...region, data: Uint8Array.from(narrow) }, x, y, 99);
      for (const bandRows of [1, 3, 5, 7, 36]) {
        const data = new Uint8Array(x.count * y.count);
        const averager = averagerOf(region, x, y, 99, data);
        for (let from = 0; from < 36; from += bandRows) {
          const count = Math.min(bandRows, 36 - from);
          averager.add(Uint8Array.from(narrow.slice(52 * from, 52 * (from + count))), from, count);
        }
        averager.finish();
        expect(data).toEqual(whole.data);
      }
    }
  });

  it("copies pixels unchanged at step 1 on the pixel grid", () => {
    const x = { start: 5, step: 1, count: 20 };
    const y = { start: 7, step: 1, count: 10 };
    const expected = rows.slice(7, 17).flatMap((row) => row.slice(5, 25));
    expect([...boxResample(image, x, y, 0).data]).toEqual(expected);
  });

  it("interpolates linearly between pixel centres where it is finer than the source", () => {
    const ramp: PlacedImage = { ...image, widthPx: 4, heightPx: 1, data: Uint8Array.of(0, 40, 80, 120) };
    // Output centres at 0.75, 1.25, 1.75, 2.25, 2.75: between the source centres 0.5, 1.5, 2.5, 3.5.
    const out = boxResample(ramp, { start: 0.5, step: 0.5, count: 5 }, { start: 0, step: 1, count: 1 }, 0);
    expect([...out.data]).toEqual([10, 30, 50, 70, 90]);
  });

  it("is the background alone outside the source", () => {
    const x = { start: 1000, step: 3, count: 4 };
    const out = boxResample(image, x, { start: -500, step: 3, count: 4 }, 123);
    expect(new Set(out.data)).toEqual(new Set([123]));
  });
});

describe("axisSupport", () => {
  it("covers every source pixel that a box touches", () => {
    expect(axisSupport({ start: 2, step: 3, count: 4 })).toEqual({ first: 2, end: 14 });
    expect(axisSupport({ start: 2.5, step: 3, count: 1 })).toEqual({ first: 2, end: 6 });
    expect(axisSupport({ start: 2, step: 0.5, count: 2 })).toEqual({ first: 1, end: 4 });
  });
});

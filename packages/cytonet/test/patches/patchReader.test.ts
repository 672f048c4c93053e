import { describe, expect, it } from "vitest";
import { onPixelGrid } from "../../src/patches/patchReader.js";

describe("onPixelGrid", () => {
  it.each([
    [100.3, 8, 1],
    [100.3, 9, 1],
    [1234.56, 398, 16],
    [77.7, 5, 2],
  ])(
    "moves centre %f of %i px at %i scan pixels each by at most half a pixel, onto whole pixels",
    (centre, side, step) => {
      const moved = onPixelGrid(centre, side, step);
      expect(Math.abs(moved - centre)).toBeLessThanOrEqual(step / 2);
      expect(Math.abs((moved - (side * step) / 2) % step)).toBe(0);
      expect(onPixelGrid(moved, side, step)).toBe(moved);
    },
  );

  it("leaves the centre where pixels are no whole number of the scan's, or finer, or of unknown size", () => {
    for (const step of [4.24, 1.5, 0.5, Number.NaN]) expect(onPixelGrid(100.3, 8, step)).toBe(100.3);
  });
});

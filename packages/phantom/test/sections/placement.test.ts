import { describe, expect, it } from "vitest";
import { DEMO_GEOMETRY } from "../../src/presets.js";
import {
  drawPlacement,
  imageToPlane,
  pixelToBrain,
  planeToPixel,
  type SectionPlacement,
} from "../../src/sections/placement.js";

const brain = {
  extentXMm: [-24, 24] as const,
  extentZMm: [-22, 25] as const,
  template: { preset: DEMO_GEOMETRY } as never,
};

const still: SectionPlacement = {
  widthPx: 4000,
  heightPx: 3000,
  pixelUm: 10,
  middleXMm: 1,
  middleZMm: 2,
  shiftXMm: 0,
  shiftYMm: 0,
  turnDeg: 0,
  mirrored: false,
};

describe("section placement", () => {
  it("puts the plane's middle into the image's middle, right to the right and superior up", () => {
    const to = planeToPixel(still);
    expect(to(1, 2)[0]).toBeCloseTo(2000);
    expect(to(1, 2)[1]).toBeCloseTo(1500);
    expect(to(2, 2)[0]).toBeCloseTo(2100);
    expect(to(1, 3)[1]).toBeCloseTo(1400);
  });

  it("turns clockwise and then shifts", () => {
    const to = planeToPixel({ ...still, turnDeg: 90, shiftXMm: 1, shiftYMm: 2 });
    const [x, y] = to(2, 2);
    expect(x).toBeCloseTo(2100);
    expect(y).toBeCloseTo(1800);
  });

  it("mirrors left and right and says so by the determinant", () => {
    expect(planeToPixel({ ...still, mirrored: true })(2, 2)[0]).toBeCloseTo(1900);
    const sign = (placement: SectionPlacement): number => {
      const m = pixelToBrain(placement, 3);
      return Math.sign(m[0]! * m[9]! - m[1]! * m[8]!);
    };
    expect(sign(still)).toBe(-sign({ ...still, mirrored: true }));
  });

  it("has maps that undo one another", () => {
    const placement = drawPlacement(brain, "strong", 8, 1, 2, 3);
    const m = pixelToBrain(placement, -7);
    const to = planeToPixel(placement);
    for (const [x, z] of [
      [-20, 4],
      [3, -11],
    ] as const) {
      const [u, v] = to(x, z);
      expect(m[0]! * u + m[1]! * v + m[3]!).toBeCloseTo(x, 9);
      expect(m[8]! * u + m[9]! * v + m[11]!).toBeCloseTo(z, 9);
      expect(m[7]).toBe(-7);
      const { a, b, c } = imageToPlane(placement);
      expect(a * u * 8 + b * v * 8 + c).toBeCloseTo(x, 9);
    }
  });

  it("keeps the whole brain on the slide and displaces within the limits", () => {
    for (let n = 0; n < 60; n++) {
      const placement = drawPlacement(brain, "strong", 8, 1, n);
      expect(Math.abs(placement.turnDeg)).toBeLessThanOrEqual(20);
      expect(Math.abs(placement.shiftXMm)).toBeLessThanOrEqual(5 * DEMO_GEOMETRY.scale);
      const to = planeToPixel(placement);
      for (const x of brain.extentXMm) {
        for (const z of brain.extentZMm) {
          const [u, v] = to(x, z);
          expect(Math.min(u, v)).toBeGreaterThan(0);
          expect(u).toBeLessThan(placement.widthPx);
          expect(v).toBeLessThan(placement.heightPx);
        }
      }
    }
  });

  it("leaves sections where they are without confounds", () => {
    expect(drawPlacement(brain, "none", 8, 1, 5)).toMatchObject({ turnDeg: 0, shiftXMm: 0, mirrored: false });
  });
});

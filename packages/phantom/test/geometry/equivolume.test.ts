import { describe, expect, it } from "vitest";
import { boundCurvature, equivolumeDepth, equivolumeDistance } from "../../src/geometry/equivolume.js";

describe("equivolume depth", () => {
  it("is the distance over the thickness in a flat sheet", () => {
    expect(equivolumeDepth(0.6, 2.4, 0, 0)).toBeCloseTo(0.25, 12);
  });

  it("is the share of a spherical shell's volume, for a pia outside (a gyral crown)", () => {
    const [pia, thickness] = [10, 2.5];
    const middle = pia - thickness / 2;
    for (const d of [0.3, 1, 2]) {
      const share = (pia ** 3 - (pia - d) ** 3) / (pia ** 3 - (pia - thickness) ** 3);
      expect(equivolumeDepth(d, thickness, -2 / middle, 1 / middle ** 2)).toBeCloseTo(share, 12);
    }
  });

  it("is the share of a cylindrical shell's volume, for a pia inside (a fundus)", () => {
    const [pia, thickness] = [1, 2.5];
    const middle = pia + thickness / 2;
    for (const d of [0.3, 1, 2]) {
      const share = ((pia + d) ** 2 - pia ** 2) / ((pia + thickness) ** 2 - pia ** 2);
      expect(equivolumeDepth(d, thickness, 1 / middle, 0)).toBeCloseTo(share, 12);
    }
  });

  it("has an inverse", () => {
    for (const depth of [0, 0.1, 0.5, 0.93, 1]) {
      const mm = equivolumeDistance(depth, 2.2, 0.4, 0.02);
      expect(equivolumeDepth(mm, 2.2, 0.4, 0.02)).toBeCloseTo(depth, 5);
    }
  });

  it("continues linearly outside the cortex", () => {
    expect(equivolumeDepth(-0.5, 2, 0.3, 0)).toBe(-0.25);
    expect(equivolumeDepth(3, 2, 0.3, 0)).toBe(1.5);
  });

  it("grows with distance for every bounded curvature", () => {
    for (const e1 of [-3, -0.5, 0, 0.5, 3]) {
      const [sum, product] = boundCurvature(e1, -1, 2.4);
      let before = 0;
      for (let d = 0.05; d <= 2.4; d += 0.05) {
        const depth = equivolumeDepth(d, 2.4, sum, product);
        expect(depth).toBeGreaterThan(before);
        before = depth;
      }
    }
  });
});

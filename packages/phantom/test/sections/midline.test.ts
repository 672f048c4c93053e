import { describe, expect, it } from "vitest";
import type { SectionFields } from "../../src/sectionFields.js";
import { midlinePoints, tissueShares } from "../../src/sections/midline.js";

/** A round brain of 10 mm radius with a cortex of 2 mm, seen on a grid of 0.1 mm. */
function disc(): SectionFields {
  const stepMm = 0.1;
  const side = 241;
  const count = side * side;
  const floats = (): Float32Array => new Float32Array(count);
  const fields = {
    originXMm: -12,
    originZMm: 12,
    stepMm,
    width: side,
    height: side,
    pialMm: floats(),
    depth: floats(),
    thicknessMm: floats().fill(2),
    profile: new Uint16Array(count),
  };
  for (let i = 0; i < count; i++) {
    const x = -12 + (i % side) * stepMm;
    const z = 12 - Math.floor(i / side) * stepMm;
    fields.pialMm[i] = 10 - Math.hypot(x, z);
    fields.depth[i] = fields.pialMm[i]! / 2;
  }
  return fields as unknown as SectionFields;
}

describe("midlinePoints", () => {
  const fields = disc();
  const points = midlinePoints(fields, 0.7);

  it("lie half-way through the cortex", () => {
    for (const { xMm, zMm } of points) expect(Math.hypot(xMm, zMm)).toBeCloseTo(9, 2);
  });

  it("are at least the spacing apart and leave no gap of twice as much", () => {
    const angles = points.map(({ xMm, zMm }) => Math.atan2(zMm, xMm)).sort((a, b) => a - b);
    const gaps = angles.map((angle, i) => {
      const next = angles[i + 1] ?? angles[0]! + 2 * Math.PI;
      return 2 * 9 * Math.sin((next - angle) / 2);
    });
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.699);
    expect(Math.max(...gaps)).toBeLessThan(1.5);
  });

  it("come in the same order again", () => {
    expect(midlinePoints(disc(), 0.7)).toEqual(points);
  });
});

describe("tissueShares", () => {
  it("is the share of tissue in a square, slide beyond the grid counted as empty", () => {
    const fields = disc();
    const share = tissueShares(fields, 2);
    const at = (x: number, z: number): number => Math.round((12 - z) * 10) * 241 + Math.round((x + 12) * 10);
    expect(share(at(0, 0))).toBe(1);
    expect(share(at(0, 10))).toBeGreaterThan(0.4);
    expect(share(at(0, 10))).toBeLessThan(0.55);
    expect(share(at(11.8, 11.8))).toBe(0);
  });
});

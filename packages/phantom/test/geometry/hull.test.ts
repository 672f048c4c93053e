import { describe, expect, it } from "vitest";
import { hullPoint, locate, makeHull } from "../../src/geometry/hull.js";

describe("hull of a hemisphere", () => {
  const hull = makeHull(1);

  it("is as long and as high as a human hemisphere", () => {
    const at = (x: number, y: number, z: number) => locate(hull, x, y, z, hullPoint()).depthMm;
    expect(at(hull.plateX, 85, hull.plateCentreZ)).toBeCloseTo(0, 6);
    expect(at(hull.plateX, -85, hull.plateCentreZ)).toBeCloseTo(0, 6);
    expect(at(hull.plateX, 0, 65)).toBeCloseTo(0, 6);
    expect(at(0.5, 0, 20)).toBeLessThan(0);
  });

  it("gives foot points on itself, in the direction of the nearest core", () => {
    const out = hullPoint();
    const foot = hullPoint();
    for (const [x, y, z] of [
      [50, 10, 30],
      [20, -70, 0],
      [45, 20, -40],
      [30, 75, 20],
      [60, 0, 10],
    ] as const) {
      locate(hull, x, y, z, out);
      locate(hull, out.x, out.y, out.z, foot);
      expect(Math.abs(foot.depthMm)).toBeLessThan(1e-6);
      expect(Math.hypot(out.x - x, out.y - y, out.z - z)).toBeCloseTo(Math.abs(out.depthMm), 6);
    }
  });
});

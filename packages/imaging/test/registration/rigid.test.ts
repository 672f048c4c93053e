import {
  applyRigid,
  composeRigid,
  fitRigid,
  invertRigid,
  nearestRigid,
  type Rigid2D,
  rigidMatrix,
} from "@cytonet/imaging";
import { describe, expect, it } from "vitest";

const maps: Rigid2D[] = [
  { angleRad: 0.7, mirrored: false, shift: [3, -5] },
  { angleRad: -2.9, mirrored: true, shift: [-1, 8] },
  { angleRad: 3.1, mirrored: true, shift: [0, 2] },
];
const point = [4.2, -1.7] as const;

function near(a: readonly number[], b: readonly number[]): void {
  for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i]!, 10);
}

describe("rigid maps", () => {
  it("compose as their matrices do", () => {
    for (const first of maps) {
      for (const second of maps) {
        near(applyRigid(composeRigid(first, second), point), applyRigid(second, applyRigid(first, point)));
      }
    }
  });

  it("come back through their inverse, and out of their matrix", () => {
    for (const map of maps) {
      near(applyRigid(invertRigid(map), applyRigid(map, point)), point);
      const again = nearestRigid(rigidMatrix(map));
      expect(again.mirrored).toBe(map.mirrored);
      near(applyRigid(again, point), applyRigid(map, point));
      const [a, b, , d, e] = rigidMatrix(map) as [number, number, number, number, number];
      expect(a * e - b * d).toBeCloseTo(map.mirrored ? -1 : 1, 12);
    }
  });

  it("are found exactly from pairs, whose weights count", () => {
    const from = Float64Array.from([0, 0, 10, 0, 10, 7, -3, 4, 100, 100]);
    for (const map of maps) {
      const to = from.slice();
      for (let i = 0; i < 5; i++) to.set(applyRigid(map, [from[2 * i]!, from[2 * i + 1]!]), 2 * i);
      to[9]! += 50;
      const fit = fitRigid(from, to, (pair) => (pair === 4 ? 0 : 1), map.mirrored);
      near(applyRigid(fit, point), applyRigid(map, point));
    }
    expect(() => fitRigid(from, from, () => 0, false)).toThrow(RangeError);
  });
});

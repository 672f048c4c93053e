import { describe, expect, it } from "vitest";
import { sweepDistance } from "../../src/geometry/eikonal.js";
import { centredGrid, nodeCount, sampleScalar, type VectorVolume } from "../../src/geometry/grid.js";
import { sheetCurvature } from "../../src/geometry/sheetCurvature.js";

const radius = 9;
const thickness = 2.4;

/** Depth below a sphere's surface: exact within a voxel and a half of it, swept inwards from there. */
function sphere(stepMm: number): VectorVolume {
  const grid = centredGrid([radius + 1, radius + 1, radius + 1], stepMm);
  const values = new Float32Array(nodeCount(grid));
  const frozen = new Uint8Array(values.length);
  let n = 0;
  for (let k = 0; k < grid.size[2]; k++) {
    for (let j = 0; j < grid.size[1]; j++) {
      for (let i = 0; i < grid.size[0]; i++, n++) {
        const at = [i, j, k].map((index, c) => grid.originMm[c]! + index * stepMm) as [
          number,
          number,
          number,
        ];
        const depth = radius - Math.hypot(...at);
        frozen[n] = depth < 1.5 * stepMm ? 1 : 0;
        values[n] = frozen[n] ? depth : 8;
      }
    }
  }
  sweepDistance(grid, values, frozen, 8);
  return { ...grid, channels: 1, values };
}

describe("distance and curvature on a sphere", () => {
  const pial = sphere(0.5);
  const curvature = sheetCurvature(pial, () => thickness);
  const points = [
    [0.3, 0.5, 0.8],
    [-0.7, 0.1, 0.7],
    [0, 0, 1],
    [0.577, -0.577, 0.577],
  ].map((direction) => {
    const r = (radius - 1.2) / Math.hypot(...direction);
    return direction.map((d) => d * r) as [number, number, number];
  });

  it("sweeps distances to a tenth of a voxel over the cortex", () => {
    for (const p of points) {
      expect(Math.abs(sampleScalar(pial, ...p) - 1.2)).toBeLessThan(0.05);
    }
  });

  it("finds sum and product of the principal curvatures at mid-depth", () => {
    const middle = radius - thickness / 2;
    for (const p of points) {
      // First-order sweeping bends iso-surfaces a little: a tenth of the curvature.
      expect(sampleScalar(curvature, ...p, 0)).toBeGreaterThan((-2 / middle) * 1.15);
      expect(sampleScalar(curvature, ...p, 0)).toBeLessThan((-2 / middle) * 0.85);
      expect(Math.abs(sampleScalar(curvature, ...p, 1) - 1 / middle ** 2)).toBeLessThan(0.3 / middle ** 2);
    }
  });
});

import { describe, expect, it } from "vitest";
import { affineResidual } from "../../src/geometry/affineFit.js";
import { hullNodes } from "../../src/geometry/folds.js";
import { makeHull } from "../../src/geometry/hull.js";
import { displacementAt, fromTemplate, makeWarp, toReference, toTemplate } from "../../src/geometry/warp.js";
import { PAPER_GEOMETRY } from "../../src/index.js";
import { tinyBrain, tinyTemplate } from "../support.js";

describe("an individual's warp", () => {
  const right = hullNodes(makeHull(1), 8);
  const points = Float64Array.from([...right, ...right.map((v, i) => (i % 3 === 0 ? -v : v))]);

  it("leaves at least 4 mm after the best affine at human scale", () => {
    for (const key of [1, 2, 3]) {
      const warp = makeWarp(PAPER_GEOMETRY, key, points);
      const moved = points.slice();
      for (let i = 0; i < moved.length; i += 3) {
        moved.set(toTemplate(warp, points[i]!, points[i + 1]!, points[i + 2]!), i);
      }
      expect(affineResidual(points, moved)).toBeGreaterThanOrEqual(4);
    }
  });

  it("never folds space: neighbouring points keep their order", () => {
    const warp = makeWarp(PAPER_GEOMETRY, 4, points);
    for (let i = 0; i < points.length; i += 3) {
      const p = [points[i]!, points[i + 1]!, points[i + 2]!] as const;
      for (const axis of [0, 1, 2] as const) {
        const q = p.map((v, c) => (c === axis ? v + 0.1 : v)) as [number, number, number];
        expect(toTemplate(warp, ...q)[axis]).toBeGreaterThan(toTemplate(warp, ...p)[axis] + 0.02);
      }
    }
  });

  it("has a numerical inverse", () => {
    for (const p of [
      [5, 10, -3],
      [-8, -14, 9],
    ] as const) {
      const [x, y, z] = toTemplate(tinyBrain.warp, p[0], p[1], p[2]);
      const back = fromTemplate(tinyBrain.warp, x!, y!, z!);
      for (const c of [0, 1, 2] as const) expect(back[c]).toBeCloseTo(p[c], 5);
    }
  });

  it("gives reference coordinates that are wrong by the preset's registration error", () => {
    const { registrationErrorMm, scale } = tinyTemplate.preset;
    let sum = 0;
    let count = 0;
    for (let i = 0; i < points.length; i += 3) {
      const p = [points[i]! * scale, points[i + 1]! * scale, points[i + 2]! * scale] as const;
      const reference = toReference(tinyBrain.warp, ...p);
      const truth = toTemplate(tinyBrain.warp, p[0], p[1], p[2]);
      sum += reference.reduce((total, value, c) => total + (value - truth[c]!) ** 2, 0);
      count++;
    }
    const rms = Math.sqrt(sum / count);
    expect(rms).toBeGreaterThan(0.7 * registrationErrorMm);
    expect(rms).toBeLessThan(1.3 * registrationErrorMm);
  });

  it("can do without a registration error", () => {
    const warp = makeWarp({ ...PAPER_GEOMETRY, registrationErrorMm: 0 }, 1, points);
    expect(displacementAt(warp.registration, 10, 20, 30).map(Math.abs)).toEqual([0, 0, 0]);
  });
});

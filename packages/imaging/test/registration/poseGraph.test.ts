import {
  adjustPoses,
  applyRigid,
  composeRigid,
  invertRigid,
  type PoseEdge,
  type Rigid2D,
} from "@cytonet/imaging";
import { counterNormal } from "@cytonet/torch";
import { describe, expect, it } from "vitest";

const count = 40;
const truth: Rigid2D[] = Array.from({ length: count }, (_, i) => ({
  angleRad: 0.2 * Math.sin(i),
  mirrored: i % 9 === 4,
  shift: [3000 * Math.cos(i), 500 * i],
}));

/** Edges to the next three nodes, off by 50 µm and 0.002 rad. */
function edges(): PoseEdge[] {
  return truth.flatMap((pose, from) =>
    [1, 2, 3].flatMap((steps): PoseEdge[] => {
      const to = from + steps;
      if (to >= count) return [];
      const map = composeRigid(pose, invertRigid(truth[to]!));
      const noise = (slot: number): number => counterNormal(9, steps, from, slot);
      return [
        {
          from,
          to,
          map: {
            ...map,
            angleRad: map.angleRad + 0.002 * noise(0),
            shift: [map.shift[0] + 50 * noise(1), map.shift[1] + 50 * noise(2)],
          },
          middle: [0, 0],
          shiftError: 50,
          turnErrorRad: 0.002,
        },
      ];
    }),
  );
}

const off = (poses: readonly Rigid2D[], i: number): number => {
  const [a, b] = [applyRigid(poses[i]!, [0, 0]), applyRigid(truth[i]!, [0, 0])];
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
};

describe("adjusting poses", () => {
  const fixed = new Set([20]);

  it("leaves exact poses alone and finds them from a poor start", () => {
    const exact = edges().map((edge) => ({
      ...edge,
      map: composeRigid(truth[edge.from]!, invertRigid(truth[edge.to]!)),
    }));
    const start = truth.map((pose, i) =>
      i === 20
        ? pose
        : { ...pose, angleRad: pose.angleRad + 0.05, shift: [pose.shift[0] + 300, pose.shift[1]] as const },
    );
    const fit = adjustPoses(start, exact, { fixed, robustWidth: 1e6 });
    for (let i = 0; i < count; i++) expect(off(fit.poses, i)).toBeLessThan(1e-2);
    expect(Math.max(...fit.residuals)).toBeLessThan(1e-3);
  });

  it("sets a wrong edge aside", () => {
    const all = edges();
    const wrong = all.findIndex((edge) => edge.from === 10 && edge.to === 12);
    const bad = { ...all[wrong]!, map: { ...all[wrong]!.map, shift: [9000, -7000] as const } };
    const fit = adjustPoses(truth, all.with(wrong, bad), { fixed, robustWidth: 6 });
    const without = adjustPoses(
      truth,
      all.filter((_, i) => i !== wrong),
      { fixed, robustWidth: 6 },
    );
    for (let i = 0; i < count; i++) expect(off(fit.poses, i)).toBeCloseTo(off(without.poses, i), 0);
    expect(fit.residuals[wrong]!).toBeGreaterThan(100);
  });

  it("refuses an edge that contradicts its nodes' sides, and a graph that floats", () => {
    const [edge] = edges();
    const turned = { ...edge!, map: { ...edge!.map, mirrored: !edge!.map.mirrored } };
    expect(() => adjustPoses(truth, [turned], { fixed, robustWidth: 3 })).toThrow(/contradicts/);
    expect(() => adjustPoses(truth, [edge!], { fixed: new Set(), robustWidth: 3 })).toThrow(RangeError);
  });
});

import { composeRigid, invertRigid, type Rigid2D } from "@cytonet/imaging";
import { describe, expect, it } from "vitest";
import { findInconsistent, type LoopPair } from "../../../src/preparation/align/loops.js";

const poses: Rigid2D[] = Array.from({ length: 12 }, (_, i) => ({
  angleRad: Math.sin(i),
  mirrored: i % 5 === 2,
  shift: [100 * i, 50 * Math.cos(i)],
}));

function pairs(reach: number): LoopPair[] {
  return poses.flatMap((pose, first) =>
    Array.from({ length: reach }, (_, k) => first + k + 1)
      .filter((second) => second < poses.length)
      .map((second) => ({
        first,
        second,
        map: composeRigid(pose, invertRigid(poses[second]!)),
        middle: [5000, 5000] as const,
        weight: 50,
      })),
  );
}

describe("pairs that disagree with those around them", () => {
  it("are none among pairs that agree", () => {
    expect(findInconsistent(pairs(3), 1).size).toBe(0);
  });

  for (const reach of [2, 3]) {
    it(`are found one by one, with pairs up to ${reach} sections apart`, () => {
      const all = pairs(reach);
      for (const [i, pair] of all.entries()) {
        // At an end a pair stands in one triangle, where nothing but its weight says which of the three is wrong.
        if (pair.first === 0 || pair.second === poses.length - 1) continue;
        const wrong = {
          ...pair,
          map: { ...pair.map, shift: [pair.map.shift[0] + 4000, pair.map.shift[1]] as const },
        };
        expect([...findInconsistent(all.with(i, wrong), 1000)]).toEqual([i]);
        const turned = { ...pair, map: { ...pair.map, mirrored: !pair.map.mirrored } };
        expect([...findInconsistent(all.with(i, turned), 1000)]).toEqual([i]);
      }
    });
  }
});

import { applyRigid, composeRigid, identityRigid, invertRigid, type Rigid2D } from "@cytonet/imaging";
import { describe, expect, it } from "vitest";
import { alignBrain, type BrainInput } from "../../../src/preparation/align/alignBrain.js";
import type { PairRecord } from "../../../src/preparation/align/alignFiles.js";

const count = 21;
const widthUm = 40_000;
const name = (i: number): string => String(i).padStart(4, "0");
/** Poses in the plane of section 10, of which 4, 5 and 15 lie face down. */
const truth: Rigid2D[] = Array.from({ length: count }, (_, i) =>
  i === 10
    ? identityRigid
    : {
        angleRad: 0.1 * Math.sin(3 * i),
        mirrored: [4, 5, 15].includes(i),
        shift: [900 * Math.cos(i) + ([4, 5, 15].includes(i) ? widthUm : 0), 700 * Math.sin(i)],
      },
);

function pair(i: number, j: number, changes: Partial<PairRecord> = {}): PairRecord {
  const map = composeRigid(truth[i]!, invertRigid(truth[j]!));
  return {
    ...{ section: name(i), other: name(j), steps: j - i, matches: 200, inliers: 60, residualUm: 80 },
    ...{ logFalseAlarms: -90, mirrored: map.mirrored, otherInliers: 3, otherLogFalseAlarms: 1 },
    ...{ refinedPairs: 400, medianUm: 150, overlap: 0.97, correlationBefore: 0.4, correlationAfter: 0.9 },
    ...{ turnDeg: (map.angleRad * 180) / Math.PI, shiftXUm: map.shift[0], shiftYUm: map.shift[1] },
    ...{ middleXUm: 20_000, middleYUm: 15_000, shiftErrorUm: 12, turnErrorDeg: 0.05 },
    ...{ accepted: true, problem: "" },
    ...changes,
  };
}

function input(pairs: readonly PairRecord[], changes: Partial<BrainInput> = {}): BrainInput {
  return {
    sections: truth.map((_, i) => ({ section: name(i), positionMm: i, widthUm })),
    pairs,
    rejected: new Set(),
    maxClosureUm: 1000,
    mirrored: new Map(),
    fixed: () => new Map(),
    ...changes,
  };
}

const both = (reach: number): PairRecord[] =>
  truth.flatMap((_, i) =>
    Array.from({ length: reach }, (_, k) => i + k + 1)
      .filter((j) => j < count)
      .map((j) => pair(i, j)),
  );

function offUm(pose: Rigid2D | undefined, i: number): number {
  if (pose === undefined) return Number.NaN;
  const [a, b] = [applyRigid(pose, [10_000, 30_000]), applyRigid(truth[i]!, [10_000, 30_000])];
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

for (const adjustment of ["none", "pose-graph"] as const) {
  describe(`a brain with adjustment ${adjustment}`, () => {
    it("is composed to its middle section, mirrored sections included", () => {
      const result = alignBrain(input(both(2)), { adjustment });
      expect(result.base).toBe(name(10));
      expect(result.sections.filter((one) => one.mirrored).map((one) => one.section)).toEqual(
        [4, 5, 15].map(name),
      );
      for (const [i, { pose }] of result.sections.entries()) expect(offUm(pose, i)).toBeLessThan(0.01);
    });

    it("bridges a damaged section and leaves it without a pose", () => {
      const pairs = both(2).map((one) =>
        [one.section, one.other].includes(name(7)) ? { ...one, accepted: false, problem: "torn" } : one,
      );
      const { sections } = alignBrain(input(pairs), { adjustment });
      expect(sections[7]!.pose).toBeUndefined();
      expect(offUm(sections[3]!.pose, 3)).toBeLessThan(0.01);
      expect(sections[6]!.composed!.via).toBe(8);
    });

    it("sets aside a pair that contradicts the majority, and one that the user rejects", () => {
      const wrong = { mirrored: true, shiftXUm: 1, logFalseAlarms: -8 };
      const pairs = [
        ...both(2).filter((one) => one.section !== name(12) || one.steps !== 2),
        pair(12, 14, wrong),
      ];
      const result = alignBrain(input(pairs, { rejected: new Set([`${name(0)} ${name(1)}`]) }), {
        adjustment,
      });
      const problems = result.pairs.filter((one) => !one.accepted).map((one) => one.problem);
      expect(problems).toEqual(["rejected in overrides/alignment.csv", "disagrees with the pairs around it"]);
      for (const [i, { pose }] of result.sections.entries()) expect(offUm(pose, i)).toBeLessThan(0.01);
    });

    it("aligns to the sections that the user has placed", () => {
      const moved = { angleRad: 0, mirrored: false, shift: [5000, 0] } as const;
      const fixed = () => new Map([[name(2), composeRigid(truth[2]!, moved)]]);
      const { sections } = alignBrain(input(both(2), { fixed }), { adjustment });
      for (const [i, { pose }] of sections.entries()) {
        expect(offUm(composeRigid(pose!, invertRigid(moved)), i)).toBeLessThan(0.01);
      }
    });
  });
}

it("a brain of one section is its own base", () => {
  const one = { section: "0001", positionMm: 3, widthUm };
  const result = alignBrain(input([], { sections: [one] }), { adjustment: "pose-graph" });
  expect(result.sections[0]!.pose).toEqual(identityRigid);
});

it("sets aside a wrong pair among right ones, whichever it is", () => {
  for (const [i, j] of [
    [8, 10],
    [12, 13],
    [0, 1],
  ] as const) {
    const far = pair(i, j, { shiftXUm: -30_000, logFalseAlarms: -15 });
    const pairs = [...both(2).filter((one) => !(one.section === name(i) && one.other === name(j))), far];
    const result = alignBrain(input(pairs), { adjustment: "pose-graph" });
    for (const [k, { pose }] of result.sections.entries()) expect(offUm(pose, k)).toBeLessThan(0.01);
    const aside = result.pairs.filter((one) => !one.accepted).map((one) => one.problem);
    expect(aside).toEqual(["disagrees with the pairs around it"]);
  }
});

it("lets a pair that is off by little pull little, and tells how far it is", () => {
  const off = pair(8, 10, { shiftXUm: truthShift(8, 10) + 700 });
  const pairs = [...both(3).filter((one) => !(one.section === name(8) && one.other === name(10))), off];
  const result = alignBrain(input(pairs), { adjustment: "pose-graph" });
  for (const [i, { pose }] of result.sections.entries()) expect(offUm(pose, i)).toBeLessThan(20);
  expect(result.pairs.at(-1)!.deviation).toBeGreaterThan(20);
});

function truthShift(i: number, j: number): number {
  return pair(i, j).shiftXUm;
}

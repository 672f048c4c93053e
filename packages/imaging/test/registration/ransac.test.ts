import { applyRigid, logFalseAlarms, type Rigid2D, ransacDefaults, ransacRigid } from "@cytonet/imaging";
import { counterNormal, counterUniform } from "@cytonet/torch";
import { describe, expect, it } from "vitest";

/** Matches of which the first `good` follow a map, with 30 µm of noise, and the others nothing. */
function matches(map: Rigid2D, good: number, bad: number, seed: number) {
  const uniform = (i: number, slot: number): number => 40_000 * counterUniform(seed, 1, i, slot);
  const count = good + bad;
  const [from, to] = [new Float64Array(2 * count), new Float64Array(2 * count)];
  const turnRad = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    from.set([uniform(i, 0), uniform(i, 1)], 2 * i);
    const [x, y] = applyRigid(map, [from[2 * i]!, from[2 * i + 1]!]);
    const noise = (slot: number): number => 30 * counterNormal(seed, 2, i, slot);
    to.set(i < good ? [x + noise(0), y + noise(1)] : [uniform(i, 2), uniform(i, 3)], 2 * i);
    turnRad[i] =
      i < good ? map.angleRad + 0.1 * counterNormal(seed, 3, i, 0) : 6 * counterUniform(seed, 3, i, 1);
  }
  return { from, to, turnRad };
}

describe("the rigid consensus", () => {
  for (const map of [
    { angleRad: 0.3, mirrored: false, shift: [900, -2500] },
    { angleRad: -1.1, mirrored: true, shift: [30_000, 4000] },
  ] as const) {
    it(`finds a map ${map.mirrored ? "from behind " : ""}that one match in eight follows`, () => {
      const pairs = matches(map, 40, 280, 7);
      const found = ransacRigid(pairs, map.mirrored, ransacDefaults)!;
      const off = Math.hypot(
        ...[0, 1].map(
          (axis) => applyRigid(found.map, [20_000, 20_000])[axis]! - applyRigid(map, [20_000, 20_000])[axis]!,
        ),
      );
      // 30 µm of noise over √40 matches; chance neighbours within 256 µm may pull a little.
      expect(off).toBeLessThan(25);
      expect(Array.from(found.inliers).filter((i) => i < 40)).toHaveLength(40);
      expect(found.residualUm).toBeLessThan(80);
      const again = ransacRigid(pairs, map.mirrored, ransacDefaults)!;
      expect(again).toEqual(found);
    });
  }

  it("agrees with few unrelated matches, which its false alarms tell", () => {
    const pairs = matches({ angleRad: 0, mirrored: false, shift: [0, 0] }, 0, 300, 5);
    const found = ransacRigid(pairs, false, ransacDefaults);
    const inliers = found?.inliers.length ?? 0;
    const chance = (Math.PI * ransacDefaults.inlierUm ** 2) / 40_000 ** 2;
    expect(logFalseAlarms(300, inliers, chance)).toBeGreaterThan(-2);
    expect(logFalseAlarms(300, 20, chance)).toBeLessThan(-30);
  });

  it("is undefined without two matches that agree", () => {
    const one = { from: Float64Array.of(1, 2), to: Float64Array.of(3, 4), turnRad: Float64Array.of(0) };
    expect(ransacRigid(one, false, ransacDefaults)).toBeUndefined();
  });
});

describe("logFalseAlarms", () => {
  it("is the number of pairs of matches times the binomial tail", () => {
    // 10 matches: 45 hypotheses; of the other 8, at least 3 agree by chance with probability 0.1: 0.03809179.
    expect(logFalseAlarms(10, 5, 0.1)).toBeCloseTo(Math.log10(45 * 0.03809179), 6);
    expect(logFalseAlarms(2, 2, 0.1)).toBe(Number.POSITIVE_INFINITY);
  });
});

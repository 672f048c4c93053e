import { describe, expect, it } from "vitest";
import {
  counterInteger,
  counterNormal,
  counterPermutation,
  counterUniform,
  deriveSeed,
} from "../../src/random/counter.js";

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Kolmogorov–Smirnov distance between a sample and a distribution function. */
function ksDistance(sample: number[], cdf: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const n = sorted.length;
  return Math.max(...sorted.map((x, i) => Math.max(cdf(x) - i / n, (i + 1) / n - cdf(x))));
}

// The 1e-4 critical value; the samples are fixed, so the tests cannot flicker.
const ksLimit = (n: number) => 2.23 / Math.sqrt(n);

/** Abramowitz & Stegun 7.1.26, error below 1.5e-7. */
function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = 0.5 * poly * Math.exp(-z * z);
  return x > 0 ? 1 - tail : tail;
}

describe("counterUniform", () => {
  it.each(["seed", "epoch", "index", "slot"])("is uniform in [0, 1) along %s", (axis) => {
    const n = 20000;
    const sample = range(n).map((i) =>
      counterUniform(
        axis === "seed" ? i : 7,
        axis === "epoch" ? i : 3,
        axis === "index" ? i : 1,
        axis === "slot" ? i : 0,
      ),
    );
    expect(Math.min(...sample)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...sample)).toBeLessThan(1);
    expect(ksDistance(sample, (x) => x)).toBeLessThan(ksLimit(n));
  });

  it("shows no correlation between neighbouring indices, epochs and slots", () => {
    const n = 20000;
    for (const [e, i, s] of [
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ] as const) {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        sum += (counterUniform(5, 10, k, 4) - 0.5) * (counterUniform(5, 10 + e, k + i, 4 + s) - 0.5);
      }
      expect(Math.abs((12 * sum) / n)).toBeLessThan(4 / Math.sqrt(n));
    }
  });
});

describe("counterNormal", () => {
  it("is standard normal", () => {
    const n = 20000;
    const sample = range(n).map((i) => counterNormal(3, 0, i, 0));
    expect(ksDistance(sample, normalCdf)).toBeLessThan(ksLimit(n));
    const variance = sample.reduce((s, x) => s + x * x, 0) / n;
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });
});

describe("counterInteger", () => {
  it.each([1, 2, 3, 7, 10, 64, 100])("gives every value below %i equally often", (n) => {
    const draws = 20000;
    const counts = new Array<number>(n).fill(0);
    for (let i = 0; i < draws; i++) counts[counterInteger(n, 11, 0, i, 0)]!++;
    const expected = draws / n;
    const chi2 = counts.reduce((s, c) => s + (c - expected) ** 2 / expected, 0);
    expect(chi2).toBeLessThan(n - 1 + 4 * Math.sqrt(2 * n) + 8);
  });

  it("shows no modulo bias where 2⁵³ is no multiple of n", () => {
    // A plain `bits % n` would put half of the values into the lower third.
    const n = 3 * 2 ** 51;
    const draws = 6000;
    const low = range(draws).filter((i) => counterInteger(n, 1, 0, i, 0) < n / 3).length;
    expect(Math.abs(low - draws / 3)).toBeLessThan(4 * Math.sqrt(draws * (2 / 9)));
  });

  it("refuses an n outside [1, 2⁵³)", () => {
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
      expect(() => counterInteger(n, 0, 0, 0, 0)).toThrow(RangeError);
    }
  });
});

describe("counterPermutation", () => {
  it("is a permutation that depends on seed, epoch and slot", () => {
    const first = counterPermutation(1000, 1, 0);
    expect([...first].sort((a, b) => a - b)).toEqual(range(1000));
    expect(counterPermutation(1000, 1, 0)).toEqual(first);
    expect(counterPermutation(1000, 2, 0)).not.toEqual(first);
    expect(counterPermutation(1000, 1, 1)).not.toEqual(first);
    expect(counterPermutation(1000, 1, 0, 1)).not.toEqual(first);
  });

  it("gives all 24 orders of four things equally often", () => {
    const counts = new Map<string, number>();
    const draws = 12000;
    for (let epoch = 0; epoch < draws; epoch++) {
      const name = counterPermutation(4, 9, epoch).join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = draws / 24;
    const chi2 = [...counts.values()].reduce((s, c) => s + (c - expected) ** 2 / expected, 0);
    // The 99.99 % point of χ² with 23 degrees of freedom is 57.1.
    expect(chi2).toBeLessThan(57.1);
  });

  it("handles none and one", () => {
    expect(counterPermutation(0, 1, 0)).toHaveLength(0);
    expect([...counterPermutation(1, 1, 0)]).toEqual([0]);
  });
});

describe("deriveSeed", () => {
  it("gives each purpose and each seed its own 64-bit seed", () => {
    const names = ["augmentation", "sampler", "a", "b", "ab", "ba", "\u0000", "\u0000\u0000"];
    const seeds = [0, 1, 2, 1n << 63n].flatMap((seed) => names.map((name) => deriveSeed(seed, name)));
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(deriveSeed(1, "sampler")).toBe(deriveSeed(1n, "sampler"));
    for (const seed of seeds) expect(seed < 1n << 64n && seed >= 0n).toBe(true);
  });

  it("refuses an empty purpose", () => {
    expect(() => deriveSeed(1, "")).toThrow(/purpose/);
  });
});

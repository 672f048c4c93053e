import { describe, expect, it } from "vitest";
import { augmentationParameters } from "../../src/augmentation/parameters.js";
import {
  checkedSettings,
  cytonetAugmentation,
  noAugmentation,
  unbiasedGamma,
} from "../../src/augmentation/settings.js";

const n = 20000;
const indices = Array.from({ length: n }, (_, i) => i);
const drawn = augmentationParameters(5, 3, indices, cytonetAugmentation);

/** Kolmogorov–Smirnov distance from the uniform distribution over [low, high]. */
function distanceFromUniform(sample: readonly number[], low: number, high: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, i) => {
      const cdf = Math.min(1, Math.max(0, (x - low) / (high - low)));
      return Math.max(cdf - i / sorted.length, (i + 1) / sorted.length - cdf);
    }),
  );
}

// The 1e-4 critical value; the draws are fixed, so the tests cannot flicker.
function expectUniform(sample: readonly number[], low: number, high: number): void {
  expect(Math.min(...sample)).toBeGreaterThanOrEqual(low);
  expect(Math.max(...sample)).toBeLessThanOrEqual(high);
  expect(distanceFromUniform(sample, low, high)).toBeLessThan(2.23 / Math.sqrt(sample.length));
}

/** Solves γ = unbiasedGamma(z) for z by bisection: γ falls with z. */
function zOf(gamma: number): number {
  let [low, high] = [-0.2, 0.2];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (unbiasedGamma(middle) > gamma) low = middle;
    else high = middle;
  }
  return low;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]) => x.reduce((s, v) => s + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const cov = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((s, v, i) => s + (v - mx) * (y[i]! - my), 0);
  return cov(a, ma, b, mb) / Math.sqrt(cov(a, ma, a, ma) * cov(b, mb, b, mb));
}

describe("augmentationParameters draws §3.4's distributions", () => {
  it("rotation is uniform over [−π, π]", () => {
    expectUniform([...drawn.rotationRad], -Math.PI, Math.PI);
  });

  it("the centre moves by U[0, 0.2] mm in a uniform direction", () => {
    const distance = indices.map((i) => Math.hypot(drawn.shiftXMm[i]!, drawn.shiftYMm[i]!));
    expectUniform(distance, 0, 0.2 + 1e-12);
    expectUniform(
      indices.map((i) => Math.atan2(drawn.shiftYMm[i]!, drawn.shiftXMm[i]!)),
      -Math.PI,
      Math.PI,
    );
  });

  it("half of the patches are mirrored", () => {
    const share = drawn.mirrored.reduce((a, b) => a + b, 0) / n;
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / n));
  });

  it("α, β and the gamma's Z are uniform over their ranges", () => {
    expectUniform([...drawn.alpha], 0.9, 1);
    expectUniform([...drawn.beta], -0.1, 0.1);
    expectUniform([...drawn.gamma].map(zOf), -0.05, 0.05);
  });

  it("a quarter is blurred, a quarter sharpened, the rest neither", () => {
    const weight = [...drawn.filterWeight];
    const blurred = indices.filter((i) => weight[i] === 1);
    const sharpened = indices.filter((i) => weight[i]! < 0);
    const spread = 4 * Math.sqrt((0.25 * 0.75) / n);
    expect(Math.abs(blurred.length / n - 0.25)).toBeLessThan(spread);
    expect(Math.abs(sharpened.length / n - 0.25)).toBeLessThan(spread);
    expectUniform(
      sharpened.map((i) => -weight[i]!),
      0.5,
      1.5,
    );
    for (const chosen of [blurred, sharpened]) {
      expectUniform(
        chosen.map((i) => drawn.sigmaPx[i]!),
        0.125,
        1,
      );
    }
    const untouched = indices.filter((i) => weight[i] === 0);
    expect(untouched.every((i) => drawn.sigmaPx[i] === 0)).toBe(true);
    expect(drawn.filterRadiusPx).toBe(4);
  });

  it("values do not correlate with each other", () => {
    const columns = [
      drawn.rotationRad,
      drawn.shiftXMm,
      drawn.shiftYMm,
      Float64Array.from(drawn.mirrored),
      drawn.alpha,
      drawn.beta,
      drawn.gamma,
      drawn.filterWeight,
    ].map((column) => [...column]);
    for (let a = 0; a < columns.length; a++) {
      for (let b = 0; b < a; b++) {
        expect(Math.abs(correlation(columns[a]!, columns[b]!))).toBeLessThan(4.5 / Math.sqrt(n));
      }
    }
  });
});

describe("augmentationParameters is a function of seed, epoch and index alone", () => {
  it("whatever the batch", () => {
    const few = augmentationParameters(5, 3, [17, 4, 19999], cytonetAugmentation);
    [17, 4, 19999].forEach((index, i) => {
      for (const name of [
        "rotationRad",
        "shiftXMm",
        "mirrored",
        "gamma",
        "sigmaPx",
        "filterWeight",
      ] as const) {
        expect(few[name][i]).toBe(drawn[name][index]);
      }
    });
  });

  it("and changes with each of them", () => {
    const angle = (seed: number, epoch: number, index: number) =>
      augmentationParameters(seed, epoch, [index], cytonetAugmentation).rotationRad[0];
    const angles = [angle(5, 3, 1), angle(6, 3, 1), angle(5, 4, 1), angle(5, 3, 2)];
    expect(new Set(angles).size).toBe(4);
  });
});

describe("unbiasedGamma", () => {
  it("is 1 at 0, and −Z gives the reciprocal: as many patches turn darker as lighter", () => {
    expect(unbiasedGamma(0)).toBe(1);
    for (const z of [0.01, 0.03, 0.05]) expect(unbiasedGamma(z) * unbiasedGamma(-z)).toBeCloseTo(1, 14);
    expect(unbiasedGamma(0.05)).toBeCloseTo(Math.log(0.5353553390593274) / Math.log(0.4646446609406726), 14);
  });
});

describe("settings", () => {
  it("without augmentation nothing is drawn", () => {
    const still = augmentationParameters(1, 0, [0, 1, 2], noAugmentation);
    const untouched = [...still.rotationRad, ...still.shiftXMm, ...still.mirrored, ...still.filterWeight];
    expect(untouched.every((v) => Math.abs(v) === 0)).toBe(true);
    expect([...still.gamma, ...still.alpha].every((v) => v === 1)).toBe(true);
    expect(still.filterRadiusPx).toBe(0);
  });

  it("out of range are refused, naming the setting", () => {
    const refuse = (over: object, name: RegExp) =>
      expect(() => checkedSettings({ ...cytonetAugmentation, ...over })).toThrow(name);
    refuse({ rotationRad: 4 }, /rotationRad/);
    refuse({ translationMm: -1 }, /translationMm/);
    refuse({ mirrorProbability: 1.1 }, /mirrorProbability/);
    refuse({ blurProbability: 0.8 }, /blurProbability \+ sharpenProbability/);
    refuse({ gammaZ: [-0.8, 0] }, /gammaZ/);
    refuse({ sigmaPx: [0, 1] }, /sigmaPx/);
    refuse({ alpha: [1, 0.9] }, /alpha/);
    refuse({ beta: [Number.NaN, 1] }, /beta/);
  });
});

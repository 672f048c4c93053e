import { describe, expect, it } from "vitest";
import {
  absoluteErrorsMm,
  euclideanErrorsMm,
  r2PerColumn,
  r2Score,
} from "../../src/evaluation/regression.js";
import { fixture } from "./fixture.js";

describe("regression metrics equal scikit-learn's", () => {
  it.each(fixture.regression.map((values, i) => ({ i, ...values })))("case $i", (expected) => {
    const { truth, predicted, columns } = expected;
    r2PerColumn(truth, predicted, columns).forEach((value, c) => {
      expect(value).toBeCloseTo(expected.r2[c]!, 12);
    });
    expect(r2Score(truth, predicted, columns)).toBeCloseTo(expected.r2Uniform, 12);
    expect(r2Score(truth, predicted, columns, "variance")).toBeCloseTo(expected.r2Variance, 12);
    absoluteErrorsMm(truth, predicted, columns).forEach(({ meanMm, medianMm }, c) => {
      expect(meanMm).toBeCloseTo(expected.meanAbsolute[c]!, 12);
      expect(medianMm).toBeCloseTo(expected.medianAbsolute[c]!, 12);
    });
  });
});

describe("euclideanErrorsMm", () => {
  it("measures the distance of points", () => {
    const errors = euclideanErrorsMm([0, 0, 0, 1, 1, 1, 0, 0, 0], [3, 4, 0, 1, 1, 1, 0, 0, 1], 3);
    expect(errors).toEqual({ meanMm: 2, medianMm: 1 });
  });
});

describe("refusals", () => {
  it("names what is wrong", () => {
    expect(() => r2PerColumn([1, 2, 3], [1, 2, 3], 2)).toThrow(/truth: has 3 entries/);
    expect(() => r2PerColumn([1, 2], [1, 2], 2)).toThrow(/at least two/);
    expect(() => r2PerColumn([1, 2], [1], 1)).toThrow(/predicted: has 1/);
    expect(() => r2PerColumn([1, Number.NaN], [1, 2], 1)).toThrow(/truth: is NaN at row 1, column 0/);
    expect(() => absoluteErrorsMm([1], [1], 0)).toThrow(/columns/);
  });
});

import { expect, it } from "vitest";
import { formatMeanAndSd, meanAndSd } from "../../src/evaluation/aggregate.js";

it("gives mean and sample standard deviation", () => {
  const { mean, sd, n } = meanAndSd([2, 4, 4, 4, 5, 5, 7, 9]);
  expect(mean).toBe(5);
  expect(sd).toBeCloseTo(Math.sqrt(32 / 7), 14);
  expect(n).toBe(8);
});

it("prints as the paper's tables do", () => {
  expect(formatMeanAndSd(meanAndSd([0.36, 0.37, 0.38]))).toBe("0.37 ± 0.01");
  expect(formatMeanAndSd(meanAndSd([0.5]), 3)).toBe("0.500");
});

it("refuses nothing and values that are not finite", () => {
  expect(() => meanAndSd([])).toThrow(/values: is empty/);
  expect(() => meanAndSd([1, Number.NaN])).toThrow(/NaN at repetition 1/);
});

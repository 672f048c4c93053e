import { liveTensors } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { applyLinear } from "../../src/evaluation/linearModel.js";
import { fitRidgeProbe, ridgePath } from "../../src/evaluation/ridgeProbe.js";
import { fixture } from "./fixture.js";

describe("fitRidgeProbe", () => {
  it.each(fixture.ridge.map((values, i) => ({ i, ...values })))(
    "equals scikit-learn's Ridge, case $i",
    (expected) => {
      const { columns, l2, bias, standardise } = expected;
      const features = { values: Float32Array.from(expected.features), columns };
      const targets = { values: expected.targets, columns: 3 };
      const model = fitRidgeProbe(features, targets, { l2, bias, standardise });
      const predicted = applyLinear(model, features);
      expected.predicted.flat().forEach((value, i) => {
        expect(predicted[i]).toBeCloseTo(value, 8);
      });
      if (standardise) return;
      expected.weights.flat().forEach((value, i) => {
        expect(model.weights[i]).toBeCloseTo(value, 8);
      });
      expected.intercept.forEach((value, i) => {
        expect(model.intercept[i]).toBeCloseTo(value, 8);
      });
    },
  );

  const features = { values: Float32Array.of(1, 2, 3, 4), columns: 1 };
  const targets = { values: [3, 5, 7, 9.5], columns: 1 };

  it("fits a whole path as it fits each penalty", () => {
    const path = ridgePath(features, targets, [0, 0.1, 10]);
    expect(path[1]).toEqual(fitRidgeProbe(features, targets, { l2: 0.1 }));
    expect(Math.abs(path[2]!.weights[0]!)).toBeLessThan(Math.abs(path[0]!.weights[0]!));
  });

  it("without penalty is least squares", () => {
    const { weights, intercept } = fitRidgeProbe(features, targets, { l2: 0 });
    expect(weights[0]).toBeCloseTo(2.15, 12);
    expect(intercept[0]).toBeCloseTo(0.75, 12);
  });

  it("leaves no tensors, and refuses what it cannot fit", () => {
    const before = liveTensors();
    const twice = { values: Float32Array.of(1, 1, 2, 2, 3, 3, 4, 4), columns: 2 };
    expect(() => fitRidgeProbe(twice, targets, { l2: 0 })).toThrow(/l2: 0 is too small/);
    expect(() => fitRidgeProbe(features, targets, { l2: Number.NaN })).toThrow(/l2/);
    expect(() => fitRidgeProbe(features, { values: [1, 2], columns: 1 }, { l2: 1 })).toThrow(/targets/);
    const holed = { values: [1, Number.NaN, 2, 3], columns: 1 };
    expect(() => fitRidgeProbe(features, holed, { l2: 1 })).toThrow(/targets: is NaN at row 1/);
    const model = fitRidgeProbe(features, targets, { l2: 1 });
    expect(() => applyLinear(model, { values: new Float32Array(4), columns: 2 })).toThrow(/2 columns/);
    expect(liveTensors()).toBe(before);
  });
});

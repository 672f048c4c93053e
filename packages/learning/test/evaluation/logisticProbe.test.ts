import { counterNormal, liveTensors, setNumThreads } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { classProbabilities, fitLogisticProbe, predictClasses } from "../../src/evaluation/logisticProbe.js";
import { fixture } from "./fixture.js";

// Problems this small lose by being shared between threads.
setNumThreads(1);

describe("fitLogisticProbe", () => {
  it.each(fixture.logistic.map((values, i) => ({ i, ...values })))(
    "equals scikit-learn's LogisticRegression, case $i",
    (expected) => {
      const { columns, l2, bias, standardise, balanced } = expected;
      const features = { values: Float32Array.from(expected.features), columns };
      const probe = fitLogisticProbe(features, expected.labels, {
        l2,
        bias,
        standardise,
        classWeights: balanced ? "balanced" : "none",
        gradientTolerance: 1e-9,
      });
      expect(probe.converged).toBe(true);
      expect(probe.classes).toEqual(expected.weights.map((_, i) => i));
      const { scores, predicted } = predictClasses(probe, features);
      const probabilities = classProbabilities(scores, probe.classes.length);
      expected.probabilities.flat().forEach((value, i) => {
        expect(probabilities[i]).toBeCloseTo(value, 6);
      });
      if (!standardise) {
        // Biases are free up to a common shift: only their differences have a value.
        expected.weights.flat().forEach((value, i) => {
          expect(probe.model.weights[i]).toBeCloseTo(value, 6);
        });
        expected.intercept.forEach((value, i) => {
          const difference = probe.model.intercept[i]! - probe.model.intercept[0]!;
          expect(difference).toBeCloseTo(value - expected.intercept[0]!, 6);
        });
      }
      expect(predicted).toHaveLength(expected.labels.length);
    },
  );

  const features = {
    values: Float32Array.from({ length: 200 * 6 }, (_, i) => counterNormal(3, 0, i, 0)),
    columns: 6,
  };
  const labels = Array.from({ length: 200 }, (_, i) => (features.values[i * 6]! > 0 ? "V1" : "M1"));

  it("has no bias unless asked: the origin scores 0 in every class", () => {
    const origin = { values: new Float32Array(6), columns: 6 };
    const plain = fitLogisticProbe(features, labels, { l2: 0.01, standardise: false });
    expect([...predictClasses(plain, origin).scores]).toEqual([0, 0]);
    const biased = fitLogisticProbe(features, labels, { l2: 0.01, standardise: false, bias: true });
    expect(predictClasses(biased, origin).scores[0]).not.toBe(0);
  });

  it("gives the same prediction for shifted and stretched features when it standardises", () => {
    const moved = { values: features.values.map((x, i) => 5 + x * (1 + (i % 6))), columns: 6 };
    const one = predictClasses(fitLogisticProbe(features, labels, { l2: 0.01 }), features);
    const two = predictClasses(fitLogisticProbe(moved, labels, { l2: 0.01 }), moved);
    two.scores.forEach((score, i) => {
      expect(score).toBeCloseTo(one.scores[i]!, 3);
    });
  });

  it("takes a constant column", () => {
    const values = features.values.map((x, i) => (i % 6 === 2 ? 0.1 : x));
    const probe = fitLogisticProbe({ values, columns: 6 }, labels, { l2: 0.01 });
    expect(probe.converged).toBe(true);
    expect(predictClasses(probe, { values, columns: 6 }).scores.every(Number.isFinite)).toBe(true);
  });

  it("repeats itself exactly and leaves no tensors", () => {
    const first = fitLogisticProbe(features, labels, { l2: 0.01 });
    const before = liveTensors();
    expect(fitLogisticProbe(features, labels, { l2: 0.01 })).toEqual(first);
    expect(liveTensors()).toBe(before);
  });

  it("refuses what it cannot fit, naming it", () => {
    const fit = (over: object, y: unknown[] = labels, x = features) =>
      fitLogisticProbe(x, y as string[], { l2: 0.01, ...over });
    expect(() => fit({ l2: -1 })).toThrow(/l2/);
    expect(() => fit({}, ["a"])).toThrow(/labels: has 1 entries for 200/);
    expect(() => fit({}, new Array(200).fill("a"))).toThrow(/single class/);
    expect(() => fit({}, labels, { values: new Float32Array(7), columns: 6 })).toThrow(/features/);
    const holed = features.values.slice();
    holed[13] = Number.NaN;
    expect(() => fit({}, labels, { values: holed, columns: 6 })).toThrow(/NaN at row 2, column 1/);
  });
});

import { counterNormal, liveTensors, setNumThreads } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import type { FitProgress } from "../../src/evaluation/logisticFit.js";
import { classProbabilities, fitLogisticProbe, predictClasses } from "../../src/evaluation/logisticProbe.js";
import { fixture } from "./fixture.js";

// Problems this small lose by being shared between threads.
setNumThreads(1);

describe("fitLogisticProbe", () => {
  it.each(fixture.logistic.map((values, i) => ({ i, ...values })))(
    "equals scikit-learn's LogisticRegression, case $i",
    async (expected) => {
      const { columns, l2, bias, standardise, balanced } = expected;
      const features = { values: Float32Array.from(expected.features), columns };
      const probe = await fitLogisticProbe(features, expected.labels, {
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

  it("has no bias unless asked: the origin scores 0 in every class", async () => {
    const origin = { values: new Float32Array(6), columns: 6 };
    const plain = await fitLogisticProbe(features, labels, { l2: 0.01, standardise: false });
    expect([...predictClasses(plain, origin).scores]).toEqual([0, 0]);
    const biased = await fitLogisticProbe(features, labels, { l2: 0.01, standardise: false, bias: true });
    expect(predictClasses(biased, origin).scores[0]).not.toBe(0);
  });

  it("gives the same prediction for shifted and stretched features when it standardises", async () => {
    const moved = { values: features.values.map((x, i) => 5 + x * (1 + (i % 6))), columns: 6 };
    const one = predictClasses(await fitLogisticProbe(features, labels, { l2: 0.01 }), features);
    const two = predictClasses(await fitLogisticProbe(moved, labels, { l2: 0.01 }), moved);
    two.scores.forEach((score, i) => {
      expect(score).toBeCloseTo(one.scores[i]!, 3);
    });
  });

  it("takes a constant column", async () => {
    const values = features.values.map((x, i) => (i % 6 === 2 ? 0.1 : x));
    const probe = await fitLogisticProbe({ values, columns: 6 }, labels, { l2: 0.01 });
    expect(probe.converged).toBe(true);
    expect(predictClasses(probe, { values, columns: 6 }).scores.every(Number.isFinite)).toBe(true);
  });

  it("repeats itself exactly and leaves no tensors", async () => {
    const first = await fitLogisticProbe(features, labels, { l2: 0.01 });
    const before = liveTensors();
    expect(await fitLogisticProbe(features, labels, { l2: 0.01 })).toEqual(first);
    expect(liveTensors()).toBe(before);
  });

  it("refuses what it cannot fit, naming it", async () => {
    const fit = (over: object, y: unknown[] = labels, x = features) =>
      fitLogisticProbe(x, y as string[], { l2: 0.01, ...over });
    await expect(fit({ l2: -1 })).rejects.toThrow(/l2/);
    await expect(fit({}, ["a"])).rejects.toThrow(/labels: has 1 entries for 200/);
    await expect(fit({}, new Array(200).fill("a"))).rejects.toThrow(/single class/);
    await expect(fit({}, labels, { values: new Float32Array(7), columns: 6 })).rejects.toThrow(/features/);
    const holed = features.values.slice();
    holed[13] = Number.NaN;
    await expect(fit({}, labels, { values: holed, columns: 6 })).rejects.toThrow(/NaN at row 2, column 1/);
  });

  it("tells how far it is, and stops where it is told to, leaving no tensors", async () => {
    const before = liveTensors();
    const seen: FitProgress[] = [];
    const options = { l2: 0.01, onProgress: (progress: FitProgress) => seen.push(progress) };
    const { iterations } = await fitLogisticProbe(features, labels, options);
    expect(seen.at(-1)).toMatchObject({ fits: 0, ofFits: 1, l2: 0.01, iterations });
    const stopped = AbortSignal.abort(new Error("stopped"));
    await expect(fitLogisticProbe(features, labels, { l2: 0.01, signal: stopped })).rejects.toThrow(
      "stopped",
    );
    expect(liveTensors()).toBe(before);
  });
});

import { describe, expect, it } from "vitest";
import {
  accuracy,
  classScores,
  confusionMatrix,
  macroF1,
  topKAccuracy,
} from "../../src/evaluation/classification.js";
import { EvaluationError } from "../../src/evaluation/errors.js";
import { fixture } from "./fixture.js";

describe("classification metrics equal scikit-learn's", () => {
  it.each(fixture.classification.map((values, i) => ({ i, ...values })))("case $i", (expected) => {
    const { truth, predicted, labels } = expected;
    const scores = classScores(truth, predicted);
    expect(scores.map((s) => s.label)).toEqual(labels);
    expect(scores.map((s) => s.support)).toEqual(expected.support);
    scores.forEach((score, i) => {
      expect(score.precision).toBeCloseTo(expected.precision[i]!, 12);
      expect(score.recall).toBeCloseTo(expected.recall[i]!, 12);
      expect(score.f1).toBeCloseTo(expected.f1[i]!, 12);
    });
    expect(macroF1(truth, predicted)).toBeCloseTo(expected.macroF1, 12);
    expect(accuracy(truth, predicted)).toBeCloseTo(expected.accuracy, 12);
    expect(confusionMatrix(truth, predicted)).toEqual({ labels, counts: expected.confusion });
  });

  it.each(fixture.topK.map((values, i) => ({ i, ...values })))("top-k with ties, case $i", (expected) => {
    const classes = Array.from({ length: expected.classes }, (_, i) => i);
    for (const [k, value] of expected.accuracy) {
      expect(topKAccuracy(expected.truth, expected.scores, classes, k)).toBeCloseTo(value, 12);
    }
  });
});

describe("macroF1", () => {
  it("counts a class that is predicted once but absent from the truth as 0", () => {
    expect(macroF1(["a", "a", "a"], ["a", "a", "a"])).toBe(1);
    expect(macroF1(["a", "a", "a"], ["a", "a", "b"])).toBeCloseTo((0.8 + 0) / 2, 15);
  });

  it("takes typed arrays", () => {
    expect(macroF1(Int32Array.of(3, 1, 3), Int32Array.of(3, 1, 3))).toBe(1);
  });
});

describe("refusals", () => {
  it("names what is wrong", () => {
    expect(() => macroF1([], [])).toThrow(EvaluationError);
    expect(() => accuracy([1, 2], [1])).toThrow(/predicted: has 1 entries, truth has 2/);
    expect(() => topKAccuracy([0], [0.1, 0.2, 0.3], [0, 1], 1)).toThrow(/scores/);
    expect(() => topKAccuracy([0], [0.1, 0.2], [0, 1], 0)).toThrow(/k: /);
    expect(() => topKAccuracy([0], [0.1, Number.NaN], [0, 1], 1)).toThrow(/NaN at sample 0, column 1/);
  });

  it("treats a class without a column as asked", () => {
    expect(() => topKAccuracy(["x"], [0.1, 0.2], ["a", "b"], 1)).toThrow(/class x of sample 0/);
    expect(topKAccuracy(["x", "b"], [0.1, 0.2, 0.1, 0.2], ["a", "b"], 1, "miss")).toBe(0.5);
  });
});

describe("confusionMatrix", () => {
  it("leaves out samples of classes that were not asked for", () => {
    const { counts } = confusionMatrix(["a", "b", "c", "a"], ["a", "a", "a", "c"], ["b", "a"]);
    expect(counts).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});

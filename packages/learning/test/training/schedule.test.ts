import { describe, expect, it } from "vitest";
import { learningRateAt, scaledLearningRate } from "../../src/training/schedule.js";

describe("learning rates", () => {
  it("scale with the batch as the paper says: 0.08 at 2,048", () => {
    expect(scaledLearningRate(2048)).toBeCloseTo(0.08, 12);
  });

  it("stay constant after warm-up", () => {
    const schedule = { learningRate: 0.4, warmupSteps: 4, shape: "constant", steps: 10 } as const;
    expect([0, 1, 3, 4, 9].map((step) => learningRateAt(step, schedule))).toEqual([0.1, 0.2, 0.4, 0.4, 0.4]);
  });

  it("fall along half a cosine", () => {
    const schedule = { learningRate: 2, warmupSteps: 0, shape: "cosine", steps: 100 } as const;
    expect(learningRateAt(0, schedule)).toBe(2);
    expect(learningRateAt(50, schedule)).toBeCloseTo(1, 12);
    expect(learningRateAt(99, schedule)).toBeLessThan(0.001);
  });

  it("refuse a warm-up that outlasts the run", () => {
    expect(() => learningRateAt(0, { learningRate: 1, warmupSteps: 5, shape: "constant", steps: 4 })).toThrow(
      /longer/,
    );
  });
});

import { describe, expect, it } from "vitest";
import { DivergenceWatch, type Watched } from "../../src/training/divergenceWatch.js";
import { DivergenceError } from "../../src/training/errors.js";

const healthy: Watched = {
  loss: 3,
  gradientNorm: 0.5,
  gradientScale: 1,
  skipped: false,
  learningRate: 0.08,
  contrast: {
    anchors: 32,
    skippedAnchors: 0,
    effectivePositives: 4,
    nearbySamples: 3,
    meanPositiveSimilarity: 0.4,
    alignment: 1.2,
    uniformity: -2,
  },
  features: { featureSpread: 0.9, effectiveRank: 20 },
};
const collapsed = { ...healthy, features: { featureSpread: 0.01, effectiveRank: 1.1 } };

/** The error that an observation leads to. */
function refusal(watch: DivergenceWatch, step: number, seen: Watched): DivergenceError {
  try {
    watch.observe(step, seen);
  } catch (error) {
    if (error instanceof DivergenceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("DivergenceWatch", () => {
  it.each([
    ["a loss", { loss: Number.NaN }, /step 7: the loss is NaN/],
    ["a loss without bound", { loss: Number.POSITIVE_INFINITY }, /Lower optimiser.learningRate/],
    ["a gradient", { gradientNorm: Number.POSITIVE_INFINITY }, /norm Infinity at a learning rate of 0.08/],
  ])("stops at %s that is not finite", (_, changed, message) => {
    const error = refusal(new DivergenceWatch(), 7, { ...healthy, ...changed });
    expect(error.diagnosis.kind).toBe("notFinite");
    expect(error.step).toBe(7);
    expect(error.message).toMatch(message);
  });

  it("bears steps that a scaler leaves out, until the scale is next to nothing", () => {
    const skipped = { ...healthy, gradientNorm: Number.NaN, skipped: true };
    const watch = new DivergenceWatch();
    expect(() => watch.observe(1, { ...skipped, gradientScale: 65536 })).not.toThrow();
    expect(refusal(watch, 2, { ...skipped, gradientScale: 2 ** -11 }).message).toMatch(/float16/);
  });

  it("stops when features have been collapsed for as many steps as the rule says", () => {
    const watch = new DivergenceWatch({ minimumSpread: 0.05, minimumEffectiveRank: 1, steps: 100 });
    watch.observe(10, collapsed);
    watch.observe(100, collapsed);
    const { diagnosis } = refusal(watch, 110, collapsed);
    expect(diagnosis.kind).toBe("collapse");
    expect(diagnosis.seen).toMatch(/since step 10 .*spread 0.0100, effective rank 1.10, uniformity -2.0000/);
    expect(diagnosis.remedy).toMatch(/warmupSteps/);
  });

  it("counts anew when features have recovered meanwhile", () => {
    const watch = new DivergenceWatch({ minimumSpread: 0.05, minimumEffectiveRank: 1, steps: 100 });
    watch.observe(10, collapsed);
    watch.observe(60, healthy);
    watch.observe(110, collapsed);
    expect(() => watch.observe(200, collapsed)).not.toThrow();
    expect(() => watch.observe(210, collapsed)).toThrow(DivergenceError);
  });

  it("watches the rank where it is asked to", () => {
    const watch = new DivergenceWatch({ minimumSpread: 0, minimumEffectiveRank: 1.5, steps: 0 });
    expect(() => watch.observe(1, healthy)).not.toThrow();
    expect(() => watch.observe(2, collapsed)).toThrow(/effective rank/);
  });

  it("stops at a batch in which nobody has a positive", () => {
    const contrast = { ...healthy.contrast!, skippedAnchors: 32 };
    const { diagnosis } = refusal(new DivergenceWatch(), 1, { ...healthy, contrast });
    expect(diagnosis).toMatchObject({ kind: "noPositives", remedy: /sigmaMm/ });
  });
});

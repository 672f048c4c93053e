import { setNumThreads } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { naiveSpatialNCE } from "./naiveSpatialNCE.js";
import { difference, line, norm, run } from "./spatialBatches.js";

// Problems this small lose by being shared between threads.
setNumThreads(1);

describe("spatialNCE at its limits", () => {
  const angles = [0.1, 0.9, 2, 3.5, 5];

  it("a batch of two has loss 0 and no gradient", () => {
    const { loss, gradient } = run(line([0, 5], [0, 2]), "float32");
    expect(loss).toBe(0);
    expect(norm(gradient)).toBe(0);
  });

  it("σ → ∞ weighs all other samples alike", () => {
    const batch = line([0, 1, 50, 120, 121], angles);
    const uniform = naiveSpatialNCE(batch.features, new Float64Array(15), 5);
    for (const sigmaMm of [1e8, Number.POSITIVE_INFINITY]) {
      const actual = run(batch, "float64", { sigmaMm });
      expect(actual.loss).toBeCloseTo(uniform.loss, 10);
      expect(difference(actual.gradient, uniform.gradient)).toBeLessThan(1e-10);
      expect(actual.statistics.effectivePositives).toBeCloseTo(4, 10);
      expect(actual.statistics.nearbySamples).toBeCloseTo(4, 10);
    }
  });

  it.each([1e-3, 1e-9, 1e-160, Number.MIN_VALUE])(
    "σ → 0 (%f) skips all anchors without duplicates",
    (sigmaMm) => {
      const { loss, gradient, statistics } = run(line([0, 1, 3, 7, 15], angles), "float32", { sigmaMm });
      expect(loss).toBe(0);
      expect(norm(gradient)).toBe(0);
      expect(statistics).toMatchObject({ anchors: 5, skippedAnchors: 5, effectivePositives: 0 });
      expect(statistics.tooFewPositives).toBe(true);
    },
  );

  it.each([1e-3, 1e-160, Number.MIN_VALUE])(
    "σ → 0 (%f) with ε = 0 pulls to the nearest sample",
    (sigmaMm) => {
      const batch = line([0, 1, 3, 7, 15], angles);
      const nearest = [1, 0, 1, 2, 3];
      const cosine = (i: number, j: number) => Math.cos(angles[i]! - angles[j]!);
      const expected = nearest.map((target, i) => {
        const others = [0, 1, 2, 3, 4].filter((j) => j !== i);
        const partition = others.reduce((sum, j) => sum + Math.exp(cosine(i, j) / 0.07), 0);
        return Math.log(partition) - cosine(i, target) / 0.07;
      });
      const actual = run(batch, "float64", { sigmaMm, minimumWeight: 0 });
      expect(actual.loss).toBeCloseTo(expected.reduce((a, b) => a + b) / 5, 10);
      expect(actual.statistics.skippedAnchors).toBe(0);
      expect(actual.statistics.effectivePositives).toBeCloseTo(1, 10);
    },
  );

  it("σ → 0 leaves duplicates, which share the weight", () => {
    const batch = line([4, 4, 4, 90, 200], angles);
    const { statistics, loss } = run(batch, "float64", { sigmaMm: 1e-6 });
    expect(statistics.skippedAnchors).toBe(2);
    expect(statistics.effectivePositives).toBeCloseTo(2, 12);
    expect(loss).toBeCloseTo(
      naiveSpatialNCE(batch.features, batch.coordinatesMm, 5, { sigmaMm: 1e-6 }).loss,
      10,
    );
  });

  it("far samples, whose ω underflows float32 and float64, keep exact shares with ε = 0", () => {
    // 500 and 501 mm at σ = 10: log ω = −1250 and −1255.
    const batch = line([0, 500, -501], [0, 1, 2]);
    const actual = run(batch, "float64", { minimumWeight: 0 });
    expect(Number.isFinite(actual.loss)).toBe(true);
    const shares = [1 / (1 + Math.exp(-(501 ** 2 - 500 ** 2) / 200)), 1, 1];
    const effective = 1 / (shares[0]! ** 2 + (1 - shares[0]!) ** 2);
    expect(actual.statistics.effectivePositives).toBeCloseTo((effective + 1 + 1) / 3, 12);
  });

  it("skips exactly where Σω falls below ε", () => {
    const atWeight = (w: number) => Math.sqrt(-2 * Math.log(w)) * 10;
    for (const [weight, skipped] of [
      [1.01e-12, 0],
      [0.99e-12, 3],
    ] as const) {
      const d = atWeight(weight);
      // An equilateral triangle would double Σω; far apart on a line, one neighbour each.
      const batch = line([0, d, 1000, 1000 + d, 3000, 3000 + d], [0, 1, 2, 3, 4, 5]);
      expect(run(batch, "float32").statistics.skippedAnchors).toBe(2 * skipped);
    }
  });

  it("keeps the distance of near points far from the origin", () => {
    // 0.01 mm apart at 10 m: a² + b² − 2ab would lose it in float32.
    const near = line([10000, 10000.01, 10000.03, 10000.07, 10000.15], angles);
    const centred = line([0, 0.01, 0.03, 0.07, 0.15], angles);
    const settings = { sigmaMm: 0.05 };
    expect(run(near, "float64", settings).loss).toBeCloseTo(run(centred, "float64", settings).loss, 8);
  });

  it("a zero feature gives a finite loss and gradient", () => {
    const batch = { ...line([0, 1, 2], [0, 1, 2]), features: Float64Array.of(0, 0, 1, 0, 0, 1) };
    const { loss, gradient } = run(batch, "float32");
    expect(Number.isFinite(loss)).toBe(true);
    expect([...gradient].every(Number.isFinite)).toBe(true);
  });
});

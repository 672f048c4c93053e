import {
  autocast,
  counterNormal,
  counterUniform,
  liveTensors,
  scope,
  setNumThreads,
  tensor,
} from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { ObjectiveError } from "../../src/objectives/errors.js";
import { spatialNCE, spatialNCEStatistics } from "../../src/objectives/spatialNCE.js";
import { naiveSpatialNCE } from "./naiveSpatialNCE.js";
import { difference, line, norm, randomBatch, run } from "./spatialBatches.js";

// Problems this small lose by being shared between threads.
setNumThreads(1);

describe("spatialNCE against two naive float64 loops", () => {
  // Tolerances: rounding of the respective type, times the 1/τ ≈ 14 by which similarities are stretched.
  it.each([
    ["float64", 1e-10],
    ["float32", 1e-5],
    ["bfloat16", 1e-2],
  ] as const)("equals them on 200 random batches in %s within %f", (dtype, tolerance) => {
    for (let number = 0; number < 200; number++) {
      const batch = randomBatch(number);
      const actual = run(batch, dtype);
      const expected = naiveSpatialNCE(actual.rounded, batch.coordinatesMm, batch.samples);
      expect(actual.statistics.skippedAnchors, `batch ${number}`).toBe(batch.samples - expected.kept);
      expect(Math.abs(actual.loss - expected.loss)).toBeLessThanOrEqual(
        tolerance * Math.max(1, expected.loss),
      );
      expect(difference(actual.gradient, expected.gradient), `batch ${number}`).toBeLessThanOrEqual(
        tolerance * Math.max(norm(expected.gradient), 1e-3 / norm(actual.rounded)),
      );
      expect(actual.gradientDtype).toBe(dtype);
      expect(actual.dtype).toBe(dtype === "float64" ? "float64" : "float32");
      expect(actual.statistics.effectivePositives).toBeCloseTo(expected.effectivePositives, 9);
    }
  });

  it.each([0.3, 3, 100])("equals them for σ = %f mm, ε = 0 and another temperature", (sigmaMm) => {
    for (let number = 0; number < 20; number++) {
      const batch = randomBatch(3 * number);
      const settings = { sigmaMm, temperature: 0.2, minimumWeight: 1e-200 };
      const actual = run(batch, "float64", settings);
      const expected = naiveSpatialNCE(batch.features, batch.coordinatesMm, batch.samples, settings);
      expect(actual.loss).toBeCloseTo(expected.loss, 9);
      expect(difference(actual.gradient, expected.gradient)).toBeLessThan(
        1e-10 * Math.max(norm(expected.gradient), 1e-3),
      );
    }
  });

  it("stays within 1e-2 of the exact features' loss where they are rounded to bfloat16", () => {
    for (let number = 0; number < 200; number++) {
      const batch = randomBatch(number);
      if (batch.samples < 12 || batch.width < 12) continue;
      const actual = run(batch, "bfloat16");
      const expected = naiveSpatialNCE(batch.features, batch.coordinatesMm, batch.samples);
      expect(Math.abs(actual.loss - expected.loss)).toBeLessThan(1e-2 * expected.loss);
      expect(difference(actual.gradient, expected.gradient)).toBeLessThan(1e-2 * norm(expected.gradient));
    }
  });

  it("computes the same under autocast as without", () => {
    const batch = randomBatch(7);
    const plain = run(batch, "float32");
    const cast = run(batch, "float32", {}, (body) => autocast({ device: "cpu", dtype: "bfloat16" }, body));
    expect(cast.loss).toBe(plain.loss);
    expect(cast.gradient).toEqual(plain.gradient);
  });
});

describe("statistics", () => {
  it("say how alike near samples are", () => {
    const alike = run(line([0, 0, 0, 0], [1, 1, 1, 1]), "float64").statistics;
    expect(alike.meanPositiveSimilarity).toBeCloseTo(1, 12);
    expect(alike.effectivePositives).toBeCloseTo(3, 12);
    expect(alike.tooFewPositives).toBe(false);
  });

  it("warn when σ is too small for the batch, and add up over steps", () => {
    const samples = 64;
    const coordinatesMm = Float64Array.from(
      { length: samples * 3 },
      (_, i) => 150 * counterUniform(2, 0, i, 0),
    );
    const features = Float64Array.from({ length: samples * 8 }, (_, i) => counterNormal(2, 0, i, 1));
    const batch = { samples, width: 8, features, coordinatesMm };
    expect(run(batch, "float32", { sigmaMm: 10 }).statistics.tooFewPositives).toBe(true);
    expect(run(batch, "float32", { sigmaMm: 60 }).statistics.tooFewPositives).toBe(false);
    scope(() => {
      const points = tensor(coordinatesMm, { shape: [samples, 3] });
      const one = spatialNCE(tensor(features, { shape: [samples, 8] }), points).statistics;
      const two = spatialNCEStatistics(one.add(one));
      const single = spatialNCEStatistics(one);
      expect(two.anchors).toBe(128);
      expect(two.effectivePositives).toBeCloseTo(single.effectivePositives, 12);
    });
  });
});

describe("use", () => {
  it("leaves no tensors but its results, also when it throws", () => {
    scope(() => {
      const features = tensor(randomBatch(1).features, {
        shape: [randomBatch(1).samples, randomBatch(1).width],
      });
      const points = tensor(randomBatch(1).coordinatesMm, { shape: [randomBatch(1).samples, 3] });
      const before = liveTensors();
      const result = spatialNCE(features, points);
      expect(liveTensors()).toBe(before + 2);
      result.loss.dispose();
      result.statistics.dispose();
      const bad = tensor([Number.NaN, 0, 0, 0, 0, 0], {}).reshape([2, 3]);
      const held = liveTensors();
      expect(() => spatialNCE(tensor([[1], [2]]), bad)).toThrow(ObjectiveError);
      expect(liveTensors()).toBe(held + 1);
    });
  });

  it("refuses what it cannot take, naming it", () => {
    scope(() => {
      const two = tensor([
        [1, 2],
        [3, 4],
      ]);
      const points = tensor([
        [0, 0, 0],
        [1, 1, 1],
      ]);
      expect(() => spatialNCE(two, points, { temperature: 0 })).toThrow(/temperature/);
      expect(() => spatialNCE(two, points, { sigmaMm: 0 })).toThrow(/sigmaMm/);
      expect(() => spatialNCE(two, points, { sigmaMm: Number.NaN })).toThrow(/sigmaMm/);
      expect(() => spatialNCE(two, points, { minimumWeight: -1 })).toThrow(/minimumWeight/);
      expect(() => spatialNCE(tensor([[1, 2]]), tensor([[0, 0, 0]]))).toThrow(/features: must be B × d/);
      expect(() => spatialNCE(two, tensor([[0, 0, 0]]))).toThrow(/coordinatesMm: must be 2 × 3/);
    });
  });
});

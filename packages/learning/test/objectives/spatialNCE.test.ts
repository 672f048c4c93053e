import {
  autocast,
  counterInteger,
  counterNormal,
  counterUniform,
  type DType,
  liveTensors,
  scope,
  setNumThreads,
  tensor,
} from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { ObjectiveError } from "../../src/objectives/errors.js";
import {
  type SpatialNCESettings,
  spatialNCE,
  spatialNCEStatistics,
} from "../../src/objectives/spatialNCE.js";
import { naiveSpatialNCE } from "./naiveSpatialNCE.js";

// Problems this small lose by being shared between threads.
setNumThreads(1);

interface Batch {
  readonly samples: number;
  readonly width: number;
  readonly features: Float64Array;
  readonly coordinatesMm: Float64Array;
}

/** Clustered points with some exact duplicates in a brain-sized box, features of several lengths. */
function randomBatch(number: number): Batch {
  const samples = 2 + counterInteger(31, 1, number, 0, 0);
  const width = 2 + counterInteger(31, 1, number, 1, 0);
  const spreadMm = [2, 20, 80][number % 3]!;
  const coordinatesMm = Float64Array.from({ length: samples * 3 }, (_, i) =>
    counterInteger(10, 1, number, Math.floor(i / 3), 1) === 0
      ? spreadMm / 2
      : spreadMm * counterNormal(1, number, i, 2),
  );
  const features = Float64Array.from({ length: samples * width }, (_, i) => {
    const length = Math.exp(2 * counterNormal(1, number, Math.floor(i / width), 3));
    return length * (counterNormal(1, number, i, 4) + 0.5);
  });
  return { samples, width, features, coordinatesMm };
}

const norm = (values: ArrayLike<number>) => Math.sqrt(Array.from(values).reduce((s, v) => s + v * v, 0));

function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return norm(Array.from(actual, (value, i) => value - expected[i]!));
}

function run(
  batch: Batch,
  dtype: DType,
  settings: SpatialNCESettings = {},
  within: <T>(body: () => T) => T = (body) => body(),
) {
  return scope(() => {
    const features = tensor(batch.features, { shape: [batch.samples, batch.width] }).to({ dtype });
    // What the computation sees: rounding of the input itself is not the loss's error.
    const rounded = Float64Array.from(features.toTypedArray(), Number);
    features.requiresGrad_();
    const points = tensor(batch.coordinatesMm, { shape: [batch.samples, 3] });
    const { loss, statistics } = within(() => spatialNCE(features, points, settings));
    loss.backward();
    return {
      loss: loss.item(),
      dtype: loss.dtype,
      gradient: Float64Array.from(features.grad!.toTypedArray(), Number),
      gradientDtype: features.grad!.dtype,
      statistics: spatialNCEStatistics(statistics),
      rounded,
    };
  });
}

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

/** n unit features in the plane and points on a line. */
function line(positionsMm: readonly number[], anglesRad: readonly number[]): Batch {
  return {
    samples: positionsMm.length,
    width: 2,
    features: Float64Array.from(anglesRad.flatMap((a) => [Math.cos(a), Math.sin(a)])),
    coordinatesMm: Float64Array.from(positionsMm.flatMap((x) => [x, 0, 0])),
  };
}

describe("limits", () => {
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

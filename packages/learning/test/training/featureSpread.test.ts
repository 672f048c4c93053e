import { liveTensors, manualSeed, ops, scope, setNumThreads, tensor } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { unitFeatures } from "../../src/objectives/units.js";
import { featureSpread } from "../../src/training/featureSpread.js";

setNumThreads(1);

describe("featureSpread", () => {
  it("is 0, and one direction, where all features are one", () => {
    const { featureSpread: spread, effectiveRank } = scope(() =>
      featureSpread(unitFeatures(ops.ones([8, 4], { dtype: "float64" }))),
    );
    expect(spread).toBeLessThan(1e-7);
    expect(effectiveRank).toBeCloseTo(1, 5);
  });

  it("is 1, with as many directions as there are, for the axes and their opposites", () => {
    const found = scope(() => {
      const axes = ops.eye(5, { dtype: "float64" });
      return featureSpread(ops.cat([axes, axes.neg()]));
    });
    expect(found.featureSpread).toBeCloseTo(1, 12);
    expect(found.effectiveRank).toBeCloseTo(5, 10);
  });

  it("counts directions, not their signs: two opposite classes are one", () => {
    const found = scope(() =>
      featureSpread(
        tensor(
          [
            [1, 0],
            [-1, 0],
          ],
          { dtype: "float64" },
        ),
      ),
    );
    expect(found.featureSpread).toBe(1);
    expect(found.effectiveRank).toBeCloseTo(1, 6);
  });

  it("agrees with singular values and standard deviations, for more samples than features and for fewer", () => {
    const before = liveTensors();
    scope(() => {
      manualSeed(2);
      for (const [samples, width] of [
        [40, 6],
        [5, 9],
      ] as const) {
        const units = unitFeatures(ops.randn([samples, width], { dtype: "float64" }).addScalar(0.5));
        const singular = Array.from(units.linalgSvdvals().toTypedArray(), Number);
        const total = singular.reduce((a, b) => a + b, 0);
        const entropy = -singular.reduce((sum, s) => sum + (s / total) * Math.log(s / total), 0);
        const variance = units
          .variance({ dim: [0], correction: 0 })
          .sum()
          .item();
        const found = featureSpread(units);
        expect(found.effectiveRank).toBeCloseTo(Math.exp(entropy), 8);
        expect(found.featureSpread).toBeCloseTo(Math.sqrt(variance), 10);
      }
    });
    expect(liveTensors()).toBe(before);
  });

  it("is no number where a feature is none", () => {
    const found = scope(() =>
      featureSpread(
        tensor([
          [1, 0],
          [Number.NaN, 0],
        ]),
      ),
    );
    expect(found.featureSpread).toBeNaN();
    expect(found.effectiveRank).toBeNaN();
  });
});

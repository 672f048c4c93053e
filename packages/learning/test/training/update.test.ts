import {
  GradScaler,
  Linear,
  liveTensors,
  manualSeed,
  ops,
  SGD,
  scope,
  setNumThreads,
  tensor,
} from "@cytonet/torch";
import { beforeAll, describe, expect, it } from "vitest";
import { classificationStep } from "../../src/training/classificationStep.js";
import { update } from "../../src/training/update.js";

beforeAll(() => setNumThreads(1));

describe("update", () => {
  it("clips to a norm as PyTorch does and reports the norm before", () => {
    const before = liveTensors();
    scope(() => {
      manualSeed(1);
      using layer = new Linear(2, 1, { bias: false });
      const start = Array.from(layer.weight.toTypedArray(), Number);
      layer.weight.setGrad(tensor([[3, 4]]));
      const optimizer = new SGD(layer.namedParameters(), { learningRate: 1 });
      const report = update(layer, optimizer, { clipNorm: 1 }, true);
      expect(report).toEqual({ gradientNorm: 5, gradientScale: 1, skipped: false });
      const moved = Array.from(
        layer.weight.toTypedArray() as Float32Array,
        (value, i) => start[i]! - Number(value),
      );
      expect(moved[0]).toBeCloseTo(0.6, 5);
      expect(moved[1]).toBeCloseTo(0.8, 5);
      expect(layer.weight.grad).toBeNull();
      optimizer.dispose();
    });
    expect(liveTensors()).toBe(before);
  });

  it("leaves out a step whose scaled gradients overflow, and takes the next at half the scale", () => {
    scope(() => {
      manualSeed(1);
      using layer = new Linear(2, 1, { bias: false });
      const start = Array.from(layer.weight.toTypedArray(), Number);
      const optimizer = new SGD(layer.namedParameters(), { learningRate: 1, momentum: 0.9 });
      const scaler = new GradScaler({ initialScale: 4 });
      layer.weight.setGrad(tensor([[Number.POSITIVE_INFINITY, 4]]));
      const skipped = update(layer, optimizer, { scaler }, true);
      expect(skipped).toMatchObject({ gradientScale: 4, skipped: true });
      expect(Array.from(layer.weight.toTypedArray(), Number)).toEqual(start);
      expect(optimizer.stateDict().settings.steps).toEqual({});
      layer.weight.setGrad(tensor([[2, 0]]));
      expect(update(layer, optimizer, { scaler }, true)).toEqual({
        gradientNorm: 1,
        gradientScale: 2,
        skipped: false,
      });
      optimizer.dispose();
    });
  });
});

describe("a step with a scaler", () => {
  it("is the step without one where nothing overflows: a power of two changes no bit", () => {
    const weights = [undefined, new GradScaler({ initialScale: 1024 })].map((scaler) =>
      scope(() => {
        manualSeed(4);
        using model = new Linear(6, 3, { bias: false });
        const optimizer = new SGD(model.namedParameters(), { learningRate: 0.1 });
        const beside = tensor([0, 1, 2, 0], { dtype: "int64" });
        const inputs = { patches: ops.randn([4, 6]), beside };
        const settings = { precision: "float32", ...(scaler && { scaler }) } as const;
        for (let i = 0; i < 3; i++) classificationStep(model, optimizer, inputs, settings);
        optimizer.dispose();
        return Array.from(model.weight.toTypedArray(), Number);
      }),
    );
    expect(weights[1]).toEqual(weights[0]);
  });
});

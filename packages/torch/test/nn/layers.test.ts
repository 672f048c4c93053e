import {
  AdaptiveAvgPool2d,
  ArgumentError,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  createGenerator,
  GELU,
  type Layer,
  LayerNorm,
  Linear,
  MaxPool2d,
  Mlp,
  MultiHeadSelfAttention,
  manualSeed,
  noGrad,
  ops,
  ReLU,
  scope,
} from "@cytonet/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { numbers, relativeError } from "../compare.js";

const shapes = {
  linear: [3, 5],
  conv2d: [2, 4, 7, 6],
  batchNorm1d: [6, 5],
  batchNorm2d: [3, 4, 5, 2],
  layerNorm: [2, 3, 6],
  pooling: [2, 3, 6, 4],
  attention: [2, 5, 8],
};

/** Importing PyTorch and timm takes seconds, and minutes where others use the machine too. */
const SLOW_MS = 5 * 60_000;

interface Observation {
  readonly output: number[];
  readonly inputGradient: number[];
  readonly state: Record<string, number[]>;
  readonly gradients: Record<string, number[]>;
}

// Same libtorch, same operators: what differs is at most the order of sums.
const TOLERANCE = 1e-6;

describe.skipIf(!referencePython())("against PyTorch and timm", () => {
  let reference: Record<string, Observation>;
  beforeAll(() => {
    reference = runReference(`${import.meta.dirname}/layers.py`, shapes, { timeoutMs: SLOW_MS });
  }, SLOW_MS);

  test.each<[name: string, make: () => Layer, shape: number[], batches?: number]>([
    ["linear", () => new Linear(5, 4), shapes.linear],
    ["conv2d", () => new Conv2d(4, 6, 3, { stride: 2, padding: 1 }), shapes.conv2d],
    ["batchNorm1d", () => scrambled(new BatchNorm1d(5)), shapes.batchNorm1d, 3],
    ["batchNorm2d", () => scrambled(new BatchNorm2d(4)), shapes.batchNorm2d, 3],
    ["cumulative", () => scrambled(new BatchNorm2d(4, { momentum: null })), shapes.batchNorm2d, 3],
    ["batchNorm2dEval", () => scrambled(new BatchNorm2d(4)).eval(), shapes.batchNorm2d],
    ["layerNorm", () => scrambled(new LayerNorm(6, 1e-6)), shapes.layerNorm],
    ["maxPool2d", () => new MaxPool2d(2), shapes.pooling],
    ["averagePool2d", () => new AdaptiveAvgPool2d(1), shapes.pooling],
    ["gelu", () => new GELU(), shapes.linear],
    ["relu", () => new ReLU(), shapes.linear],
    ["attention", () => new MultiHeadSelfAttention(8, 2), shapes.attention],
    ["mlp", () => new Mlp(8, 16), shapes.attention],
  ])("%s: seeded weights, output, gradients and buffers", (name, make, shape, batches = 1) => {
    const expected = reference[name]!;
    scope(() => {
      manualSeed(7);
      using layer = make();
      const found = observe(layer, shape, batches);
      expect(relativeError(found.output, expected.output)).toBeLessThan(TOLERANCE);
      expect(relativeError(found.inputGradient, expected.inputGradient)).toBeLessThan(TOLERANCE);
      expect(Object.keys(found.state)).toEqual(Object.keys(expected.state));
      for (const [path, values] of Object.entries(expected.state))
        expect(relativeError(found.state[path]!, values), path).toBeLessThan(TOLERANCE);
      for (const [path, values] of Object.entries(expected.gradients))
        expect(relativeError(found.gradients[path]!, values), path).toBeLessThan(TOLERANCE);
    });
  });

  function observe(layer: Layer, shape: readonly number[], batches: number): Observation {
    let result: Omit<Observation, "state" | "gradients"> | undefined;
    for (let batch = 0; batch < batches; batch++) {
      layer.zeroGrad();
      manualSeed(100 + batch);
      const x = ops.randn(shape).requiresGrad_();
      const y = layer.forward(x);
      manualSeed(200);
      y.backward(ops.randn(y.shape));
      result = { output: numbers(y), inputGradient: numbers(x.grad!) };
    }
    const gradients = [...layer.namedParameters()].map(([path, one]) => [path, numbers(one.grad!)]);
    const state = [...layer.stateDict()].map(([path, one]) => [path, numbers(one)]);
    return { ...result!, state: Object.fromEntries(state), gradients: Object.fromEntries(gradients) };
  }
});

function scrambled<L extends Layer>(layer: L): L {
  noGrad(() =>
    scope(() => {
      for (const parameter of layer.parameters())
        parameter.copy_(ops.linspace(0.5, 1.5, parameter.numel).view(parameter.shape));
    }),
  );
  return layer;
}

describe("attention", () => {
  test("the weights asked for are those that made the output, and rows sum to one", () => {
    scope(() => {
      using layer = new MultiHeadSelfAttention(8, 2, { generator: createGenerator({ seed: 1 }) });
      const x = ops.randn([2, 5, 8]);
      const { output, weights } = layer.forwardWithWeights(x);
      expect(weights.shape).toEqual([2, 2, 5, 5]);
      expect(relativeError(weights.sumDim([-1]), Array(20).fill(1))).toBeLessThan(1e-6);
      expect(relativeError(output, numbers(layer.forward(x)))).toBeLessThan(1e-6);
    });
  });

  test("heads must divide the features", () => {
    expect(() => new MultiHeadSelfAttention(8, 3)).toThrow(ArgumentError);
  });
});

describe("layers without bias, in groups", () => {
  test("have the parameters that PyTorch's have", () => {
    using linear = new Linear(2, 3, { bias: false });
    using grouped = new Conv2d(4, 6, 3, { groups: 2, bias: false });
    expect([...linear.stateDict().keys()]).toEqual(["weight"]);
    expect(grouped.weight.shape).toEqual([6, 2, 3, 3]);
    scope(() => expect(grouped.forward(ops.ones([1, 4, 5, 5])).shape).toEqual([1, 6, 3, 3]));
  });
});

test("ReLU in place gives back the tensor that it was given", () => {
  scope(() => {
    const x = ops.neg(ops.ones([2]));
    expect(new ReLU(true).forward(x)).toBe(x);
    expect(numbers(x)).toEqual([0, 0]);
  });
});

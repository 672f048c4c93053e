import {
  AdamW,
  createGenerator,
  keep,
  MultiHeadSelfAttention,
  ops,
  SGD,
  scope,
  type Tensor,
} from "@cytonet/torch";
import { afterEach, describe, expect, test, vi } from "vitest";
import { numbers, relativeError } from "./compare.js";

// What libtorch 1.13 lacks is composed from what it has. Here it is taken away from whatever libtorch
// runs the test, so that both ways can be compared.
const NEWER = [
  "aten::scaled_dot_product_attention",
  "aten::_foreach_lerp_.Scalar",
  "aten::_fused_adamw_",
  "aten::_fused_sgd_",
];
const state = vi.hoisted(() => ({ older: false, asked: new Set<string>() }));
vi.mock(import("../src/operator.js"), async (original) => {
  const actual = await original();
  return {
    ...actual,
    has: (name: string) => {
      if (state.older) state.asked.add(name);
      return !(state.older && NEWER.includes(name)) && actual.has(name);
    },
  };
});
afterEach(() => {
  state.older = false;
});

function asOlder<T>(body: () => T): T {
  state.older = true;
  state.asked.clear();
  try {
    return body();
  } finally {
    state.older = false;
  }
}

describe("composed from older operators", () => {
  test("attention and its gradients", () => {
    scope(() => {
      using layer = new MultiHeadSelfAttention(8, 2, { generator: createGenerator({ seed: 1 }) });
      const patches = ops.randn([2, 5, 8]);
      const run = () => {
        const x = patches.detach().requiresGrad_();
        const output = layer.forward(x);
        output.square().sum().backward();
        return [numbers(output), numbers(x.grad!)];
      };
      const [output, gradient] = run();
      const [olderOutput, olderGradient] = asOlder(run);
      expect(state.asked).toContain("aten::scaled_dot_product_attention");
      expect(relativeError(olderOutput!, output!)).toBeLessThan(1e-6);
      expect(relativeError(olderGradient!, gradient!)).toBeLessThan(1e-5);
    });
  });

  test.each([
    [
      "AdamW",
      (parameters: Map<string, Tensor>) => new AdamW(parameters, { learningRate: 0.1 }, { fused: true }),
    ],
    [
      "SGD",
      (parameters: Map<string, Tensor>) =>
        new SGD(parameters, { learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
    ],
  ])("ten steps of %s", (_, make) => {
    const run = () =>
      scope(() => {
        const weight = keep(ops.linspace(-1, 1, 12)).requiresGrad_();
        const optimizer = make(new Map([["weight", weight]]));
        for (let step = 0; step < 10; step++) {
          optimizer.zeroGrad();
          weight.sin().sum().backward();
          optimizer.step();
        }
        const result = numbers(weight);
        optimizer.dispose();
        weight.dispose();
        return result;
      });
    const found = asOlder(run);
    expect([...state.asked].some((name) => name.startsWith("aten::_fused"))).toBe(true);
    expect(relativeError(found, run())).toBeLessThan(1e-6);
  });
});

import { keep, Linear, liveTensors, manualSeed, OptimizerStateError, ops, SGD, scope } from "@cytonet/torch";
import { describe, expect, test } from "vitest";
import { numbers } from "../compare.js";
import { cases, makeOptimizer, makeParameters, setGradients, sgd, slowDown } from "./cases.js";

describe.each(cases)("$name", (one) => {
  test("resumed from a saved state, takes the steps that an unbroken run takes, bit for bit", () => {
    const unbroken = makeParameters();
    const broken = makeParameters();
    const whole = makeOptimizer(one, unbroken);
    let part = makeOptimizer(one, broken);
    for (let step = 0; step < 8; step++) {
      if (step === 4) {
        slowDown(whole);
        slowDown(part);
        const state = part.stateDict();
        const saved = {
          tensors: new Map([...state.tensors].map(([name, tensor]) => [name, keep(tensor.clone())])),
          settings: JSON.parse(JSON.stringify(state.settings)),
        };
        part.dispose();
        part = makeOptimizer(one, broken);
        part.loadStateDict(saved);
        for (const tensor of saved.tensors.values()) tensor.dispose();
      }
      for (const [optimizer, parameters] of [
        [whole, unbroken],
        [part, broken],
      ] as const) {
        manualSeed(step);
        setGradients(one, parameters, step);
        optimizer.step();
      }
    }
    for (const [path, parameter] of unbroken) expect(numbers(broken.get(path)!)).toEqual(numbers(parameter));
    expect(part.stateDict().settings).toEqual(whole.stateDict().settings);
    for (const disposable of [whole, part, ...unbroken.values(), ...broken.values()]) disposable.dispose();
  });

  test("a step leaves no tensor behind", () => {
    const before = liveTensors();
    const parameters = makeParameters();
    const optimizer = makeOptimizer(one, parameters);
    for (let step = 0; step < 7; step++) {
      setGradients(one, parameters, step);
      optimizer.step();
    }
    const settled = liveTensors();
    setGradients(one, parameters, 7);
    optimizer.step();
    expect(liveTensors()).toBe(settled);
    optimizer.zeroGrad();
    expect([...parameters.values()].map((parameter) => parameter.grad)).toEqual([null, null, null]);
    optimizer.dispose();
    for (const parameter of parameters.values()) parameter.dispose();
    expect(liveTensors()).toBe(before);
  });
});

describe("a state that does not fit is refused, and nothing changes", () => {
  test.each([
    [
      "algorithm",
      (saved: Saved) => ({ ...saved, settings: { ...saved.settings, algorithm: "adamw" } }),
      /adamw/,
    ],
    [
      "number of groups",
      (saved: Saved) => ({ ...saved, settings: { ...saved.settings, groups: [] } }),
      /0 groups/,
    ],
    [
      "parameters",
      (saved: Saved) => ({
        ...saved,
        settings: { ...saved.settings, groups: [{ settings: {}, parameters: ["weight", "scale"] }] },
      }),
      /bias, scale/,
    ],
    [
      "tensor names",
      (saved: Saved) => withTensor(saved, "momentum_buffer.scale", [2]),
      /momentum_buffer\.scale/,
    ],
    ["tensor shapes", (saved: Saved) => withTensor(saved, "momentum_buffer.bias", [3]), /shape \[3\]/],
  ])("%s", (_, change, message) => {
    scope(() => {
      using model = new Linear(2, 2);
      const optimizer = new SGD(model.namedParameters(), { ...sgd });
      model
        .forward(ops.ones([1, 2]))
        .sum()
        .backward();
      optimizer.step();
      const saved = optimizer.stateDict();
      expect(() => optimizer.loadStateDict(change(saved))).toThrow(OptimizerStateError);
      expect(() => optimizer.loadStateDict(change(saved))).toThrow(message);
      expect(optimizer.stateDict()).toEqual(saved);
      optimizer.dispose();
    });
  });

  type Saved = ReturnType<SGD["stateDict"]>;
  function withTensor(saved: Saved, name: string, shape: number[]): Saved {
    return { ...saved, tensors: new Map([...saved.tensors, [name, ops.zeros(shape)]]) };
  }
});

import { AdamW, ops, SGD, scope, type Tensor } from "@cytonet/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { numbers, relativeError } from "../compare.js";
import { adamw, cases, common, makeOptimizer, makeParameters, setGradients, sgd, slowDown } from "./cases.js";

/** Importing PyTorch takes seconds, and minutes where others use the machine too. */
const SLOW_MS = 5 * 60_000;

describe.skipIf(!referencePython()).each([true, false])(
  "twenty steps against torch.optim, fused: %s",
  (fused) => {
    let reference: { parameters: number[][]; state: Record<string, number[]>[] }[];
    beforeAll(() => {
      reference = runReference(
        `${import.meta.dirname}/optim.py`,
        cases.map((one) => ({ ...common, ...one })),
        { timeoutMs: SLOW_MS },
      );
    }, SLOW_MS);

    test.each(cases.map((one, index) => [one.name, one, index] as const))("%s", (_, one, index) => {
      const parameters = makeParameters();
      const optimizer = makeOptimizer(one, parameters, { fused });
      for (let step = 0; step < common.steps; step++) {
        setGradients(one, parameters, step);
        if (step === common.slowerFrom) slowDown(optimizer);
        optimizer.step();
      }
      const expected = reference[index]!;
      const { tensors } = optimizer.stateDict();
      for (const [at, values] of expected.parameters.entries()) {
        // The same float32 operations in the same order, but for fused multiply-adds.
        expect(relativeError(parameters.get(`p${at}`)!, values)).toBeLessThan(1e-6);
        for (const [kind, state] of Object.entries(expected.state[at]!))
          expect(relativeError(tensors.get(`${kind}.p${at}`)!, state), kind).toBeLessThan(1e-6);
      }
      optimizer.dispose();
      for (const parameter of parameters.values()) parameter.dispose();
    });
  },
);

describe("the fused kernels, which walk memory in parallel", () => {
  test.each([
    ["SGD", (parameters: Map<string, Tensor>) => new SGD(parameters, { ...sgd, weightDecay: 0.1 })],
    ["AdamW", (parameters: Map<string, Tensor>) => new AdamW(parameters, { ...adamw }, { fused: true })],
  ])("%s: a gradient in another memory order than its parameter is not mistaken", (_, make) => {
    scope(() => {
      const step = (format: "contiguous" | "channelsLast") => {
        const weight = ops.arange(48, { dtype: "float32" }).view([2, 4, 3, 2]).requiresGrad_();
        const gradient = ops.arange(48, { dtype: "float32" }).view([2, 4, 3, 2]).to({ memoryFormat: format });
        weight.setGrad(gradient);
        const optimizer = make(new Map([["weight", weight]]));
        optimizer.step();
        optimizer.dispose();
        return numbers(weight);
      };
      expect(relativeError(step("channelsLast"), step("contiguous"))).toBeLessThan(1e-6);
    });
  });
});

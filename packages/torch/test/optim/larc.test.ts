import { keep, LARC, liveTensors, manualSeed, noGrad, ops, scope, type Tensor, tensor } from "@cytonet/torch";
import { describe, expect, test } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { numbers, relativeError } from "../compare.js";

const common = {
  seed: 3,
  shapes: [[6, 4], [6], [3, 2, 3, 3], [5]],
  // The last parameter starts at zero, where no local rate is defined.
  scales: [1, 0.01, 3, 0],
  steps: 12,
  learningRate: 0.1,
  weightDecay: 1e-2,
  trust: 0.02,
  flat: [[4, 0]] as [number, number][],
};
const cases = [
  { ...common, name: "LARC", clip: true, spared: [] as number[] },
  { ...common, name: "LARC where the clip acts", clip: true, spared: [], trust: 1 },
  { ...common, name: "LARS", clip: false, spared: [] },
  { ...common, name: "biases left out", clip: true, spared: [1, 3] },
  { ...common, name: "no weight decay", clip: true, spared: [], weightDecay: 0 },
];

function run(one: (typeof cases)[number]): Float64Array[] {
  manualSeed(one.seed);
  const parameters = one.shapes.map((shape, i) =>
    keep(ops.randn(shape).mulScalar(one.scales[i]!)).requiresGrad_(),
  );
  const named = (keepIt: (index: number) => boolean) =>
    new Map(parameters.flatMap((p, i) => (keepIt(i) ? [[`p${i}`, p] as const] : [])));
  const groups = [
    { parameters: named((i) => !one.spared.includes(i)) },
    { parameters: named((i) => one.spared.includes(i)), adapt: false },
  ].filter((group) => group.parameters.size > 0);
  const { learningRate, weightDecay, clip } = one;
  const settings = {
    learningRate,
    weightDecay,
    clip,
    trustCoefficient: one.trust,
    momentum: 0.9,
    nesterov: true,
  };
  const optimizer = new LARC(groups, settings);
  for (let step = 0; step < one.steps; step++) {
    scope(() => {
      const gradients = parameters.map((p, i) => {
        const gradient = noGrad(() => ops.randn(p.shape).mulScalar(0.1).add(p.detach().mulScalar(0.1)));
        return one.flat.some(([s, index]) => s === step && index === i) ? ops.zerosLike(gradient) : gradient;
      });
      for (const [i, gradient] of gradients.entries()) parameters[i]!.setGrad(gradient);
      optimizer.step();
    });
    optimizer.zeroGrad();
  }
  const values = parameters.map(numbers);
  optimizer.dispose();
  for (const parameter of parameters) parameter.dispose();
  return values.map((v) => Float64Array.from(v));
}

const python = referencePython();

describe.skipIf(python === undefined)("LARC", () => {
  test("follows apex's formula around PyTorch's SGD", () => {
    const expected = runReference(`${import.meta.dirname}/larc.py`, cases) as number[][][];
    for (const [c, one] of cases.entries()) {
      // Differences are float32's rounding of norms, over 12 steps.
      for (const [i, values] of run(one).entries()) {
        expect(relativeError(values, expected[c]![i]!), `${one.name}, parameter ${i}`).toBeLessThan(1e-6);
      }
    }
  }, 300_000);
});

describe("LARC's ratios", () => {
  const lone = (value: number[], gradient: number[]): Map<string, Tensor> => {
    const parameter = keep(tensor(value)).requiresGrad_();
    parameter.setGrad(tensor(gradient));
    return new Map([["w", parameter]]);
  };

  test("are min(0.02 ‖θ‖ / (‖∇‖ + λ‖θ‖) / η, 1), by path", () => {
    const before = liveTensors();
    scope(() => {
      const parameters = lone([3, 4], [0, 1]);
      const optimizer = new LARC(parameters, { learningRate: 1, weightDecay: 0.2 });
      expect(optimizer.ratios().size).toBe(0);
      optimizer.step();
      expect(optimizer.ratios().get("w")).toBeCloseTo((0.02 * 5) / (1 + 0.2 * 5), 7);
      optimizer.setLearningRate(1e-3);
      optimizer.step();
      expect(optimizer.ratios().get("w")).toBe(1);
      optimizer.dispose();
      expect(optimizer.ratios().size).toBe(0);
      optimizer.zeroGrad();
      for (const parameter of parameters.values()) parameter.dispose();
    });
    expect(liveTensors()).toBe(before);
  });
});

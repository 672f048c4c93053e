import {
  AdamW,
  ArgumentError,
  isBias,
  isBiasOrNorm,
  type KernelOptions,
  keep,
  Linear,
  liveTensors,
  manualSeed,
  noGrad,
  type Optimizer,
  OptimizerStateError,
  ops,
  Sequential,
  SGD,
  scope,
  splitByDecay,
  type Tensor,
} from "@cytonet/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { numbers, relativeError } from "../compare.js";

const sgd = { learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0 };
const adamw = { learningRate: 0.01, betas: [0.9, 0.999] as [number, number], eps: 1e-8, weightDecay: 0.01 };
const shapes = [[4, 3], [4], [2, 4, 3, 3]];
const together = [{ members: [0, 1, 2] }];
const apart = [{ members: [0, 2] }, { members: [1], weightDecay: 0 }];

/** Importing PyTorch takes seconds, and minutes where others use the machine too. */
const SLOW_MS = 5 * 60_000;

interface Case {
  readonly name: string;
  readonly algorithm: "sgd" | "adamw";
  readonly settings: typeof sgd | typeof adamw;
  readonly groups: readonly { members: number[]; weightDecay?: number }[];
  /** [step, parameter] pairs without a gradient. */
  readonly skipped: readonly [number, number][];
}

const cases: Case[] = [
  {
    name: "plain descent",
    algorithm: "sgd",
    settings: { ...sgd, momentum: 0, nesterov: false },
    groups: together,
    skipped: [],
  },
  {
    name: "momentum",
    algorithm: "sgd",
    settings: { ...sgd, nesterov: false },
    groups: together,
    skipped: [],
  },
  { name: "Nesterov", algorithm: "sgd", settings: sgd, groups: together, skipped: [] },
  {
    name: "decay without momentum",
    algorithm: "sgd",
    settings: { ...sgd, momentum: 0, nesterov: false, weightDecay: 0.02 },
    groups: together,
    skipped: [],
  },
  {
    name: "Nesterov with decay in one group",
    algorithm: "sgd",
    settings: { ...sgd, weightDecay: 0.02 },
    groups: apart,
    skipped: [],
  },
  {
    name: "Nesterov, a gradient missing at times",
    algorithm: "sgd",
    settings: { ...sgd, weightDecay: 0.02 },
    groups: together,
    skipped: [
      [0, 1],
      [3, 0],
    ],
  },
  { name: "AdamW", algorithm: "adamw", settings: adamw, groups: together, skipped: [] },
  { name: "AdamW with decay in one group", algorithm: "adamw", settings: adamw, groups: apart, skipped: [] },
  {
    name: "AdamW, a gradient missing at times",
    algorithm: "adamw",
    settings: adamw,
    groups: together,
    skipped: [
      [0, 1],
      [1, 1],
      [5, 2],
    ],
  },
];
const common = { shapes, steps: 20, seed: 5, slowerFrom: 10 };

function makeParameters(): Map<string, Tensor> {
  manualSeed(common.seed);
  return new Map(shapes.map((shape, index) => [`p${index}`, keep(ops.randn(shape)).requiresGrad_()]));
}

function makeOptimizer(
  { algorithm, settings, groups }: Case,
  parameters: ReadonlyMap<string, Tensor>,
  kernels: KernelOptions = {},
) {
  const options = groups.map(({ members, ...rest }) => ({
    ...rest,
    parameters: new Map(members.map((index) => [`p${index}`, parameters.get(`p${index}`)!])),
  }));
  return algorithm === "sgd"
    ? new SGD(options, settings as typeof sgd, kernels)
    : new AdamW(options, settings as typeof adamw, kernels);
}

/** Gradients that depend on the parameters, drawn in the order of the reference. */
function setGradients({ skipped }: Case, parameters: ReadonlyMap<string, Tensor>, step: number): void {
  noGrad(() =>
    scope(() => {
      for (const [index, parameter] of [...parameters.values()].entries()) {
        const gradient = ops.randn(parameter.shape).mulScalar_(0.1).add_(parameter);
        parameter.setGrad(skipped.some(([at, which]) => at === step && which === index) ? null : gradient);
      }
    }),
  );
}

function slowDown(optimizer: Optimizer<{ learningRate: number }>): void {
  for (const group of optimizer.groups) group.learningRate *= 0.1;
}

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

describe("groups", () => {
  test("weight decay spares what it is told to spare", () => {
    using model = new Sequential(new Linear(2, 2));
    const parameters = new Map([...model.namedParameters(), ["norm.weight", model.layers[0].bias!]]);
    const pathsOf = (exclude: typeof isBias) =>
      splitByDecay(parameters, 1e-4, exclude).map((group) => [
        group.weightDecay,
        [...group.parameters.keys()],
      ]);
    expect(pathsOf(isBias)).toEqual([
      [1e-4, ["0.weight", "norm.weight"]],
      [0, ["0.bias"]],
    ]);
    expect(pathsOf(isBiasOrNorm)).toEqual([
      [1e-4, ["0.weight"]],
      [0, ["0.bias", "norm.weight"]],
    ]);
    expect(pathsOf(() => false)).toHaveLength(1);
  });

  test("settings hold for every group unless it has its own; setLearningRate reaches all", () => {
    using model = new Linear(2, 2);
    const groups = splitByDecay(model.namedParameters(), 1e-4, isBias);
    const optimizer = new SGD(groups, { learningRate: 0.1, momentum: 0.9 });
    expect(optimizer.groups.map(({ parameters: _, ...settings }) => settings)).toEqual([
      { learningRate: 0.1, momentum: 0.9, nesterov: false, weightDecay: 1e-4 },
      { learningRate: 0.1, momentum: 0.9, nesterov: false, weightDecay: 0 },
    ]);
    optimizer.setLearningRate(0.5);
    expect(optimizer.groups.map((group) => group.learningRate)).toEqual([0.5, 0.5]);
  });

  test("a parameter in two groups, or none at all, is refused", () => {
    using model = new Linear(2, 2);
    const parameters = model.namedParameters();
    expect(() => new SGD([{ parameters }, { parameters }], { learningRate: 1 })).toThrow(
      /"weight" in more than one/,
    );
    expect(() => new SGD(new Map(), { learningRate: 1 })).toThrow(ArgumentError);
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

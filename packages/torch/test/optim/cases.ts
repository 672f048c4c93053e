import {
  AdamW,
  type KernelOptions,
  keep,
  manualSeed,
  noGrad,
  type Optimizer,
  ops,
  SGD,
  scope,
  type Tensor,
} from "@cytonet/torch";

export const sgd = { learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0 };
export const adamw = {
  learningRate: 0.01,
  betas: [0.9, 0.999] as [number, number],
  eps: 1e-8,
  weightDecay: 0.01,
};
const shapes = [[4, 3], [4], [2, 4, 3, 3]];
const together = [{ members: [0, 1, 2] }];
const apart = [{ members: [0, 2] }, { members: [1], weightDecay: 0 }];

/** What an optimiser is tried with. */
export interface Case {
  readonly name: string;
  readonly algorithm: "sgd" | "adamw";
  readonly settings: typeof sgd | typeof adamw;
  readonly groups: readonly { members: number[]; weightDecay?: number }[];
  /** [step, parameter] pairs without a gradient. */
  readonly skipped: readonly [number, number][];
}

export const cases: Case[] = [
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
export const common = { shapes, steps: 20, seed: 5, slowerFrom: 10 };

export function makeParameters(): Map<string, Tensor> {
  manualSeed(common.seed);
  return new Map(shapes.map((shape, index) => [`p${index}`, keep(ops.randn(shape)).requiresGrad_()]));
}

export function makeOptimizer(
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
export function setGradients({ skipped }: Case, parameters: ReadonlyMap<string, Tensor>, step: number): void {
  noGrad(() =>
    scope(() => {
      for (const [index, parameter] of [...parameters.values()].entries()) {
        const gradient = ops.randn(parameter.shape).mulScalar_(0.1).add_(parameter);
        parameter.setGrad(skipped.some(([at, which]) => at === step && which === index) ? null : gradient);
      }
    }),
  );
}

export function slowDown(optimizer: Optimizer<{ learningRate: number }>): void {
  for (const group of optimizer.groups) group.learningRate *= 0.1;
}

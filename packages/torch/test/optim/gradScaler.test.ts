import {
  ArgumentError,
  GradScaler,
  keep,
  liveTensors,
  SGD,
  scope,
  type Tensor,
  tensor,
} from "@cytonet/torch";
import { describe, expect, test } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";

interface Case {
  readonly initialScale: number;
  readonly growthFactor: number;
  readonly backoffFactor: number;
  readonly growthInterval: number;
  readonly parameters: number[][];
  /** By step and parameter; "inf" and "nan" cross to Python as words. */
  readonly gradients: (number | "inf" | "nan")[][][];
}

const ordinary: (number | "inf" | "nan")[][] = [[0.5, -1], [2]];
const overflow: (number | "inf" | "nan")[][] = [[0.5, "inf"], [2]];
const undefinedOnes: (number | "inf" | "nan")[][] = [[0.5, 1], ["nan"]];
const common = { parameters: [[1, 2], [3]], growthFactor: 2, backoffFactor: 0.5, growthInterval: 3 };
const cases: Case[] = [
  {
    ...common,
    initialScale: 65536,
    gradients: [
      ordinary,
      ordinary,
      overflow,
      ordinary,
      ordinary,
      ordinary,
      undefinedOnes,
      overflow,
      ordinary,
    ],
  },
  // Factors and a scale that float32 rounds.
  {
    ...common,
    initialScale: 0.1,
    growthFactor: 1.7,
    backoffFactor: 0.3,
    gradients: Array.from({ length: 12 }, (_, i) => (i % 5 === 4 ? overflow : ordinary)),
  },
  // Growth that would leave float32 leaves the scale as it is; so large a scale makes the gradients overflow.
  {
    ...common,
    initialScale: 2 ** 127,
    growthInterval: 1,
    gradients: [[[0.5, 0.5], [0.5]], ordinary, ordinary],
  },
];

function run(one: Case): { scales: number[]; states: number[][][]; state: unknown } {
  const scaler = new GradScaler(one);
  const parameters = one.parameters.map((values) =>
    keep(tensor(values, { dtype: "float32" })).requiresGrad_(),
  );
  const optimizer = new SGD(new Map(parameters.map((p, i) => [`p${i}`, p])), {
    learningRate: 0.1,
    momentum: 0.9,
  });
  const numbersOf = (t: Tensor) => Array.from(t.toTypedArray(), Number);
  const answer = { scales: [] as number[], states: [] as number[][][] };
  for (const gradients of one.gradients) {
    scope(() => {
      const scaled = parameters.map((parameter, i) => {
        const values = gradients[i]!.map((g) => (g === "inf" ? Number.POSITIVE_INFINITY : Number(g)));
        const gradient = tensor(values, { dtype: "float32" }).mulScalar(scaler.scale);
        parameter.setGrad(gradient);
        return parameter.grad!;
      });
      const finite = scaler.unscale(scaled);
      if (finite) optimizer.step();
      scaler.update(finite);
      answer.scales.push(scaler.scale);
      answer.states.push(parameters.map(numbersOf));
    });
  }
  optimizer.dispose();
  for (const parameter of parameters) {
    parameter.setGrad(null);
    parameter.dispose();
  }
  return { ...answer, state: scaler.stateDict() };
}

const python = referencePython();

describe.skipIf(python === undefined)("GradScaler beside torch.amp.GradScaler", () => {
  test("has its scales, leaves out its steps and keeps its state, bit for bit", () => {
    const before = liveTensors();
    const expected = runReference(`${import.meta.dirname}/gradScaler.py`, cases, {
      timeoutMs: 280_000,
    }) as ReturnType<typeof run>[];
    for (const [c, one] of cases.entries()) {
      const found = run(one);
      expect(found.scales).toEqual(expected[c]!.scales);
      expect(found.state).toEqual(expected[c]!.state);
      expect(found.states).toEqual(expected[c]!.states);
    }
    expect(liveTensors()).toBe(before);
  }, 300_000);
});

describe("GradScaler", () => {
  test("halves after a gradient that is not finite and doubles after enough that are", () => {
    const scaler = new GradScaler({ initialScale: 8, growthInterval: 2 });
    const scales = [true, true, false, true, false].map((finite) => {
      scaler.update(finite);
      return scaler.scale;
    });
    expect(scales).toEqual([8, 16, 8, 8, 4]);
  });

  test("goes on from a saved state as if nothing had happened", () => {
    const [whole, first] = [new GradScaler({ growthInterval: 3 }), new GradScaler({ growthInterval: 3 })];
    for (const finite of [true, false, true, true]) for (const one of [whole, first]) one.update(finite);
    const resumed = new GradScaler();
    resumed.loadStateDict(JSON.parse(JSON.stringify(first.stateDict())));
    for (const one of [whole, resumed]) one.update(true);
    expect(resumed.stateDict()).toEqual(whole.stateDict());
    expect(resumed.scale).toBe(65536);
  });

  test("refuses settings and gradients that make no sense", () => {
    expect(() => new GradScaler({ growthFactor: 1 })).toThrow(ArgumentError);
    expect(() => new GradScaler({ backoffFactor: 1 })).toThrow(/backoffFactor/);
    expect(() => new GradScaler().unscale([])).toThrow(/gradients.*run backward/);
  });
});

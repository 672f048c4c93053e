import { ArgumentError, isBias, isBiasOrNorm, Linear, Sequential, SGD, splitByDecay } from "@cytonet/torch";
import { describe, expect, test } from "vitest";

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

import {
  ArgumentError,
  BatchNorm2d,
  Conv2d,
  Layer,
  Linear,
  liveTensors,
  Module,
  noGrad,
  ops,
  ReLU,
  ReleasedTensorError,
  Sequential,
  StateDictError,
  scope,
  type Tensor,
} from "@cytonet/torch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { numbers } from "../compare.js";

class Branch extends Layer {
  readonly conv1 = new Conv2d(3, 4, 3, { bias: false });
  readonly bn1 = new BatchNorm2d(4);
  readonly downsample: Sequential<[Conv2d, BatchNorm2d]> | null = null;
  override forward(x: Tensor): Tensor {
    return this.bn1.forward(this.conv1.forward(x));
  }
}

class Network extends Module {
  static override readonly paths = { trunk: "", headOfAll: "fc" };
  readonly clsToken = this.parameter(ops.zeros([1, 1, 2]));
  readonly trunk = new Sequential(new Branch(), new ReLU());
  readonly blocks: readonly Linear[] = [new Linear(2, 2), new Linear(2, 2, { bias: false })];
  readonly headOfAll = new Linear(2, 1);
}

let before: number;
let network: Network;
beforeEach(() => {
  before = liveTensors();
  network = new Network();
});
afterEach(() => {
  network.dispose();
  expect(liveTensors()).toBe(before);
});

describe("names", () => {
  test("follow fields and positions, in snake case, with a class's own exceptions", () => {
    expect([...network.stateDict().keys()]).toEqual([
      "cls_token",
      "0.conv1.weight",
      "0.bn1.weight",
      "0.bn1.bias",
      "0.bn1.running_mean",
      "0.bn1.running_var",
      "0.bn1.num_batches_tracked",
      "blocks.0.weight",
      "blocks.0.bias",
      "blocks.1.weight",
      "fc.weight",
      "fc.bias",
    ]);
    expect([...network.namedBuffers().keys()]).toEqual([
      "0.bn1.running_mean",
      "0.bn1.running_var",
      "0.bn1.num_batches_tracked",
    ]);
    expect(network.parameters()).toHaveLength(9);
    expect([...network.namedModules()].map(([path]) => path)).toEqual([
      "",
      "",
      "0",
      "0.conv1",
      "0.bn1",
      "1",
      "blocks.0",
      "blocks.1",
      "fc",
    ]);
  });

  test("a tensor in a field must be registered", () => {
    class Forgetful extends Module {
      readonly weight = ops.ones([1]);
    }
    scope(() => {
      const forgetful = new Forgetful();
      expect(() => forgetful.parameters()).toThrow(ArgumentError);
      expect(() => forgetful.parameters()).toThrow(/Forgetful.*'weight'.*this\.parameter/);
    });
  });

  test("a shared parameter counts once", () => {
    class Tied extends Module {
      readonly first = this.parameter(ops.ones([2]));
      readonly second = this.first;
    }
    const tied = new Tied();
    expect([...tied.namedParameters().keys()]).toEqual(["first"]);
    expect([...tied.stateDict().keys()]).toEqual(["first", "second"]);
    tied.dispose();
  });
});

describe("ownership", () => {
  test("a module made in a scope outlives it; after dispose() its tensors are gone", () => {
    let layer: Linear | undefined;
    scope(() => {
      layer = new Linear(2, 2);
    });
    scope(() => {
      const x = ops.ones([1, 2]);
      expect(layer?.forward(x).shape).toEqual([1, 2]);
      layer?.dispose();
      expect(() => layer?.forward(x)).toThrow(ReleasedTensorError);
    });
  });
});

describe("modes", () => {
  test("train() and eval() reach every part", () => {
    network.eval();
    expect([...network.modules()].every((part) => !part.training)).toBe(true);
    network.train();
    expect([...network.modules()].every((part) => part.training)).toBe(true);
  });

  test("requiresGrad_(false) freezes the parameters and leaves their kind", () => {
    network.requiresGrad_(false);
    expect(network.parameters().map((parameter) => parameter.requiresGrad)).toEqual(Array(9).fill(false));
  });
});

describe("to()", () => {
  test("converts floats, keeps counters and identities", () => {
    const { weight } = network.headOfAll;
    const values = numbers(weight);
    network.to({ dtype: "float64" });
    expect(network.headOfAll.weight).toBe(weight);
    expect(weight.dtype).toBe("float64");
    expect(weight.requiresGrad).toBe(true);
    expect(numbers(weight)).toEqual(values);
    expect(network.trunk.layers[0].bn1.numBatchesTracked.dtype).toBe("int64");
  });

  test("channelsLast applies to the weights of convolutions; their gradients follow", () => {
    network.to({ memoryFormat: "channelsLast" });
    const branch = network.trunk.layers[0];
    expect(branch.conv1.weight.isContiguous("channelsLast")).toBe(true);
    expect(branch.conv1.weight.isContiguous()).toBe(false);
    scope(() => {
      branch
        .forward(ops.ones([2, 3, 5, 5]))
        .square()
        .sum()
        .backward();
      expect(branch.conv1.weight.grad?.isContiguous("channelsLast")).toBe(true);
    });
    network.zeroGrad();
    expect(branch.conv1.weight.grad).toBeNull();
  });
});

describe("loadStateDict()", () => {
  test("copies values into the module's own tensors", () => {
    const other = new Network();
    const { weight } = network.headOfAll;
    const report = network.loadStateDict(other.stateDict());
    expect(report).toMatchObject({ missing: [], unexpected: [], misshaped: [] });
    expect(report.loaded).toHaveLength(12);
    expect(network.headOfAll.weight).toBe(weight);
    for (const [name, tensor] of network.stateDict())
      expect(numbers(tensor)).toEqual(numbers(other.stateDict().get(name)!));
    other.dispose();
  });

  test("refuses a dict that does not fit, with every name, and copies nothing", () => {
    scope(() => {
      const state = new Map(network.stateDict());
      state.delete("fc.bias");
      state.set("fc.weight", ops.ones([1, 3]));
      state.set("fc2.weight", ops.ones([1]));
      noGrad(() => state.set("cls_token", ops.ones([1, 1, 2])));
      let error: unknown;
      try {
        network.loadStateDict(state);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(StateDictError);
      expect((error as StateDictError).report).toEqual({
        loaded: [],
        missing: ["fc.bias"],
        unexpected: ["fc2.weight"],
        misshaped: [{ name: "fc.weight", expected: [1, 2], found: [1, 3] }],
      });
      expect((error as Error).message).toContain("fc.weight (expected [1,2], found [1,3])");
      expect(numbers(network.clsToken)).toEqual([0, 0]);

      const report = network.loadStateDict(state, { strict: false });
      expect(report.missing).toEqual(["fc.bias"]);
      expect(report.loaded).toContain("cls_token");
      expect(numbers(network.clsToken)).toEqual([1, 1]);
    });
  });
});

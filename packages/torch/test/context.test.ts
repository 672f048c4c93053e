import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  ArgumentError,
  autocast,
  cpuCapability,
  createGenerator,
  cudaDeviceCount,
  defaultGenerator,
  getNumThreads,
  LibtorchError,
  liveTensors,
  manualSeed,
  openScope,
  ops,
  type Scope,
  setDeterministic,
  setNumThreads,
  tensor,
  torchConfig,
  torchVersion,
} from "../src/index.js";

let opened: Scope;
let before = 0;
beforeEach(() => {
  before = liveTensors();
  opened = openScope();
});
afterEach(() => {
  opened.close();
  expect(liveTensors() - before).toBe(0);
});

describe("autocast", () => {
  const a = () => ops.ones([4, 4]);
  const product = () => a().mm(a()).dtype;

  test("computes products in bfloat16 and comes back", () => {
    expect(product()).toBe("float32");
    expect(autocast({}, product)).toBe("bfloat16");
    expect(product()).toBe("float32");
  });

  test("nests, also with enabled: false", () => {
    autocast({ dtype: "bfloat16" }, () => {
      expect(product()).toBe("bfloat16");
      autocast({ enabled: false }, () => expect(product()).toBe("float32"));
      expect(product()).toBe("bfloat16");
    });
    expect(product()).toBe("float32");
  });

  test("comes back when the body throws, promises included", () => {
    expect(() =>
      autocast({}, () => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(product()).toBe("float32");
    expect(() => autocast({}, async () => {})).toThrow(/promise/);
    expect(product()).toBe("float32");
  });

  test("converts a weight once in a region, and forgets it after", () => {
    const weight = ops.ones([64, 64]).requiresGrad_();
    const x = ops.ones([1, 64]);
    autocast({}, () => {
      const first = x.mm(weight);
      const second = x.mm(weight);
      first.add(second).sum().backward();
    });
    expect(weight.grad?.dtype).toBe("float32");
    // A stale conversion would still hold ones.
    const fresh = ops.full([64, 64], 2).to({ dtype: "float32" });
    expect(
      autocast({}, () => x.mm(fresh))
        .select(1, 0)
        .item(),
    ).toBe(128);
  });

  test.each([[{ device: "tpu" }], [{ dtype: "float32" }], [{ dtype: "int8" }]])(
    "%o is refused",
    (options) => {
      expect(() => autocast(options as never, () => 0)).toThrow(ArgumentError);
    },
  );
});

describe("generators", () => {
  test("the state of a CPU generator is 5,056 bytes and its restoration exact", () => {
    using generator = createGenerator({ seed: 42 });
    const draw = () => ops.randnGenerator([1000], generator).tolist();
    draw();
    // An odd number of normals leaves half a pair in the state.
    ops.normal_(ops.empty([15]), { generator });
    const state = generator.getState();
    expect(state).toHaveLength(5056);
    const first = draw();
    const permutation = ops.randpermGenerator(100, generator).tolist();
    generator.setState(state);
    expect(draw()).toEqual(first);
    expect(ops.randpermGenerator(100, generator).tolist()).toEqual(permutation);
  });

  test("equal seeds give equal sequences, whatever the threads", () => {
    const drawn = [1, 2].map((threads) => {
      setNumThreads(threads);
      using generator = createGenerator({ seed: 2n ** 63n + 5n });
      return ops.randnGenerator([100_000], generator).toTypedArray();
    });
    setNumThreads(1);
    expect(drawn[0]).toEqual(drawn[1]);
  });

  test("manualSeed seeds what operators use by default", () => {
    const draw = () => {
      manualSeed(7);
      return ops.rand([5]).tolist();
    };
    expect(draw()).toEqual(draw());
    const state = defaultGenerator().getState();
    const next = ops.rand([3]).tolist();
    defaultGenerator().setState(state);
    expect(ops.rand([3]).tolist()).toEqual(next);
  });

  test("its own generator does not disturb the default one", () => {
    manualSeed(1);
    const expected = ops.rand([3]).tolist();
    manualSeed(1);
    using generator = createGenerator({ seed: 9 });
    ops.randnGenerator([10], generator);
    expect(ops.rand([3]).tolist()).toEqual(expected);
  });

  test("released ones, wrong seeds and wrong states are refused", () => {
    const generator = createGenerator();
    generator.dispose();
    generator.dispose();
    expect(() => generator.getState()).toThrow(LibtorchError);
    expect(() => ops.randnGenerator([1], generator)).toThrow(ArgumentError);
    for (const seed of [1.5, Number.NaN, -1, 2n ** 64n])
      expect(() => createGenerator({ seed })).toThrow(ArgumentError);
    expect(() => createGenerator({ device: "tpu" })).toThrow(ArgumentError);
    expect(() => createGenerator({ device: "meta" })).toThrow(LibtorchError);
    using live = createGenerator();
    expect(() => live.setState(new Uint8Array(10))).toThrow(LibtorchError);
    expect(() => live.setState([1] as never)).toThrow(ArgumentError);
    expect(live.getState()).toHaveLength(5056);
  });
});

describe("threads and versions", () => {
  test("setNumThreads is what getNumThreads says", () => {
    setNumThreads(2);
    expect(getNumThreads()).toBe(2);
    setNumThreads(1);
    expect(getNumThreads()).toBe(1);
    for (const count of [0, -1, 1.5, Number.NaN, 1e9])
      expect(() => setNumThreads(count)).toThrow(ArgumentError);
  });

  test("libtorch describes itself", () => {
    expect(torchVersion()).toMatch(/^\d+\.\d+\.\d+/);
    expect(torchConfig()).toMatch(/PyTorch built with/);
    expect(cpuCapability()).toMatch(/^[A-Za-z0-9 _-]+$/);
    expect(cudaDeviceCount()).toBeGreaterThanOrEqual(0);
  });

  test("devices that do not exist are refused by name", () => {
    expect(() => tensor([1], { device: "tpu" })).toThrow(ArgumentError);
    if (cudaDeviceCount() === 0) expect(() => tensor([1], { device: "cuda" })).toThrow(LibtorchError);
  });

  test("deterministic mode refuses what has no deterministic kernel, and leaves fresh memory alone", () => {
    setDeterministic(true);
    try {
      const x = ops.ones([4]).requiresGrad_();
      expect(() =>
        ops
          .indexAdd(x, 0, tensor([0, 0], { dtype: "int64" }), ops.ones([2]))
          .sum()
          .backward(),
      ).not.toThrow();
    } finally {
      setDeterministic(false);
    }
  });
});

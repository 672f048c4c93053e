import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  ArgumentError,
  callByName,
  describeOperator,
  float,
  has,
  LibtorchError,
  liveTensors,
  MissingOperatorError,
  openScope,
  operatorNames,
  ops,
  type Scope,
  scope,
  TorchError,
  tensor,
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

const integers = () => tensor([1, 2, 3], { dtype: "int64" });

describe("how values reach libtorch", () => {
  test("integral scalars are integers, unless marked as floating point", () => {
    expect(integers().addScalar(2).dtype).toBe("int64");
    expect(integers().addScalar(2.5).dtype).toBe("float32");
    expect(integers().addScalar(float(2)).dtype).toBe("float32");
    expect(integers().mulScalar(true).dtype).toBe("int64");
    expect(integers().mulScalar(-0).dtype).toBe("float32");
    expect(ops.full([1], float(3)).dtype).toBe("float32");
  });

  test("bigints carry all of int64", () => {
    const big = 2n ** 63n - 1n;
    expect(ops.full([1], big).toTypedArray()).toEqual(BigInt64Array.of(big));
    expect(ops.full([1], -(2n ** 63n), { dtype: "int64" }).toTypedArray()).toEqual(
      BigInt64Array.of(-(2n ** 63n)),
    );
    expect(() => ops.full([1], 2n ** 63n)).toThrow(ArgumentError);
  });

  test("a number stands for a list of fixed length", () => {
    const x = ops.ones([1, 1, 4, 4]);
    expect(ops.maxPool2d(x, 2).shape).toEqual([1, 1, 2, 2]);
    expect(ops.maxPool2d(x, [2, 1], { stride: 1 }).shape).toEqual([1, 1, 3, 4]);
    expect(ops.sumDim(x, 1).shape).toEqual([1, 4, 4]);
    expect(() => ops.zeros(3 as never)).toThrow(ArgumentError);
  });

  test("left-out options take the schema's defaults, null is None", () => {
    const x = tensor([[1, 2, 3]]);
    const w = ops.ones([2, 3]);
    expect(ops.linear(x, w).tolist()).toEqual([[6, 6]]);
    expect(ops.linear(x, w, { bias: null }).tolist()).toEqual([[6, 6]]);
    expect(ops.linear(x, w, { bias: tensor([1, 2]) }).tolist()).toEqual([[7, 8]]);
    expect(ops.clamp(x, { max: 2 }).tolist()).toEqual([[1, 2, 2]]);
    expect(ops.clamp(x, { min: 2, max: undefined }).tolist()).toEqual([[2, 2, 3]]);
    expect(ops.add(x, x, { alpha: 3 }).tolist()).toEqual([[4, 8, 12]]);
  });

  test("lists of tensors, with holes where the schema allows them", () => {
    const x = ops.arange(12).reshape([3, 4]);
    expect(ops.cat([x, x], { dim: 1 }).shape).toEqual([3, 8]);
    expect(ops.index(x, [null, integers()]).tolist()).toEqual([
      [1, 2, 3],
      [5, 6, 7],
      [9, 10, 11],
    ]);
    expect(() => ops.cat([x, null as never])).toThrow(expect.objectContaining({ argument: "tensors" }));
  });

  test("strings, dtypes, devices and memory formats are names", () => {
    expect(ops.gelu(tensor([1]), { approximate: "tanh" }).item()).toBeCloseTo(0.8412, 4);
    expect(ops.einsum("ij,kj->ik", [ops.ones([2, 3]), ops.ones([4, 3])]).shape).toEqual([2, 4]);
    expect(ops.zeros([2], { dtype: "bfloat16", device: "cpu" }).dtype).toBe("bfloat16");
    expect(ops.zeros([2], { device: "meta" }).device).toBe("meta");
    const last = ops.empty([1, 2, 3, 4], { memoryFormat: "channelsLast" });
    expect(last.isContiguous("channelsLast")).toBe(true);
    expect(() => ops.zeros([2], { dtype: 6 as never })).toThrow(/must be one of float32/);
  });

  test("results come as tensors, lists, tuples, numbers and booleans", () => {
    const x = tensor([3, 1, 2]);
    const [values, indices] = ops.sort(x, { descending: true });
    expect([values.tolist(), indices.tolist()]).toEqual([
      [3, 2, 1],
      [0, 2, 1],
    ]);
    expect(ops.split(x, 2).map((one) => one.tolist())).toEqual([[3, 1], [2]]);
    expect(ops.equal(x, x)).toBe(true);
    expect(ops.allclose(x, x.addScalar(1))).toBe(false);
    expect(ops.nativeLayerNorm(ops.ones([2, 2]), [2], null, null, 1e-5)).toHaveLength(3);
  });

  test("thousands of different strings stay themselves", () => {
    // Refusals would be slow: libtorch 1.13 spends milliseconds on the trace of each.
    const x = ops.ones([2, 2]);
    const letters = [..."abcdefghijklmnopqrstuvwxyz"];
    const equations = letters.flatMap((a) =>
      letters.flatMap((b) =>
        letters.slice(0, 8).map((c) => `${a}${b},${b}${c.toUpperCase()}->${a}${c.toUpperCase()}`),
      ),
    );
    const different = equations.filter((equation) => equation[0] !== equation[1]);
    expect(different.length).toBeGreaterThan(5000);
    for (const equation of different) scope(() => ops.einsum(equation, [x, x]));
    expect(ops.einsum(different[0]!, [x, x]).tolist()).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(() => ops.divMode(x, x, "sideways")).toThrow("'sideways'");
  });

  test("a list that runs operators while it is read is refused", () => {
    const x = ops.ones([2, 2]);
    const sizes = [2, 2];
    Object.defineProperty(sizes, 1, { get: () => x.sum().item() });
    expect(() => ops.reshape(x, sizes)).toThrow(/another operator/);
    const harmless = [4, 1];
    Object.defineProperty(harmless, 1, { get: () => x.dim - 1 });
    expect(ops.reshape(x, harmless).shape).toEqual([4, 1]);
  });
});

describe("calls that cannot be", () => {
  test("unknown options are refused by their name", () => {
    const x = ops.ones([2, 2]);
    expect(() => ops.sumDim(x, [1], { keepDim: true } as never)).toThrow(
      expect.objectContaining({ operator: "aten::sum.dim_IntList", argument: "keepDim" }),
    );
    expect(() => x.softmax(1, 2 as never)).toThrow(expect.objectContaining({ argument: "options" }));
    expect(() => ops.add(x, x, null as never)).toThrow(ArgumentError);
  });

  test("errors say what was given, shortly and without a C++ trace", () => {
    const x = ops.ones([2, 2]);
    expect(() => ops.sumDim(x, ["a".repeat(1000)] as never)).toThrow(/^.{1,200}$/s);
    expect(() => x.mm(ops.ones([3, 3]))).toThrow(LibtorchError);
    expect(() => x.mm(ops.ones([3, 3]))).toThrow(/^aten::mm: .*\(2x2 and 3x3\)$/);
    try {
      ops.unflatten(tensor(1), 0, [1]);
    } catch (error) {
      expect((error as Error).message).not.toMatch(/frame #|Exception raised/);
    }
  });

  test("names outside the allowlist", () => {
    expect(() => callByName("aten::rand_like_nothing", [])).toThrow(ArgumentError);
    expect(() => describeOperator("aten::system")).toThrow(ArgumentError);
    expect(has("aten::nothing.at_all")).toBe(false);
    expect(operatorNames().length).toBeGreaterThanOrEqual(300);
  });

  test("operators that this libtorch lacks throw, and has() knows", () => {
    for (const name of operatorNames().filter((one) => !has(one))) {
      expect(() => describeOperator(name)).toThrow(MissingOperatorError);
    }
    expect(new MissingOperatorError("aten::x", "1.13")).toBeInstanceOf(TorchError);
  });
});

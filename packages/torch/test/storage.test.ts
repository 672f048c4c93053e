import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  ArgumentError,
  DTYPES,
  type DType,
  elementBytes,
  fromTypedArray,
  LibtorchError,
  liveTensors,
  openScope,
  ops,
  type Scope,
  type Tensor,
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

const REAL = DTYPES.filter((dtype) => !dtype.startsWith("complex"));

describe("values in and out", () => {
  test.each(REAL)("%s holds small integers exactly", (dtype) => {
    const values = dtype === "bool" ? [0, 1, 1, 0, 1, 0] : [0, 1, 2, 3, 100, 7];
    const x = tensor(values, { dtype, shape: [2, 3] });
    expect(x.dtype).toBe(dtype);
    expect(x.shape).toEqual([2, 3]);
    expect(x.tolist()).toEqual([values.slice(0, 3), values.slice(3)]);
  });

  test.each([
    ["float32", Float32Array.of(1.5, -0, Number.NaN, Number.POSITIVE_INFINITY)],
    ["float64", Float64Array.of(Math.PI, 5e-324, -0)],
    ["int64", BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n), 0n)],
    ["int32", Int32Array.of(2 ** 31 - 1, -(2 ** 31))],
    ["int16", Int16Array.of(32_767, -32_768)],
    ["int8", Int8Array.of(127, -128)],
    ["uint8", Uint8Array.of(0, 255)],
  ] as const)("a typed array of %s comes back bit for bit", (dtype, data) => {
    const x = tensor(data);
    expect(x.dtype).toBe(dtype);
    const back = x.toTypedArray();
    expect(back.constructor).toBe(data.constructor);
    expect(new Uint8Array(back.buffer)).toEqual(new Uint8Array(data.buffer));
  });

  // Values and roundings from the formats' definitions: 11 and 8 bits of significand.
  test.each([
    ["float16", [1 / 3, 65_504, 65_520, 2 ** -24, 2 ** -26], [0.333251953125, 65_504, Infinity, 2 ** -24, 0]],
    ["bfloat16", [1 / 3, 3.4e38, 257, 1.00390625], [0.333984375, Infinity, 256, 1]],
  ] as const)("%s rounds to nearest, ties to even, and is read as float32", (dtype, given, expected) => {
    const x = tensor([...given], { dtype });
    expect(x.toTypedArray()).toBeInstanceOf(Float32Array);
    expect(x.tolist()).toEqual([...expected]);
  });

  test("strided tensors are read in row-major order", () => {
    const x = ops.arange(6).reshape([2, 3]);
    expect(x.t().isContiguous()).toBe(false);
    expect(x.t().tolist()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    const image = ops.arange(24).reshape([1, 2, 3, 4]);
    const last = image.contiguous({ memoryFormat: "channelsLast" });
    expect(last.isContiguous("channelsLast")).toBe(true);
    expect(last.tolist()).toEqual(image.tolist());
  });

  test("numbers, nesting, empty arrays and scalars", () => {
    expect(tensor(3).shape).toEqual([]);
    expect(tensor(3).tolist()).toBe(3);
    expect(tensor([]).shape).toEqual([0]);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    expect(tensor([[true, false]]).tolist()).toEqual([[1, 0]]);
    expect(tensor([[[1], [2]]]).shape).toEqual([1, 2, 1]);
  });

  test("item is exact or an error", () => {
    expect(tensor(BigInt64Array.of(2n ** 53n - 1n)).item()).toBe(2 ** 53 - 1);
    expect(() => tensor(BigInt64Array.of(2n ** 53n)).item()).toThrow(/2\^53/);
    expect(() => tensor([1, 2]).item()).toThrow(LibtorchError);
    expect(() => ops.complex(tensor(1), tensor(2)).item()).toThrow(/complex/);
    expect(ops.complex(tensor(1), tensor(2)).toTypedArray()).toEqual(Float32Array.of(1, 2));
  });

  test.each<[string, () => unknown]>([
    ["ragged rows", () => tensor([[1], [2, 3]])],
    ["uneven depth", () => tensor([1, [2]] as never)],
    ["strings", () => tensor(["1"] as never)],
    ["null", () => tensor(null as never)],
    ["an array that holds itself", () => tensor(itself() as never)],
    ["fractions as integers", () => tensor([1.5], { dtype: "int64" })],
    ["NaN as an integer", () => tensor([Number.NaN], { dtype: "int32" })],
    ["a dtype that does not exist", () => tensor([1], { dtype: "float31" as DType })],
    ["unsigned words", () => tensor(new Uint16Array(2) as never)],
    ["a data view", () => tensor(new DataView(new ArrayBuffer(4)) as never)],
    ["a shape of the wrong product", () => tensor([1, 2, 3], { shape: [2, 2] })],
    ["a negative shape", () => tensor([1, 2], { shape: [-1, -2] })],
    ["a fractional shape", () => tensor([1, 2, 3], { shape: [1.5, 2] })],
    ["a shape that is no array", () => tensor([1], { shape: 1 as never })],
    ["an endless shape", () => tensor([1], { shape: new Array(1000).fill(1) })],
    ["null as memory", () => fromTypedArray(null as never)],
    ["a size beyond the memory", () => fromTypedArray(new Float32Array(4), [5])],
  ])("%s are refused", (_, body) => {
    expect(body).toThrow(ArgumentError);
  });

  test("a tensor of a thousand dimensions is described, one of two thousand refused", () => {
    const x = ops.reshape(tensor([1]), new Array(1000).fill(1));
    expect(x.dim).toBe(1000);
    const many = ops.reshape(tensor([1]), new Array(2000).fill(1));
    expect(() => many.shape).toThrow(LibtorchError);
    expect(many.disposed).toBe(false);
  });

  test("a result of more tensors than a call can return is an error that leaves none behind", () => {
    const rows = ops.zeros([40_000, 1]);
    const alive = liveTensors();
    expect(() => rows.unbind()).toThrow(/more values than one call can return/);
    expect(liveTensors()).toBe(alive);
    expect(ops.zeros([10_000, 1]).unbind()).toHaveLength(10_000);
  });
});

function itself(): unknown[] {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

describe("memory shared with JavaScript", () => {
  test("each sees what the other writes", () => {
    const memory = Float32Array.of(1, 2, 3, 4);
    const x = fromTypedArray(memory, [2, 2]);
    memory[3] = 40;
    expect(x.tolist()).toEqual([
      [1, 2],
      [3, 40],
    ]);
    x.mulScalar_(2);
    expect(memory).toEqual(Float32Array.of(2, 4, 6, 80));
  });

  test("a part of a buffer, and bytes as another dtype", () => {
    const buffer = new ArrayBuffer(32);
    const part = new Float32Array(buffer, 8, 3);
    fromTypedArray(part).fillScalar_(7);
    expect([...new Float32Array(buffer)]).toEqual([0, 0, 7, 7, 7, 0, 0, 0]);
    const half = fromTypedArray(new Uint8Array([0, 0x3c, 0, 0xc0]), [2], "float16");
    expect(half.tolist()).toEqual([1, -2]);
  });

  test("memory between threads works, memory that may shrink is refused", () => {
    const shared = new Float32Array(new SharedArrayBuffer(16));
    fromTypedArray(shared).fillScalar_(3);
    expect([...shared]).toEqual([3, 3, 3, 3]);
    const Resizable = ArrayBuffer as unknown as new (length: number, options: object) => ArrayBuffer;
    expect(() => fromTypedArray(new Float32Array(new Resizable(16, { maxByteLength: 64 })))).toThrow(
      /resized/,
    );
    expect(() => fromTypedArray(new Uint8Array(new ArrayBuffer(9), 1, 8), [2], "float32")).toThrow(
      /multiple of 4/,
    );
  });

  test("borrowed memory cannot be transferred from under its tensor", () => {
    const memory = Float32Array.of(1, 2);
    const x = fromTypedArray(memory);
    try {
      structuredClone(memory, { transfer: [memory.buffer as ArrayBuffer] });
    } catch {
      // Some versions of Node throw, others copy.
    }
    expect(memory.length).toBe(2);
    expect(x.tolist()).toEqual([1, 2]);
  });

  test("a view is the tensor's own memory, for as long as the view lives", () => {
    const x = ops.zeros([3]);
    const view = x.viewTypedArray();
    const again = x.viewTypedArray();
    view[1] = 5;
    expect(again[1]).toBe(5);
    expect(x.tolist()).toEqual([0, 5, 0]);
    x.dispose();
    expect([...view]).toEqual([0, 5, 0]);
  });

  test.each<[string, () => Tensor]>([
    ["strided", () => ops.zeros([2, 3]).t()],
    ["half", () => ops.zeros([2], { dtype: "float16" })],
    ["meta", () => ops.zeros([2], { device: "meta" })],
  ])("%s tensors have no view", (_, make) => {
    expect(() => make().viewTypedArray()).toThrow(LibtorchError);
  });

  test("empty tensors", () => {
    expect(fromTypedArray(new Float32Array(0)).shape).toEqual([0]);
    expect(ops.zeros([0, 3]).viewTypedArray()).toHaveLength(0);
    expect(ops.zeros([0, 3]).toTypedArray()).toHaveLength(0);
  });

  test("collection of either side's handle harms nobody", () => {
    const child = spawnSync(process.execPath, ["--expose-gc", join(import.meta.dirname, "collection.mjs")], {
      encoding: "utf8",
    });
    expect(child.stderr).toBe("");
    expect(child.status).toBe(0);
  });
});

test("elementBytes agrees with libtorch", () => {
  for (const dtype of DTYPES.filter((one) => one !== "float16" && one !== "bfloat16")) {
    expect(ops.zeros([3], { dtype }).toTypedArray().byteLength).toBe(3 * elementBytes(dtype));
  }
});

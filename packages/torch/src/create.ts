import { markAsUntransferable } from "node:worker_threads";
import { type Device, type DType, dtypeIndex, elementBytes } from "./dtype.js";
import { ArgumentError } from "./errors.js";
import { native, writeShape } from "./native.js";
import { copy_, empty, to } from "./ops.generated.js";
import { scope } from "./scope.js";
import { attempt, Tensor } from "./tensor.js";

export type TensorData = number | boolean | TensorData[];
export type TypedData =
  | Float32Array
  | Float64Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

function dtypeOf(operator: string, data: TypedData): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof BigInt64Array) return "int64";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof Int16Array) return "int16";
  if (data instanceof Int8Array) return "int8";
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return "uint8";
  throw new ArgumentError(operator, "data", "is not a typed array of a dtype that libtorch has");
}

// Nested arrays and shapes deeper than this are mistakes, such as arrays that hold themselves.
const MOST_DIMENSIONS = 64;

function checkedShape(operator: string, count: number, shape: readonly number[]): readonly number[] {
  if (!Array.isArray(shape) || shape.length > MOST_DIMENSIONS)
    throw new ArgumentError(operator, "shape", `must be an array of at most ${MOST_DIMENSIONS} sizes`);
  let product = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0)
      throw new ArgumentError(operator, "shape", `has the size ${String(size)}`);
    product *= size;
  }
  if (product !== count)
    throw new ArgumentError(
      operator,
      "shape",
      `[${shape.join(", ")}] has ${product} elements, the data ${count}`,
    );
  return shape;
}

function shapeOfNested(data: TensorData): number[] {
  const shape: number[] = [];
  for (let level: TensorData | undefined = data; Array.isArray(level); level = level[0]) {
    if (shape.length === MOST_DIMENSIONS)
      throw new ArgumentError("tensor", "data", `is nested more than ${MOST_DIMENSIONS} deep`);
    shape.push(level.length);
  }
  return shape;
}

function flattenInto(
  flat: Float64Array,
  data: TensorData,
  shape: readonly number[],
  depth: number,
  at: number,
): number {
  if (depth === shape.length) {
    if (Array.isArray(data))
      throw new ArgumentError("tensor", "data", "is nested more deeply in one place than in another");
    if (typeof data !== "number" && typeof data !== "boolean")
      throw new ArgumentError("tensor", "data", `has an item of type ${typeof data}`);
    flat[at] = Number(data);
    return at + 1;
  }
  if (!Array.isArray(data) || data.length !== shape[depth])
    throw new ArgumentError("tensor", "data", "has rows of different lengths");
  for (const item of data) at = flattenInto(flat, item, shape, depth + 1, at);
  return at;
}

const INTEGERS: ReadonlySet<DType> = new Set(["int64", "int32", "int16", "int8", "uint8"]);

function requireIntegers(flat: Float64Array, dtype: DType): void {
  const bad = flat.find((value) => !Number.isInteger(value));
  if (bad !== undefined)
    throw new ArgumentError("tensor", "data", `holds ${bad}, which ${dtype} cannot: round it first`);
}

/**
 * A new tensor with a copy of `data`: a number, nested arrays, or a typed array
 * (then in `shape`, one dimension where it is left out). Numbers become float32,
 * typed arrays the dtype of their elements, unless `dtype` says otherwise.
 *
 * @throws ArgumentError for ragged arrays, shapes that do not fit, and numbers
 * that an integer dtype cannot hold.
 */
export function tensor(
  data: TensorData | TypedData,
  options: { shape?: readonly number[]; dtype?: DType; device?: Device } = {},
): Tensor {
  let typed: TypedData;
  let shape: readonly number[];
  let dtype: DType;
  if (ArrayBuffer.isView(data)) {
    typed = data;
    shape = checkedShape("tensor", data.length, options.shape ?? [data.length]);
    dtype = dtypeOf("tensor", data);
  } else {
    const nested = shapeOfNested(data);
    const flat = new Float64Array(nested.reduce((product, size) => product * size, 1));
    flattenInto(flat, data, nested, 0, 0);
    if (options.dtype !== undefined && INTEGERS.has(options.dtype)) requireIntegers(flat, options.dtype);
    shape = options.shape === undefined ? nested : checkedShape("tensor", flat.length, options.shape);
    if (options.dtype === undefined || options.dtype === "float32") {
      typed = Float32Array.from(flat);
      dtype = "float32";
    } else {
      typed = flat;
      dtype = "float64";
    }
  }
  writeShape(shape);
  const made = new Tensor(attempt("tensor", () => native.copyIn(typed, dtypeIndex(dtype))));
  return convert(made, dtype, options);
}

/**
 * A CPU tensor over the typed array's own memory, without a copy: each sees what
 * the other writes. The memory lives as long as the tensor, and can no longer be
 * transferred to another thread.
 *
 * @throws ArgumentError for a shape that does not fit, and for memory that can
 * be resized or lies across the dtype's boundaries.
 */
export function fromTypedArray(
  data: TypedData,
  shape?: readonly number[],
  dtype: DType = dtypeOf("fromTypedArray", data),
): Tensor {
  const bytes = checkedDtype("fromTypedArray", dtype);
  requireSteady(data, bytes);
  const count = data.byteLength / bytes;
  writeShape(checkedShape("fromTypedArray", count, shape ?? [count]));
  return new Tensor(attempt("fromTypedArray", () => native.borrow(data, dtypeIndex(dtype))));
}

/** Memory that moves or vanishes under a tensor would be read all the same. */
function requireSteady(data: TypedData, elementBytes: number): void {
  dtypeOf("fromTypedArray", data);
  const { buffer } = data as { buffer: ArrayBufferLike & { resizable?: boolean; growable?: boolean } };
  if (buffer.resizable === true || buffer.growable === true)
    throw new ArgumentError(
      "fromTypedArray",
      "data",
      "has a buffer that can be resized: copy it with tensor()",
    );
  if (data.byteOffset % elementBytes !== 0)
    throw new ArgumentError(
      "fromTypedArray",
      "data",
      `starts at byte ${data.byteOffset}, not a multiple of ${elementBytes}`,
    );
  if (buffer instanceof ArrayBuffer) markAsUntransferable(buffer);
}

function checkedDtype(operator: string, dtype: DType): number {
  if (dtypeIndex(dtype) < 0) throw new ArgumentError(operator, "dtype", `is unknown: ${String(dtype)}`);
  return elementBytes(dtype);
}

function convert(made: Tensor, dtype: DType, wanted: { dtype?: DType; device?: Device }): Tensor {
  const { dtype: type = dtype, device = "cpu" } = wanted;
  if (type === dtype && device === "cpu") return made;
  try {
    if (!device.startsWith("cuda") || native.cudaDeviceCount() === 0)
      return to(made, { dtype: type, device });
    return scope(() => copyToGpu(to(made, { dtype: type }), device));
  } finally {
    made.dispose();
  }
}

/**
 * A CPU tensor's copy on a GPU, through pinned memory: the caller goes on at once, whatever the GPU still has to do, and
 * may write to its own tensor again. libtorch keeps pinned memory from being used again before the copy out of it is done.
 */
export function copyToGpu(own: Tensor, device: Device): Tensor {
  return scope(() => {
    const pinned = empty(own.shape, { dtype: own.dtype, pinMemory: true });
    return to(copy_(pinned, own), { device, nonBlocking: true });
  });
}

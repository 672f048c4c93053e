import { type Device, type DType, dtypeIndex, elementBytes } from "./dtype.js";
import { ArgumentError } from "./errors.js";
import { native, writeShape } from "./native.js";
import { to } from "./ops.generated.js";
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

function dtypeOf(data: TypedData): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof BigInt64Array) return "int64";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof Int16Array) return "int16";
  if (data instanceof Int8Array) return "int8";
  return "uint8";
}

function checkedShape(operator: string, count: number, shape: readonly number[]): readonly number[] {
  let product = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0)
      throw new ArgumentError(operator, "shape", `has the size ${size}`);
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
  for (let level: TensorData | undefined = data; Array.isArray(level); level = level[0])
    shape.push(level.length);
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

/**
 * A new tensor with a copy of `data`: a number, nested arrays, or a typed array
 * (then in `shape`, one dimension where it is left out). Numbers become float32,
 * typed arrays the dtype of their elements, unless `dtype` says otherwise.
 *
 * @throws ArgumentError for ragged arrays and shapes that do not fit.
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
    dtype = dtypeOf(data);
  } else {
    const nested = shapeOfNested(data);
    const flat = new Float64Array(nested.reduce((product, size) => product * size, 1));
    flattenInto(flat, data, nested, 0, 0);
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
 * the other writes. The memory lives as long as the tensor.
 *
 * @throws ArgumentError for a shape that does not fit.
 */
export function fromTypedArray(
  data: TypedData,
  shape: readonly number[] = [data.length],
  dtype: DType = dtypeOf(data),
): Tensor {
  const bytes = checkedDtype("fromTypedArray", dtype);
  checkedShape("fromTypedArray", data.byteLength / bytes, shape);
  writeShape(shape);
  return new Tensor(attempt("fromTypedArray", () => native.borrow(data, dtypeIndex(dtype))));
}

function checkedDtype(operator: string, dtype: DType): number {
  if (dtypeIndex(dtype) < 0) throw new ArgumentError(operator, "dtype", `is unknown: ${String(dtype)}`);
  return elementBytes(dtype);
}

function convert(made: Tensor, dtype: DType, wanted: { dtype?: DType; device?: Device }): Tensor {
  if ((wanted.dtype ?? dtype) === dtype && (wanted.device ?? "cpu") === "cpu") return made;
  try {
    return to(made, { dtype: wanted.dtype ?? dtype, device: wanted.device ?? "cpu" });
  } finally {
    made.dispose();
  }
}

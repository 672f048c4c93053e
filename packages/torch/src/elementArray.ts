import { type DType, elementBytes } from "./dtype.js";

/** The typed array that holds a dtype's elements. */
export type ElementArray =
  | Float32Array
  | Float64Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array;

/**
 * A typed array of `count` elements of a dtype, over `buffer` or over memory of its own. float16 and bfloat16 are
 * held as float32, complex numbers as pairs.
 */
export function arrayFor(dtype: DType, count: number, buffer?: ArrayBuffer): ElementArray {
  const memory =
    buffer ??
    new ArrayBuffer(count * (dtype === "float16" || dtype === "bfloat16" ? 4 : elementBytes(dtype)));
  switch (dtype) {
    case "float64":
      return new Float64Array(memory, 0, count);
    case "complex128":
      return new Float64Array(memory, 0, count * 2);
    case "complex64":
      return new Float32Array(memory, 0, count * 2);
    case "int64":
      return new BigInt64Array(memory, 0, count);
    case "int32":
      return new Int32Array(memory, 0, count);
    case "int16":
      return new Int16Array(memory, 0, count);
    case "int8":
      return new Int8Array(memory, 0, count);
    case "uint8":
    case "bool":
      return new Uint8Array(memory, 0, count);
    default:
      return new Float32Array(memory, 0, count);
  }
}

import { DEVICE_TYPES, type Device, DTYPES, type DType } from "./dtype.js";
import { arrayFor, type ElementArray } from "./elementArray.js";
import { ArgumentError, LibtorchError, ReleasedTensorError, TorchError } from "./errors.js";
import { facts, native } from "./native.js";
import { currentScope, Owned, onOrphan, type Scope } from "./scope.js";

// The backstop for tensors that no scope owns. V8 cannot see their memory, so
// nothing may rely on it: it only keeps a forgotten tensor from living for ever.
const backstop = new FinalizationRegistry<number>((handle) => native.release(handle));

/**
 * A tensor of libtorch. Operators are methods (`x.add(y)`) and functions
 * (`ops.add(x, y)`), both generated from libtorch's schemas.
 *
 * It belongs to the scope in which it was made. Use after release throws
 * `ReleasedTensorError`.
 */
export class Tensor extends Owned {
  /** @internal The native table's slot; 0 once released. */
  override handle: number;
  /** @internal */
  override scope: Scope | null;

  /** @internal Tensors come from operators and from `tensor()`. */
  constructor(handle: number) {
    super();
    this.handle = handle;
    this.scope = currentScope();
    if (this.scope === null) backstop.register(this, handle, this);
    else this.scope.add(this);
  }

  get disposed(): boolean {
    return this.handle === 0;
  }

  /** Releases it now. Harmless when it already was. */
  override dispose(): void {
    if (this.handle === 0) return;
    if (this.scope === null) backstop.unregister(this);
    native.release(this.handle);
    this.handle = 0;
  }

  /** @internal The handle, checked. */
  live(operator: string): number {
    if (this.handle === 0) throw new ReleasedTensorError(operator, "self");
    return this.handle;
  }

  get shape(): number[] {
    ask(this, "shape");
    return Array.from(facts.subarray(7, 7 + facts[6]!));
  }

  /** Number of dimensions. */
  get dim(): number {
    ask(this, "dim");
    return facts[6]!;
  }

  /** Number of elements. */
  get numel(): number {
    ask(this, "numel");
    let count = 1;
    for (let index = 0; index < facts[6]!; index++) count *= facts[7 + index]!;
    return count;
  }

  /** The length of dimension `dim`, counted from the end where negative. */
  size(dim: number): number {
    ask(this, "size");
    const dimensions = facts[6]!;
    const index = dim < 0 ? dim + dimensions : dim;
    if (!Number.isInteger(index) || index < 0 || index >= dimensions) {
      throw new ArgumentError("size", "dim", `is ${String(dim)} for a tensor of ${dimensions} dimensions`);
    }
    return facts[7 + index]!;
  }

  get dtype(): DType {
    ask(this, "dtype");
    return DTYPES[facts[0]!]!;
  }

  get device(): Device {
    ask(this, "device");
    const type = DEVICE_TYPES[facts[1]!]!;
    return type === "cuda" ? `cuda:${facts[2]}` : type;
  }

  get requiresGrad(): boolean {
    ask(this, "requiresGrad");
    return facts[3] === 1;
  }

  /** Whether gradients are accumulated into `.grad` (made by the user, not by an operator). */
  get isLeaf(): boolean {
    ask(this, "isLeaf");
    return facts[4] === 1;
  }

  /** Whether elements lie in memory in the order of `format`. */
  isContiguous(format: "contiguous" | "channelsLast" = "contiguous"): boolean {
    ask(this, "isContiguous");
    return (facts[5]! & (format === "contiguous" ? 1 : 2)) !== 0;
  }

  requiresGrad_(wanted = true): this {
    attempt("requiresGrad_", () => native.setRequiresGrad(this.live("requiresGrad_"), wanted ? 1 : 0));
    return this;
  }

  /** The accumulated gradient, as a new reference, or null. */
  get grad(): Tensor | null {
    const handle = attempt("grad", () => native.getGrad(this.live("grad")));
    return handle === 0 ? null : new Tensor(handle);
  }

  /**
   * Replaces the accumulated gradient; null takes it away.
   *
   * @throws LibtorchError for a gradient of another shape, dtype or device.
   */
  setGrad(gradient: Tensor | null): void {
    const handle = gradient === null ? 0 : handleOf(gradient, "setGrad", "gradient");
    attempt("setGrad", () => native.setGrad(this.live("setGrad"), handle));
  }

  /** A second reference to the same tensor, owned by the current scope. */
  share(): Tensor {
    return new Tensor(attempt("share", () => native.share(this.live("share"))));
  }

  /**
   * The elements in row-major order, copied. float16 and bfloat16 come as
   * Float32Array, bool as Uint8Array, complex as interleaved pairs.
   */
  toTypedArray(): ElementArray {
    const plain = plainCpu(this);
    try {
      const array = arrayFor(plain.tensor.dtype, plain.tensor.numel);
      attempt("toTypedArray", () => native.copyOut(plain.tensor.handle, array));
      return array;
    } finally {
      plain.release();
    }
  }

  /**
   * The elements as a typed array over the tensor's own memory: writing into it
   * changes the tensor. The memory stays alive as long as the array does.
   *
   * @throws LibtorchError unless the tensor is a contiguous CPU tensor.
   */
  viewTypedArray(): ElementArray {
    const { dtype } = this;
    if (dtype === "float16" || dtype === "bfloat16")
      throw new LibtorchError("viewTypedArray", `${dtype} has no typed array: use toTypedArray()`);
    const count = this.numel;
    const buffer =
      count === 0
        ? new ArrayBuffer(0)
        : attempt("viewTypedArray", () => native.view(this.live("viewTypedArray")));
    return arrayFor(dtype, count, buffer);
  }

  /**
   * The only element as a number.
   *
   * @throws LibtorchError when there is not exactly one, for complex numbers, or
   * when an int64 does not fit a JavaScript number.
   */
  item(): number {
    requireReal(this, "item");
    const count = this.numel;
    if (count !== 1) throw new LibtorchError("item", `a tensor of ${count} elements has no single value`);
    const value = Number(this.toTypedArray()[0]!);
    if (this.dtype === "int64" && !Number.isSafeInteger(value))
      throw new LibtorchError("item", `${value} is beyond 2^53: use toTypedArray()`);
    return value;
  }

  /** The elements as nested arrays of numbers; a number for a tensor without dimensions. */
  tolist(): NestedNumbers {
    requireReal(this, "tolist");
    const { shape } = this;
    const flat = this.toTypedArray();
    let at = 0;
    const build = (depth: number): NestedNumbers =>
      depth === shape.length
        ? Number(flat[at++])
        : Array.from({ length: shape[depth]! }, () => build(depth + 1));
    return build(0);
  }

  override toString(): string {
    return this.disposed
      ? "Tensor(released)"
      : `Tensor(${this.dtype}[${this.shape.join("×")}] on ${this.device})`;
  }
}

export type NestedNumbers = number | NestedNumbers[];

// A released scope turns an escaping tensor into an orphan; so does keep().
onOrphan((tensor) => backstop.register(tensor, tensor.handle, tensor));

/** Asks for a tensor's facts; the answer lies in `facts`. */
function ask(tensor: Tensor, operator: string): void {
  const handle = tensor.live(operator);
  try {
    native.info(handle);
  } catch (cause) {
    throw new LibtorchError(operator, (cause as Error).message);
  }
}

/** The handle of what must be a tensor in use. */
export function handleOf(value: unknown, operator: string, argument: string): number {
  if (!(value instanceof Tensor)) throw new ArgumentError(operator, argument, "must be a Tensor");
  if (value.handle === 0) throw new ReleasedTensorError(operator, argument);
  return value.handle;
}

/** Runs a native function and names the operation in its error. */
export function attempt<T>(operator: string, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    if (cause instanceof TorchError) throw cause;
    throw new LibtorchError(operator, (cause as Error).message);
  }
}

/** @internal Replaced by the generated operators: conversion of a tensor for reading. */
export interface Conversion {
  toCpuFloat(tensor: Tensor): Tensor;
  toCpu(tensor: Tensor): Tensor;
  contiguous(tensor: Tensor): Tensor;
}
let conversion: Conversion | undefined;
/** @internal */
export function setConversion(given: Conversion): void {
  conversion = given;
}

function plainCpu(tensor: Tensor): { tensor: Tensor; release(): void } {
  const made: Tensor[] = [];
  let result = tensor;
  const step = (next: Tensor): void => {
    if (next !== result) made.push(next);
    result = next;
  };
  const { dtype } = tensor;
  if (conversion === undefined) throw new TorchError("operators are not loaded");
  if (dtype === "float16" || dtype === "bfloat16") step(conversion.toCpuFloat(result));
  else if (tensor.device !== "cpu") step(conversion.toCpu(result));
  if (!result.isContiguous()) step(conversion.contiguous(result));
  return {
    tensor: result,
    release: () => {
      for (const one of made) one.dispose();
    },
  };
}

function requireReal(tensor: Tensor, operator: string): void {
  if (tensor.dtype.startsWith("complex"))
    throw new LibtorchError(operator, `${tensor.dtype} has no plain numbers: use toTypedArray()`);
}

/** Tensors alive in this thread: what leak tests assert. */
export function liveTensors(): number {
  return native.live();
}

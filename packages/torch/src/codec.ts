/**
 * Values on their way into and out of the call buffer. Everything is checked here, before libtorch sees it: a wrong
 * tag there would be an assertion, and a wrong enum a crash.
 */
import { DTYPES, dtypeIndex, FloatScalar, MEMORY_FORMATS, parseDevice } from "./dtype.js";
import { ArgumentError, ReleasedTensorError, TorchError } from "./errors.js";
import { Generator } from "./generator.js";
import { BUFFER_WORDS, native, words, wordsAsBigInt } from "./native.js";
import type { Operator } from "./operator.js";
import { Tensor } from "./tensor.js";

// Tags and kinds of `native/src/bridge.h`.
const TAG = {
  default: 0,
  none: 1,
  tensor: 2,
  int: 3,
  double: 4,
  bool: 5,
  list: 6,
  string: 7,
  dtype: 8,
  device: 9,
  generator: 10,
  format: 11,
  bigint: 12,
} as const;
const KIND = {
  tensor: 0,
  int: 1,
  float: 2,
  bool: 3,
  scalar: 4,
  string: 5,
  dtype: 6,
  layout: 7,
  device: 8,
  format: 9,
  generator: 10,
} as const;

/** One argument of an operator as this libtorch declares it. */
export interface ArgumentPlan {
  readonly name: string;
  /** A value of KIND, 11 for a type without a conversion, -1 where this libtorch has no such argument. */
  readonly kind: number;
  readonly optional: boolean;
  readonly list: boolean;
  readonly optionalItem: boolean;
  readonly hasDefault: boolean;
  readonly fixedLength: number;
}

/** What an operator can give back. */
export type Value = Tensor | number | bigint | boolean | null | Value[];

let at = 0;

/** Writes an operator's values into the call buffer. @throws ArgumentError, ReleasedTensorError */
export function encodeValues(operator: Operator, values: readonly unknown[]): void {
  if (interned.size >= MOST_STRINGS) forgetStrings();
  const plans = operator.arguments;
  at = 0;
  for (let index = 0; index < plans.length; index++) {
    const value = values[index];
    const plan = plans[index]!;
    if (value === undefined) {
      if (!plan.hasDefault) throw new ArgumentError(operator.name, plan.name, "is required");
      words[at++] = TAG.default;
    } else if (value === null) {
      if (!plan.optional) throw new ArgumentError(operator.name, plan.name, "may not be null");
      words[at++] = TAG.none;
    } else if (plan.list) {
      encodeList(operator, plan, value);
    } else {
      encode(operator, plan, value);
    }
  }
}

function refuse(operator: Operator, plan: ArgumentPlan, wanted: string, value: unknown): never {
  throw new ArgumentError(operator.name, plan.name, `must be ${wanted}, not ${shown(value)}`);
}

/** A value in a few words, for messages. */
export function shown(value: unknown): string {
  if (value instanceof Tensor) return "a tensor";
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return "an array";
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

function encode(operator: Operator, plan: ArgumentPlan, value: unknown): void {
  switch (plan.kind) {
    case KIND.tensor: {
      if (!(value instanceof Tensor)) refuse(operator, plan, "a Tensor", value);
      if (value.handle === 0) throw new ReleasedTensorError(operator.name, plan.name);
      words[at++] = TAG.tensor;
      words[at++] = value.handle;
      return;
    }
    case KIND.int:
      encodeInt(operator, plan, value);
      return;
    case KIND.float: {
      const number = value instanceof FloatScalar ? value.value : value;
      if (typeof number !== "number") refuse(operator, plan, "a number", number);
      words[at++] = TAG.double;
      words[at++] = number;
      return;
    }
    case KIND.bool:
      if (typeof value !== "boolean") refuse(operator, plan, "a boolean", value);
      words[at++] = TAG.bool;
      words[at++] = value ? 1 : 0;
      return;
    case KIND.scalar:
      encodeScalar(operator, plan, value);
      return;
    case KIND.string:
      if (typeof value !== "string") refuse(operator, plan, "a string", value);
      words[at++] = TAG.string;
      words[at++] = intern(value);
      return;
    case KIND.dtype: {
      const index = dtypeIndex(value);
      if (index < 0) refuse(operator, plan, `one of ${DTYPES.join(", ")}`, value);
      words[at++] = TAG.dtype;
      words[at++] = index;
      return;
    }
    case KIND.device: {
      const device = parseDevice(value);
      if (device === null) refuse(operator, plan, '"cpu", "cuda" or "cuda:N"', value);
      words[at++] = TAG.device;
      words[at++] = device[0];
      words[at++] = device[1];
      return;
    }
    case KIND.format: {
      const index = MEMORY_FORMATS.indexOf(value as "contiguous");
      if (index < 0) refuse(operator, plan, `one of ${MEMORY_FORMATS.join(", ")}`, value);
      words[at++] = TAG.format;
      words[at++] = index;
      return;
    }
    case KIND.generator:
      if (!(value instanceof Generator)) refuse(operator, plan, "a Generator", value);
      if (value.index < 0) throw new ArgumentError(operator.name, plan.name, "is a released generator");
      words[at++] = TAG.generator;
      words[at++] = value.index;
      return;
    case -1:
      throw new ArgumentError(operator.name, plan.name, `is unknown to libtorch ${native.version()}`);
    default:
      throw new ArgumentError(operator.name, plan.name, "has a type that cannot be passed: leave it out");
  }
}

function encodeInt(operator: Operator, plan: ArgumentPlan, value: unknown): void {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) refuse(operator, plan, "an integer", value);
    words[at++] = TAG.int;
    words[at++] = value;
  } else if (typeof value === "bigint") {
    if (BigInt.asIntN(64, value) !== value) refuse(operator, plan, "an integer of 64 bits", value);
    words[at++] = TAG.bigint;
    wordsAsBigInt[at++] = value;
  } else {
    refuse(operator, plan, "an integer", value);
  }
}

function encodeScalar(operator: Operator, plan: ArgumentPlan, value: unknown): void {
  if (typeof value === "number") {
    words[at++] = Number.isSafeInteger(value) && !Object.is(value, -0) ? TAG.int : TAG.double;
    words[at++] = value;
  } else if (value instanceof FloatScalar) {
    if (typeof value.value !== "number") refuse(operator, plan, "a number", value.value);
    words[at++] = TAG.double;
    words[at++] = value.value;
  } else if (typeof value === "boolean") {
    words[at++] = TAG.bool;
    words[at++] = value ? 1 : 0;
  } else if (typeof value === "bigint") {
    encodeInt(operator, plan, value);
  } else {
    refuse(operator, plan, "a number", value);
  }
}

function encodeList(operator: Operator, plan: ArgumentPlan, value: unknown): void {
  let list: ArrayLike<unknown>;
  if (Array.isArray(value)) list = value;
  else if (plan.fixedLength > 0 && typeof value === "number") list = new Array(plan.fixedLength).fill(value);
  else refuse(operator, plan, "an array", value);
  if (list.length * 2 + at + 64 > BUFFER_WORDS) {
    throw new ArgumentError(operator.name, plan.name, `has ${list.length} items: pass long lists as tensors`);
  }
  words[at++] = TAG.list;
  words[at++] = list.length;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    // Sizes, strides and margins: the common case, without a call.
    if (plan.kind === KIND.int && Number.isSafeInteger(item)) {
      words[at++] = TAG.int;
      words[at++] = item as number;
      continue;
    }
    if (item === null || item === undefined) {
      if (!plan.optionalItem) refuse(operator, plan, "a list without holes", item);
      words[at++] = TAG.none;
    } else {
      encode(operator, plan, item);
    }
  }
}

const interned = new Map<string, number>();
// Strings are modes and einsum equations: a program that makes thousands of
// different ones may pay for converting them again.
const MOST_STRINGS = 4096;

/** Between calls only: a call holds indices of strings. */
function forgetStrings(): void {
  interned.clear();
  native.forgetStrings();
}

function intern(text: string): number {
  const known = interned.get(text);
  if (known !== undefined) return known;
  const index = native.intern(text);
  interned.set(text, index);
  return index;
}

/** Reads an operator's results from the call buffer. */
export function decodeResults(operator: Operator, values: readonly unknown[]): Value {
  at = 0;
  const count = words[at++]!;
  // Some in-place list operators return nothing: give the list back, as wrappers of single ones do.
  if (count === 0) return operator.written >= 0 ? (values[operator.written] as Value) : null;
  if (count === 1) return decode();
  return Array.from({ length: count }, decode);
}

function decode(): Value {
  const tag = words[at++]!;
  switch (tag) {
    case TAG.none:
      return null;
    case TAG.tensor:
      return new Tensor(words[at++]!);
    case TAG.int:
    case TAG.double:
      return words[at++]!;
    case TAG.bool:
      return words[at++] === 1;
    case TAG.bigint:
      return wordsAsBigInt[at++]!;
    case TAG.list:
      return Array.from({ length: words[at++]! }, decode);
    default:
      throw new TorchError(`the bridge returned an unknown tag ${tag}`);
  }
}

// Kinds of malformed values, by what the schema asks for.
//
// A `never` kind can fit no schema: it must be refused with an error that names
// the operator and the argument. A `perhaps` kind has the right type and a
// doubtful value: libtorch decides, and may accept it.
import { createGenerator, ops, tensor } from "../../dist/index.js";
import { F, I, KIND } from "./samples.mjs";

/** @typedef {{ kind: string, never: boolean, make: (valid: unknown) => unknown }} Mutation */

/** @type {(kind: string, make: (valid: unknown) => unknown) => Mutation} */
const never = (kind, make) => ({ kind, never: true, make });
/** @type {(kind: string, make: (valid: unknown) => unknown) => Mutation} */
const perhaps = (kind, make) => ({ kind, never: false, make });

const released = () => {
  const made = F(2);
  made.dispose();
  return made;
};
const releasedGenerator = () => {
  const made = createGenerator();
  made.dispose();
  return made;
};

const FOREIGN = [
  never("an object", () => ({ handle: 1, scope: null })),
  never("a function", () => () => 1),
  never("a symbol", () => Symbol("x")),
  never("a date", () => new Date(0)),
  never("a map", () => new Map()),
];
const MISSING = [never("null", () => null), never("missing", () => undefined)];

const TENSOR = [
  ...FOREIGN,
  never("a number", () => 3),
  never("NaN", () => Number.NaN),
  never("a bigint", () => 3n),
  never("a string", () => "tensor"),
  never("a boolean", () => true),
  never("a typed array", () => new Float32Array(4)),
  never("a list of tensors", () => [F(2)]),
  never("a nested list", () => [[1, 2]]),
  never("a released tensor", released),
  perhaps("no dimensions", () => tensor(1)),
  perhaps("no elements", () => ops.zeros([0])),
  perhaps("no elements in three dimensions", () => ops.zeros([2, 0, 3])),
  perhaps("seven dimensions", () => ops.ones([1, 2, 1, 2, 1, 2, 1])),
  perhaps("another shape", () => F(3, 5, 2)),
  perhaps("bool", () => ops.ones([4, 4], { dtype: "bool" })),
  perhaps("int64", () => I(5, 4, 4)),
  perhaps("uint8", () => ops.ones([4, 4], { dtype: "uint8" })),
  perhaps("float16", () => ops.ones([4, 4], { dtype: "float16" })),
  perhaps("complex64", () => ops.ones([4, 4], { dtype: "complex64" })),
  perhaps("on the meta device", () => ops.ones([4, 4], { device: "meta" })),
  perhaps("not contiguous", () => ops.t(F(4, 4))),
  perhaps("NaNs", () => ops.full([4, 4], Number.NaN)),
  perhaps("huge and negative integers", () =>
    tensor(new BigInt64Array([2n ** 62n, -(2n ** 63n), -1n, 2n ** 31n])),
  ),
  perhaps("the valid one's meta twin", (valid) => ops.to(valid ?? F(2), { device: "meta" })),
  perhaps("the valid one as int64", (valid) => ops.to(valid ?? F(2), { dtype: "int64" })),
  perhaps("the valid one as float64", (valid) => ops.to(valid ?? F(2), { dtype: "float64" })),
  perhaps("the valid one as bool", (valid) => ops.to(valid ?? F(2), { dtype: "bool" })),
  perhaps("the valid one cut short", (valid) => {
    const flat = ops.reshape(valid ?? F(2), [-1]);
    return ops.slice(flat, { end: Math.max(0, flat.numel - 1) });
  }),
  perhaps("the valid one emptied", (valid) => {
    const one = valid ?? F(2);
    return one.dim === 0 ? ops.zeros([0]) : ops.slice(one, { end: 0 });
  }),
  perhaps("the valid one scaled to -1e18", (valid) =>
    ops.mulScalar(ops.to(valid ?? F(2), { dtype: valid?.dtype ?? "float32" }), -1_000_000_000_000_000_000n),
  ),
];

const INT = [
  ...FOREIGN,
  never("a string", () => "1"),
  never("a fraction", () => 1.5),
  never("NaN", () => Number.NaN),
  never("infinity", () => Number.POSITIVE_INFINITY),
  never("beyond 2^53", () => 2 ** 53),
  never("beyond int64", () => 2n ** 63n),
  never("below int64", () => -(2n ** 63n) - 1n),
  never("a boolean", () => true),
  never("a list", () => [1]),
  never("a tensor", () => tensor(1)),
  perhaps("minus one", () => -1),
  perhaps("zero", () => 0),
  perhaps("a bogus enum", () => 99),
  perhaps("a negative enum", () => -99),
  perhaps("2^31", () => 2 ** 31),
  perhaps("-2^31", () => -(2 ** 31)),
  perhaps("2^32 + 1", () => 2 ** 32 + 1),
  perhaps("the largest safe integer", () => Number.MAX_SAFE_INTEGER),
  perhaps("the smallest safe integer", () => Number.MIN_SAFE_INTEGER),
  perhaps("the largest int64", () => 2n ** 63n - 1n),
  perhaps("the smallest int64", () => -(2n ** 63n)),
];

/** The valid list with its first item replaced. @param {unknown} item */
const withItem = (item) => (/** @type {unknown} */ valid) => {
  const list = Array.isArray(valid) && valid.length > 0 ? valid : [1, 1];
  return [item, ...list.slice(1)];
};
/** Every item replaced. @param {unknown} item */
const allItems = (item) => (/** @type {unknown} */ valid) => {
  const list = Array.isArray(valid) && valid.length > 0 ? valid : [1, 1];
  return list.map(() => item);
};

const LIST = [
  ...FOREIGN,
  never("a string", () => "[1, 2]"),
  never("a boolean", () => true),
  never("a typed array", () => new Int32Array([1, 2])),
  never("a tensor", () => F(2)),
  never("a nested list", () => [[1], [2]]),
  never("a null item", withItem(null)),
  never("a hole", () => new Array(2)),
  never("a string item", withItem("2")),
  never("a list of a million", () => new Array(1_000_000).fill(1)),
];
const INT_LIST = [
  ...LIST,
  never("NaN", withItem(Number.NaN)),
  never("a fraction", withItem(2.5)),
  never("infinity", withItem(Number.POSITIVE_INFINITY)),
  never("a boolean item", withItem(true)),
  never("a tensor item", (valid) => withItem(F(1))(valid)),
  perhaps("an empty list", () => []),
  perhaps("minus one", withItem(-1)),
  perhaps("all minus one", allItems(-1)),
  perhaps("zero", withItem(0)),
  perhaps("all zero", allItems(0)),
  perhaps("99", withItem(99)),
  perhaps("all -99", allItems(-99)),
  perhaps("2^31", withItem(2 ** 31)),
  perhaps("all 2^31", allItems(2 ** 31)),
  perhaps("all -2^31", allItems(-(2 ** 31))),
  perhaps("the largest int64", withItem(2n ** 63n - 1n)),
  perhaps("all the largest int64", allItems(2n ** 63n - 1n)),
  perhaps("all the smallest int64", allItems(-(2n ** 63n))),
  perhaps("all 2^62", allItems(2n ** 62n)),
  perhaps("one item more", (valid) => [...(Array.isArray(valid) ? valid : [1, 1]), 1]),
  perhaps("one item less", (valid) => (Array.isArray(valid) ? valid.slice(1) : [1])),
  perhaps("one item", () => [1]),
  perhaps("seventy items", () => new Array(70).fill(1)),
];
const NUMBER_LIST = [
  ...LIST,
  perhaps("an empty list", () => []),
  perhaps("NaN", withItem(Number.NaN)),
  perhaps("infinity", withItem(Number.POSITIVE_INFINITY)),
  perhaps("zero", allItems(0)),
  perhaps("negative", allItems(-1)),
  perhaps("1e300", allItems(1e300)),
  perhaps("one item", () => [1]),
  perhaps("seventy items", () => new Array(70).fill(1)),
];
const TENSOR_LIST = [
  ...LIST.filter(({ kind }) => kind !== "a nested list" && kind !== "a null item" && kind !== "a hole"),
  never("a nested list", () => [[F(2)]]),
  never("a number item", withItem(3)),
  never("a released item", (valid) => withItem(released())(valid)),
  perhaps("an empty list", () => []),
  perhaps("one tensor", () => [F(2)]),
  perhaps("another shape", (valid) => withItem(F(3, 5))(valid)),
  perhaps("no dimensions", (valid) => withItem(tensor(1))(valid)),
  perhaps("no elements", (valid) => withItem(ops.zeros([0]))(valid)),
  perhaps("bool", (valid) => withItem(ops.ones([4, 4], { dtype: "bool" }))(valid)),
  perhaps("int64", (valid) => withItem(I(5, 4))(valid)),
  perhaps("complex64", (valid) => withItem(ops.ones([4, 4], { dtype: "complex64" }))(valid)),
  perhaps("float16", (valid) => withItem(ops.ones([4, 4], { dtype: "float16" }))(valid)),
  perhaps("on the meta device", (valid) => withItem(ops.ones([4, 4], { device: "meta" }))(valid)),
  perhaps("huge indices", (valid) => withItem(tensor(new BigInt64Array([2n ** 62n, -(2n ** 63n)])))(valid)),
  perhaps("a hundred tensors", () => Array.from({ length: 100 }, () => F(2))),
];
const HOLES = [never("a null item", withItem(null)), never("a hole", () => new Array(2))];

const FLOAT = [
  ...FOREIGN,
  never("a string", () => "0.5"),
  never("a bigint", () => 1n),
  never("a boolean", () => true),
  never("a list", () => [0.5]),
  never("a tensor", () => tensor(0.5)),
  perhaps("NaN", () => Number.NaN),
  perhaps("infinity", () => Number.POSITIVE_INFINITY),
  perhaps("minus infinity", () => Number.NEGATIVE_INFINITY),
  perhaps("negative", () => -1),
  perhaps("zero", () => 0),
  perhaps("1e300", () => 1e300),
  perhaps("1e-300", () => 1e-300),
];
const SCALAR = [
  ...FOREIGN,
  never("a string", () => "0.5"),
  never("beyond int64", () => 2n ** 63n),
  never("a list", () => [0.5]),
  never("a nested list", () => [[0.5]]),
  never("a tensor", () => tensor(0.5)),
  perhaps("NaN", () => Number.NaN),
  perhaps("infinity", () => Number.POSITIVE_INFINITY),
  perhaps("minus infinity", () => Number.NEGATIVE_INFINITY),
  perhaps("negative", () => -1),
  perhaps("zero", () => 0),
  perhaps("1e300", () => 1e300),
  perhaps("true", () => true),
  perhaps("the largest int64", () => 2n ** 63n - 1n),
  perhaps("the smallest int64", () => -(2n ** 63n)),
];
const BOOL = [
  ...FOREIGN,
  never("a number", () => 1),
  never("NaN", () => Number.NaN),
  never("a string", () => "true"),
  never("a bigint", () => 1n),
  never("a list", () => [true]),
  never("a tensor", () => tensor(1)),
  perhaps("true", () => true),
  perhaps("false", () => false),
];
const STRING = [
  ...FOREIGN,
  never("a number", () => 1),
  never("NaN", () => Number.NaN),
  never("a boolean", () => true),
  never("a list", () => ["sum"]),
  never("a tensor", () => tensor(1)),
  perhaps("an unknown word", () => "bogus"),
  perhaps("an empty string", () => ""),
  perhaps("a long string", () => "x".repeat(100_000)),
  perhaps("another script", () => "σ→∞\0\ud800"),
];
const DTYPE = [
  ...FOREIGN,
  never("an unknown word", () => "float31"),
  never("an empty string", () => ""),
  never("a bogus enum", () => 1000),
  never("an enum", () => 6),
  never("NaN", () => Number.NaN),
  never("a boolean", () => true),
  never("a list", () => ["float32"]),
  never("a tensor", () => tensor(1)),
  ...["bool", "int64", "uint8", "float16", "bfloat16", "complex128"].map((name) => perhaps(name, () => name)),
];
const DEVICE = [
  ...FOREIGN,
  never("an unknown word", () => "tpu"),
  never("an empty string", () => ""),
  never("an index below zero", () => "cuda:-2"),
  never("an index without end", () => "cuda:100000"),
  never("a number", () => 0),
  never("a boolean", () => true),
  never("a list", () => ["cpu"]),
  never("a tensor", () => tensor(1)),
  ...["meta", "cuda", "cuda:99", "cpu:3"].map((name) => perhaps(name, () => name)),
];
const FORMAT = [
  ...FOREIGN,
  never("an unknown word", () => "nhwc"),
  never("an empty string", () => ""),
  never("a bogus enum", () => 99),
  never("an enum", () => 2),
  never("a boolean", () => true),
  never("a list", () => ["contiguous"]),
  never("a tensor", () => tensor(1)),
  ...["preserve", "channelsLast", "channelsLast3d"].map((name) => perhaps(name, () => name)),
];
const GENERATOR = [
  ...FOREIGN,
  never("a number", () => 7),
  never("a string", () => "cpu"),
  never("a boolean", () => true),
  never("a list", () => []),
  never("a tensor", () => tensor(1)),
  never("a released generator", releasedGenerator),
];

const PLAIN = [TENSOR, INT, FLOAT, BOOL, SCALAR, STRING, DTYPE, undefined, DEVICE, FORMAT, GENERATOR];

/** The malformed values for an argument. @returns {Mutation[]} */
export function mutationsFor({ kind, list, optional, optionalItem, hasDefault, fixedLength }) {
  let found;
  if (!list) found = PLAIN[kind];
  else if (kind === KIND.tensor) found = optionalItem ? TENSOR_LIST : [...TENSOR_LIST, ...HOLES];
  else if (kind === KIND.int) found = INT_LIST;
  else found = NUMBER_LIST;
  if (found === undefined) return [];
  // A bare number stands for a list of fixed length.
  if (list && fixedLength === 0) found = [...found, never("a number", () => 3)];
  if (list && fixedLength > 0) found = [...found, never("a bare fraction", () => 1.5)];
  return [...found, ...MISSING.filter(({ kind: which }) => (which === "null" ? !optional : !hasDefault))];
}

/** Element types by PyTorch's names. */
export type DType =
  | "float32"
  | "float64"
  | "float16"
  | "bfloat16"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint8"
  | "bool"
  | "complex64"
  | "complex128";

/** In the order of the native side's table: the index is what crosses the border. */
export const DTYPES: readonly DType[] = [
  "float32",
  "float64",
  "float16",
  "bfloat16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint8",
  "bool",
  "complex64",
  "complex128",
];

const INDEX = new Map<unknown, number>(DTYPES.map((name, index) => [name, index]));

/** The dtype's number at the border, or -1 for anything that is not a dtype's name. */
export function dtypeIndex(name: unknown): number {
  return INDEX.get(name) ?? -1;
}

const BYTES: Record<DType, number> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
  complex64: 8,
  complex128: 16,
};

/** Bytes of one element. */
export function elementBytes(dtype: DType): number {
  return BYTES[dtype];
}

export type MemoryFormat = "contiguous" | "preserve" | "channelsLast" | "channelsLast3d";
export const MEMORY_FORMATS: readonly MemoryFormat[] = [
  "contiguous",
  "preserve",
  "channelsLast",
  "channelsLast3d",
];

/** `cpu`, `cuda` (the current one), `cuda:N` or `meta`. */
export type Device = string;
export const DEVICE_TYPES = ["cpu", "cuda", "meta"] as const;

const parsed = new Map<unknown, readonly [number, number]>();

/** [type, index] of a device's name, index -1 where it names none; null for anything else. */
export function parseDevice(name: unknown): readonly [number, number] | null {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  if (typeof name !== "string") return null;
  const match = /^(cpu|cuda|meta)(?::(\d{1,2}))?$/.exec(name);
  if (match === null) return null;
  const device = [
    DEVICE_TYPES.indexOf(match[1] as "cpu"),
    match[2] === undefined ? -1 : Number(match[2]),
  ] as const;
  parsed.set(name, device);
  return device;
}

/** A number that must reach libtorch as floating point even where it is integral. */
export class FloatScalar {
  constructor(readonly value: number) {}
}

/** Marks a scalar as floating point: `x.addScalar(float(2))` promotes an integer tensor. */
export function float(value: number): FloatScalar {
  return new FloatScalar(value);
}

/** What libtorch calls a Scalar. Integral numbers count as integers unless marked with `float()`. */
export type Scalar = number | bigint | boolean | FloatScalar;

/** Typed array of a volume's samples. */
export type NrrdSamples =
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** Sample types under one name each. */
export type NrrdType =
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "float"
  | "double";

interface SampleType {
  readonly bytes: number;
  readonly view: (buffer: ArrayBuffer, offset: number, length: number) => NrrdSamples;
}

export const nrrdTypes: Readonly<Record<NrrdType, SampleType>> = {
  int8: { bytes: 1, view: (b, o, n) => new Int8Array(b, o, n) },
  uint8: { bytes: 1, view: (b, o, n) => new Uint8Array(b, o, n) },
  int16: { bytes: 2, view: (b, o, n) => new Int16Array(b, o, n) },
  uint16: { bytes: 2, view: (b, o, n) => new Uint16Array(b, o, n) },
  int32: { bytes: 4, view: (b, o, n) => new Int32Array(b, o, n) },
  uint32: { bytes: 4, view: (b, o, n) => new Uint32Array(b, o, n) },
  int64: { bytes: 8, view: (b, o, n) => new BigInt64Array(b, o, n) },
  uint64: { bytes: 8, view: (b, o, n) => new BigUint64Array(b, o, n) },
  float: { bytes: 4, view: (b, o, n) => new Float32Array(b, o, n) },
  double: { bytes: 8, view: (b, o, n) => new Float64Array(b, o, n) },
};

/** The spellings that the NRRD format allows for each type. */
const aliases: Readonly<Record<NrrdType, readonly string[]>> = {
  int8: ["signed char", "int8", "int8_t"],
  uint8: ["uchar", "unsigned char", "uint8", "uint8_t"],
  int16: ["short", "short int", "signed short", "signed short int", "int16", "int16_t"],
  uint16: ["ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"],
  int32: ["int", "signed int", "int32", "int32_t"],
  uint32: ["uint", "unsigned int", "uint32", "uint32_t"],
  int64: [
    "longlong",
    "long long",
    "long long int",
    "signed long long",
    "signed long long int",
    "int64",
    "int64_t",
  ],
  uint64: ["ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"],
  float: ["float"],
  double: ["double"],
};

/** The type that a header's `type` field names; undefined for `block` and unknown names. */
export function nrrdType(name: string): NrrdType | undefined {
  const wanted = name.trim().replace(/\s+/g, " ");
  return (Object.keys(aliases) as NrrdType[]).find((type) => aliases[type].includes(wanted));
}

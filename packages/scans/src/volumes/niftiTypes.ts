import { type NrrdSamples, type NrrdType, nrrdTypes } from "./nrrdTypes.js";

/** Samples of a volume, as a typed array. */
export type VolumeSamples = NrrdSamples;

/** Sample types by the codes of NIfTI's `datatype`. */
const codes: readonly (readonly [number, NrrdType])[] = [
  [2, "uint8"],
  [4, "int16"],
  [8, "int32"],
  [16, "float"],
  [64, "double"],
  [256, "int8"],
  [512, "uint16"],
  [768, "uint32"],
  [1024, "int64"],
  [1280, "uint64"],
];

/** The type that a code names; undefined for complex and colour samples. */
export function niftiType(code: number): NrrdType | undefined {
  return codes.find(([own]) => own === code)?.[1];
}

/** The code and bytes of the samples of a typed array. */
export function niftiCodeOf(data: VolumeSamples): { readonly code: number; readonly bytes: number } {
  const name = data.constructor.name;
  const found = codes.find(
    ([, type]) => nrrdTypes[type].view(new ArrayBuffer(0), 0, 0).constructor.name === name,
  );
  return { code: found![0], bytes: data.BYTES_PER_ELEMENT };
}

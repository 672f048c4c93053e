import type { PointColumns } from "../../src/index.js";

export const colin = { referenceSpace: "mni-colin27" } as const;

/** n points; every seventh lacks reference coordinates. */
export function samplePoints(n: number, prefix = "B01/0001"): PointColumns {
  const numbers = (offset: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => i * 0.1 + offset);
  const reference = (offset: number): Float64Array =>
    numbers(offset).map((value, i) => (i % 7 === 3 ? Number.NaN : value));
  const repeat = (value: string): string[] => new Array<string>(n).fill(value);
  return {
    pointId: Array.from({ length: n }, (_, i) => `${prefix}/${i}`),
    brain: repeat("B01"),
    section: repeat("0001"),
    hemisphere: Array.from({ length: n }, (_, i) => ["left", "right", "unknown"][i % 3]!),
    xPx: numbers(0.5),
    yPx: numbers(1.5),
    xBrainMm: numbers(-3),
    yBrainMm: numbers(-2),
    zBrainMm: numbers(-1),
    xRefMm: reference(10),
    yRefMm: reference(20),
    zRefMm: reference(30),
    sampler: repeat("grid"),
    tissueShare: Float32Array.from({ length: n }, (_, i) => (i % 10) / 10),
  };
}

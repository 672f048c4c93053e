import { ScanError } from "../errors.js";
import { niftiType } from "./niftiTypes.js";
import type { NrrdType } from "./nrrdTypes.js";

/** Where a volume's affine comes from; without one its place in space is not known. */
export type AffineSource = "sform" | "qform" | "none";

/** The parts of a NIfTI-1 header that say how samples lie on disk and in space. */
export interface NiftiHeader {
  readonly type: NrrdType;
  /** Samples along i, j, k; i fastest. */
  readonly sizes: readonly [number, number, number];
  /** From voxel indices (centres at whole numbers) to RAS millimetres: 4 × 4, row by row. */
  readonly affine: readonly number[];
  readonly affineFrom: AffineSource;
  readonly littleEndian: boolean;
  readonly dataOffset: number;
  /** Values are slope · sample + intercept. */
  readonly slope: number;
  readonly intercept: number;
}

const headerBytes = 348;
/** Millimetres in the units that `xyzt_units` names; unknown units are taken as millimetres. */
const mmPerUnit: Readonly<Record<number, number>> = { 1: 1000, 3: 0.001 };

/**
 * Parse the header of a NIfTI-1 file (`.nii`).
 *
 * @throws ScanError `unsupported` for other files, more than three axes and types that are no plain numbers; `corrupt`
 */
export function parseNiftiHeader(file: Uint8Array, path: string): NiftiHeader {
  const fail = (kind: "corrupt" | "unsupported", problem: string, remedy: string): never => {
    throw new ScanError({ kind, path, problem, remedy });
  };
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < headerBytes + 4)
    fail("corrupt", "it ends within its header", "Copy or export the file again");
  const littleEndian = view.getInt32(0, true) === headerBytes;
  if (!littleEndian && view.getInt32(0, false) !== headerBytes) {
    fail("unsupported", "it does not begin as a NIfTI-1 file", "Save it as .nii or .nii.gz (NIfTI-1)");
  }
  const magic = String.fromCharCode(...file.subarray(344, 347));
  if (magic !== "n+1")
    fail("unsupported", "header and samples lie in two files", "Save it as .nii or .nii.gz");
  const short = (at: number) => view.getInt16(at, littleEndian);
  const float = (at: number) => view.getFloat32(at, littleEndian);
  const axes = short(40);
  const dims = Array.from({ length: 7 }, (_, i) => (i < axes ? short(42 + 2 * i) : 1));
  if (axes < 1 || axes > 7 || dims.some((size) => size < 1)) {
    fail("corrupt", `its sizes are ${dims.join(" × ")}`, "Export the file again");
  }
  if (dims.slice(3).some((size) => size !== 1)) {
    fail(
      "unsupported",
      `it has ${dims.filter((size) => size > 1).length} axes`,
      "Save one volume of three axes",
    );
  }
  const type =
    niftiType(short(70)) ?? fail("unsupported", `its datatype is ${short(70)}`, "Save plain numbers");
  const unit = mmPerUnit[view.getUint8(123) & 7] ?? 1;
  const { affine, affineFrom } = readAffine(short, float);
  const slope = float(112);
  const scaled = Number.isFinite(slope) && slope !== 0;
  return {
    type,
    sizes: [dims[0]!, dims[1]!, dims[2]!],
    affine: affine.map((value, i) => (i < 12 ? value * unit : value)),
    affineFrom,
    littleEndian,
    dataOffset: Math.max(float(108), headerBytes + 4),
    slope: scaled ? slope : 1,
    intercept: scaled ? float(116) : 0,
  };
}

/** The sform where there is one, else the qform, else voxel sizes alone. */
function readAffine(
  short: (at: number) => number,
  float: (at: number) => number,
): { affine: number[]; affineFrom: AffineSource } {
  if (short(254) > 0) {
    const rows = Array.from({ length: 12 }, (_, i) => float(280 + 4 * i));
    return { affine: [...rows, 0, 0, 0, 1], affineFrom: "sform" };
  }
  const [dx, dy, dz] = [1, 2, 3].map((i) => Math.abs(float(76 + 4 * i)) || 1) as [number, number, number];
  if (short(252) > 0) {
    const flip = float(76) < 0 ? -1 : 1;
    const [b, c, d] = [256, 260, 264].map(float) as [number, number, number];
    const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
    const [x, y, z] = [268, 272, 276].map(float) as [number, number, number];
    const affine = [
      [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c), x],
      [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b), y],
      [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c, z],
    ].flatMap((row) => [row[0]! * dx, row[1]! * dy, row[2]! * dz * flip, row[3]!]);
    return { affine: [...affine, 0, 0, 0, 1], affineFrom: "qform" };
  }
  return { affine: [dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0, 0, 0, 0, 1], affineFrom: "none" };
}

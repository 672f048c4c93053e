import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { ScanError } from "../errors.js";
import type { Volume } from "./nifti.js";
import { niftiCodeOf } from "./niftiTypes.js";

/** Bytes before the samples: the header and an empty list of extensions. */
const dataOffset = 352;

/**
 * Write a NIfTI-1 file, complete or not at all: compressed where the name ends in `.gz`. The affine is stored as sform
 * and, where its axes are orthogonal, as qform too, since some programs read that one alone.
 *
 * @throws ScanError `request` where data, sizes or affine do not fit; `output` where it cannot be written
 */
export async function writeNifti(path: string, volume: Volume, description = ""): Promise<void> {
  const bytes = niftiBytes(volume, path, description);
  const content = path.endsWith(".gz") ? await promisify(gzip)(bytes, { level: 6 }) : bytes;
  const partial = join(
    dirname(path),
    `.${basename(path)}.partial-${process.pid}-${randomBytes(4).toString("hex")}`,
  );
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (cause) {
    await rm(partial, { force: true });
    const problem = `it cannot be written (${cause instanceof Error ? cause.message : cause})`;
    throw new ScanError({
      kind: "output",
      path,
      problem,
      remedy: "Check the folder and the room on the disk",
      cause,
    });
  }
}

/** The file, uncompressed. */
function niftiBytes({ sizes, data, affine }: Volume, path: string, description: string): Uint8Array {
  const count = sizes[0] * sizes[1] * sizes[2];
  if (count !== data.length || affine.length !== 16 || sizes.some((size) => size < 1 || size > 32767)) {
    throw new ScanError({
      kind: "request",
      path,
      problem: `${data.length} samples do not make ${sizes.join(" × ")} of at most 32767, or its affine is not 4 × 4`,
      remedy: "Give samples, sizes and affine of one volume",
    });
  }
  const { code, bytes } = niftiCodeOf(data);
  const file = new Uint8Array(dataOffset + data.byteLength);
  const view = new DataView(file.buffer);
  const spacing = [0, 1, 2].map((axis) => Math.hypot(affine[axis]!, affine[4 + axis]!, affine[8 + axis]!));
  const quaternion = quaternionOf(affine, spacing);
  view.setInt32(0, 348, true);
  for (const [i, size] of [3, ...sizes, 1, 1, 1, 1].entries()) view.setInt16(40 + 2 * i, size, true);
  view.setInt16(70, code, true);
  view.setInt16(72, bytes * 8, true);
  for (const [i, value] of [quaternion?.handed ?? 1, ...spacing, 1, 1, 1, 1].entries())
    view.setFloat32(76 + 4 * i, value, true);
  view.setFloat32(108, dataOffset, true);
  view.setFloat32(112, 1, true);
  // Millimetres and seconds.
  view.setUint8(123, 2 | 8);
  file.set(new TextEncoder().encode(description).subarray(0, 79), 148);
  // Codes 2: aligned to some space, which need not be the scanner's.
  view.setInt16(254, 2, true);
  for (let i = 0; i < 12; i++) view.setFloat32(280 + 4 * i, affine[i]!, true);
  if (quaternion !== undefined) {
    view.setInt16(252, 2, true);
    const offsets = [affine[3]!, affine[7]!, affine[11]!];
    for (const [i, value] of [...quaternion.bcd, ...offsets].entries())
      view.setFloat32(256 + 4 * i, value, true);
  }
  file.set([0x6e, 0x2b, 0x31, 0], 344);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dataOffset);
  return file;
}

/** The rotation of an orthogonal affine as NIfTI's b, c, d and the sign of its third axis; undefined for others. */
function quaternionOf(
  affine: readonly number[],
  spacing: readonly number[],
): { bcd: [number, number, number]; handed: 1 | -1 } | undefined {
  const column = (axis: number) => [0, 4, 8].map((row) => affine[row + axis]! / spacing[axis]!);
  const [x, y, z] = [column(0), column(1), column(2)] as [number[], number[], number[]];
  const dot = (a: number[], b: number[]) => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
  if (![dot(x, y), dot(y, z), dot(x, z)].every((cosine) => Math.abs(cosine) < 1e-6)) return undefined;
  const across = [
    x[1]! * y[2]! - x[2]! * y[1]!,
    x[2]! * y[0]! - x[0]! * y[2]!,
    x[0]! * y[1]! - x[1]! * y[0]!,
  ];
  const handed = dot(across, z) < 0 ? -1 : 1;
  const r = (row: number, axis: number) => [x, y, across][axis]![row]!;
  // The largest of the four squares decides how the others are found: none is divided by a small number.
  const squares = [
    1 + r(0, 0) + r(1, 1) + r(2, 2),
    1 + r(0, 0) - r(1, 1) - r(2, 2),
    1 - r(0, 0) + r(1, 1) - r(2, 2),
    1 - r(0, 0) - r(1, 1) + r(2, 2),
  ];
  const [ba, ca, da] = [r(2, 1) - r(1, 2), r(0, 2) - r(2, 0), r(1, 0) - r(0, 1)];
  const [bc, bd, cd] = [r(0, 1) + r(1, 0), r(0, 2) + r(2, 0), r(1, 2) + r(2, 1)];
  const products = [
    [squares[0]!, ba, ca, da],
    [ba, squares[1]!, bc, bd],
    [ca, bc, squares[2]!, cd],
    [da, bd, cd, squares[3]!],
  ];
  const largest = squares.indexOf(Math.max(...squares));
  const scale = 2 * Math.sqrt(squares[largest]!);
  const [a, b, c, d] = products[largest]!.map((value) => value / scale) as [number, number, number, number];
  const sign = a < 0 ? -1 : 1;
  return { bcd: [sign * b, sign * c, sign * d], handed };
}

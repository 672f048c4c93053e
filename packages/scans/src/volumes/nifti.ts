import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { ScanError } from "../errors.js";
import { parseNiftiHeader } from "./niftiHeader.js";
import type { VolumeSamples } from "./niftiTypes.js";
import { nrrdTypes } from "./nrrdTypes.js";

/** A volume on a regular grid in space. */
export interface Volume {
  /** Samples along i, j, k. */
  readonly sizes: readonly [number, number, number];
  /** Sample (i, j, k) is data[i + ni · (j + nj · k)]. */
  readonly data: VolumeSamples;
  /** From voxel indices (centres at whole numbers) to RAS millimetres: 4 × 4, row by row, last row 0 0 0 1. */
  readonly affine: readonly number[];
}

/**
 * Read a NIfTI-1 file (`.nii`, `.nii.gz`) of three axes, of either byte order. Scaled samples become doubles. The affine
 * is the file's sform, else its qform, in RAS millimetres as NIfTI defines it; 3D Slicer, which thinks in LPS, writes
 * the same.
 *
 * @throws ScanError `missing`, `unsupported`, `corrupt`; `unsupported` too where the file says nothing of space
 */
export async function readNifti(path: string): Promise<Volume> {
  const file = await expanded(await stored(path), path);
  const { type, sizes, affine, affineFrom, littleEndian, dataOffset, slope, intercept } = parseNiftiHeader(
    file,
    path,
  );
  if (affineFrom === "none") {
    throw new ScanError({
      kind: "unsupported",
      path,
      problem: "its header does not say where it lies in space (no sform, no qform)",
      remedy: "Save it with an affine",
    });
  }
  const { bytes, view } = nrrdTypes[type];
  const length = sizes[0] * sizes[1] * sizes[2];
  if (file.length < dataOffset + length * bytes) {
    throw new ScanError({
      kind: "corrupt",
      path,
      problem: `its sizes ask for ${length * bytes} bytes of samples and it holds ${Math.max(0, file.length - dataOffset)}`,
      remedy: "Copy or export the file again",
    });
  }
  const raw = Buffer.from(file.subarray(dataOffset, dataOffset + length * bytes));
  if (!littleEndian && bytes === 2) raw.swap16();
  if (!littleEndian && bytes === 4) raw.swap32();
  if (!littleEndian && bytes === 8) raw.swap64();
  const own = new ArrayBuffer(raw.length);
  new Uint8Array(own).set(raw);
  const samples = view(own, 0, length);
  const plain = slope === 1 && intercept === 0;
  const data = plain
    ? samples
    : Float64Array.from(
        samples as ArrayLike<number | bigint> as ArrayLike<number>,
        (value) => slope * Number(value) + intercept,
      );
  return { sizes, data, affine };
}

async function stored(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const problem = `it cannot be read (${cause instanceof Error ? cause.message : cause})`;
    throw new ScanError({
      kind: "missing",
      path,
      problem,
      remedy: "Check the path and the right to read it",
      cause,
    });
  }
}

async function expanded(file: Buffer, path: string): Promise<Buffer> {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  try {
    return await promisify(gunzip)(file);
  } catch (cause) {
    const problem = `its gzip data cannot be expanded (${cause instanceof Error ? cause.message : cause})`;
    throw new ScanError({ kind: "corrupt", path, problem, remedy: "Copy or export the file again", cause });
  }
}

import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { ScanError } from "../errors.js";
import { type NrrdHeader, parseNrrdHeader } from "./nrrdHeader.js";
import { type NrrdSamples, nrrdTypes } from "./nrrdTypes.js";

/** A volume as its NRRD file stores it. */
export interface NrrdVolume extends NrrdHeader {
  /**
   * All samples, first axis fastest: sample (i, j, k) of a volume of sizes [nx, ny, nz] is
   * data[i + nx · (j + ny · k)]. 64-bit integers are BigInt64Array or BigUint64Array.
   */
  readonly data: NrrdSamples;
}

/**
 * Read an attached NRRD file (header and data in one file), raw or gzip, of any scalar type and byte order.
 *
 * Space directions and origin are returned as stated, in the file's own units, and never applied: the array
 * keeps the file's axis order, whatever anatomical directions the header claims.
 *
 * @throws ScanError `missing`; `corrupt` for a malformed header or data of the wrong length;
 * `unsupported` for detached headers and other encodings
 */
export async function readNrrd(path: string): Promise<NrrdVolume> {
  const file = await readBytes(path);
  const { header, dataOffset } = parseNrrdHeader(file, path);
  const { bytes: sampleBytes, view } = nrrdTypes[header.type];
  const expected = header.sizes.reduce((product, size) => product * size, sampleBytes);
  const stored = file.subarray(dataOffset);
  const raw = header.encoding === "raw" ? stored : await inflate(stored, expected, path);
  if (raw.byteLength !== expected) {
    throw corrupt(path, `its sizes ask for ${expected} bytes of samples and it holds ${raw.byteLength}`);
  }
  // A buffer of its own: typed arrays need alignment, and swapping must not touch the file's bytes.
  const aligned = raw.byteOffset % 8 === 0 && header.encoding === "gzip" ? raw : Buffer.from(raw);
  if (header.endian === "big") swap(aligned, sampleBytes);
  return { ...header, data: view(aligned.buffer as ArrayBuffer, aligned.byteOffset, expected / sampleBytes) };
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ScanError({
      kind: "missing",
      path,
      problem: `it cannot be read (${cause instanceof Error ? cause.message : cause})`,
      remedy: "Check the path and the right to read it",
      cause,
    });
  }
}

async function inflate(stored: Buffer, expected: number, path: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(stored, { maxOutputLength: Math.max(1, expected) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw corrupt(path, `its gzip data cannot be expanded to ${expected} bytes (${reason})`, cause);
  }
}

function swap(bytes: Buffer, sampleBytes: number): void {
  if (sampleBytes === 2) bytes.swap16();
  else if (sampleBytes === 4) bytes.swap32();
  else if (sampleBytes === 8) bytes.swap64();
}

function corrupt(path: string, problem: string, cause?: unknown): ScanError {
  return new ScanError({ kind: "corrupt", path, problem, remedy: "Copy or export the file again", cause });
}

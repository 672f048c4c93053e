import { type FileHandle, open } from "node:fs/promises";
import { ScanError } from "./errors.js";

/** Tag numbers of the TIFF 6.0 specification that describe layout and scale. */
export const tiffTag = {
  imageDescription: 270,
  xResolution: 282,
  yResolution: 283,
  resolutionUnit: 296,
  tileWidth: 322,
} as const;

/** Tags of an image file directory: text of ASCII tags, numbers of the others (rationals as quotients). */
export type TiffTags = ReadonlyMap<number, string | readonly number[]>;

const headBytes = 16;
const maxEntries = 4096;
const maxValueBytes = 16 * 1024 * 1024;
const typeBytes: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4, 5: 8, 16: 8 };

/** True where the first bytes are those of a classic or a BigTIFF, of either byte order. */
export function isTiff(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 4));
  return ["II*\0", "MM\0*", "II+\0", "MM\0+"].includes(text);
}

/**
 * Read the tags named in `tiffTag` from a TIFF's first directory, without touching its pixels.
 *
 * @throws ScanError (corrupt) where a header, directory or value points outside the file
 */
export async function readTiffTags(path: string): Promise<TiffTags> {
  const file = await open(path, "r");
  try {
    return await readFirstDirectory(file, path);
  } finally {
    await file.close();
  }
}

async function readFirstDirectory(file: FileHandle, path: string): Promise<TiffTags> {
  const sizeBytes = (await file.stat()).size;
  const bytes = (at: number, length: number) => readBytes(file, path, sizeBytes, at, length);
  const head = await bytes(0, Math.min(headBytes, sizeBytes));
  if (head.byteLength < headBytes) throw corrupt(path, "it ends inside the TIFF header");
  const little = head.getUint8(0) === 0x49;
  const big = head.getUint16(2, little) === 43;
  const offset = (view: DataView, at: number) =>
    big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);

  const directory = offset(head, big ? 8 : 4);
  const countBytes = big ? 8 : 2;
  const countView = await bytes(directory, countBytes);
  const entries = big ? Number(countView.getBigUint64(0, little)) : countView.getUint16(0, little);
  if (entries > maxEntries) throw corrupt(path, `its first directory claims ${entries} entries`);

  const entryBytes = big ? 20 : 12;
  const inlineBytes = big ? 8 : 4;
  const table = await bytes(directory + countBytes, entries * entryBytes);
  const wanted = new Set<number>(Object.values(tiffTag));
  const tags = new Map<number, string | readonly number[]>();
  for (let at = 0; at < table.byteLength; at += entryBytes) {
    const tag = table.getUint16(at, little);
    const type = table.getUint16(at + 2, little);
    const width = typeBytes[type];
    if (!wanted.has(tag) || width === undefined) continue;
    const count = offset(table, at + 4);
    const length = count * width;
    if (length > maxValueBytes) throw corrupt(path, `tag ${tag} claims ${length} bytes`);
    const valueAt = at + entryBytes - inlineBytes;
    const value =
      length <= inlineBytes
        ? new DataView(table.buffer, table.byteOffset + valueAt, length)
        : await bytes(offset(table, valueAt), length);
    tags.set(tag, type === 2 ? text(value) : numbers(value, type, count, little));
  }
  return tags;
}

function numbers(value: DataView, type: number, count: number, little: boolean): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (type === 3) return value.getUint16(2 * i, little);
    if (type === 4) return value.getUint32(4 * i, little);
    if (type === 5) return value.getUint32(8 * i, little) / value.getUint32(8 * i + 4, little);
    return Number(value.getBigUint64(8 * i, little));
  });
}

function text(value: DataView): string {
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return new TextDecoder().decode(bytes).replace(/\0[\s\S]*$/, "");
}

async function readBytes(
  file: FileHandle,
  path: string,
  sizeBytes: number,
  at: number,
  length: number,
): Promise<DataView> {
  if (at + length > sizeBytes) throw corrupt(path, `it points to byte ${at + length} of its ${sizeBytes}`);
  const buffer = new Uint8Array(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  if (bytesRead < length) throw corrupt(path, `it ended at byte ${at + bytesRead} while being read`);
  return new DataView(buffer.buffer);
}

function corrupt(path: string, problem: string): ScanError {
  return new ScanError({ kind: "corrupt", path, problem, remedy: "Copy or export the file again" });
}

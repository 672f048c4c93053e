import { borrow, giveBack } from "../../codecs/memory.js";
import { corrupt, type FileBytes } from "./fileBytes.js";
import type { TiffImage } from "./tiffImage.js";

/** Tiles closer than this in the file are read at one go. */
const gapBytes = 64 * 1024;
const maxRunBytes = 8 * 1024 * 1024;
/** A tile stored larger than this many times its decoded size is not a tile. */
const maxGrowth = 4;

/** Tiles that lie one behind another in the file and are being read. */
export interface TileRun {
  readonly indices: readonly number[];
  /** Where the run begins in the file. */
  readonly begin: number;
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>;
}

/** Begin to read tiles, in the order of their indices, at as few goes as is sensible. */
export function readRuns(
  file: FileBytes,
  image: TiffImage,
  indices: readonly number[],
  name: (index: number) => string,
): TileRun[] {
  const { byteCounts, offsets } = image;
  const groups: number[][] = [];
  for (const index of indices) {
    const run = groups.at(-1);
    const previous = run?.at(-1);
    if (run !== undefined && previous !== undefined) {
      const gap = offsets[index]! - offsets[previous]! - byteCounts[previous]!;
      const runBytes = offsets[index]! + byteCounts[index]! - offsets[run[0]!]!;
      if (gap >= 0 && gap <= gapBytes && runBytes <= maxRunBytes) {
        run.push(index);
        continue;
      }
    }
    groups.push([index]);
  }
  return groups.map((run) => {
    const begin = offsets[run[0]!]!;
    const last = run.at(-1)!;
    const bytes = readRun(file, image, run, offsets[last]! + byteCounts[last]! - begin, name);
    // Who waits for a tile sees the failure; a read that nobody waits for any more must not end the process.
    bytes.catch(() => {});
    return { indices: run, begin, bytes };
  });
}

/** Give the memory of a run back. */
export function releaseRun({ bytes }: TileRun): void {
  bytes.then(giveBack).catch(() => {});
}

/** @throws ScanError (corrupt) for a tile that claims to be far larger than its pixels */
export function checkTileBytes(
  { path }: FileBytes,
  { tileWidthPx, tileHeightPx, samples, bitDepth, byteCounts }: TiffImage,
  index: number,
  name: (index: number) => string,
): void {
  const most = 65536 + maxGrowth * tileWidthPx * tileHeightPx * samples * (bitDepth / 8);
  if (byteCounts[index]! <= most) return;
  throw corrupt(path, `${name(index)} claims ${byteCounts[index]} bytes`);
}

async function readRun(
  file: FileBytes,
  image: TiffImage,
  run: readonly number[],
  length: number,
  name: (index: number) => string,
): Promise<Uint8Array<ArrayBuffer>> {
  for (const index of run) checkTileBytes(file, image, index, name);
  return file.read(image.offsets[run[0]!]!, length, borrowFor(file, length));
}

/** Nothing is made for a length that the file cannot have; reading says what is wrong with it. */
function borrowFor({ sizeBytes }: FileBytes, length: number): Uint8Array<ArrayBuffer> | undefined {
  return length <= sizeBytes ? borrow(length) : undefined;
}

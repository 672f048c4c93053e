import { borrow, giveBack } from "../../codecs/memory.js";
import { corrupt, type FileBytes } from "./fileBytes.js";
import type { TiffImage, TileTables } from "./tiffImage.js";

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

/** The tiles of one image in a file. */
export interface StoredTiles extends TileTables {
  readonly file: FileBytes;
  readonly image: TiffImage;
  /** What a tile is called in messages. */
  name(index: number): string;
}

/** Begin to read tiles, in the order of their indices, at as few goes as is sensible. */
export function readRuns(tiles: StoredTiles, indices: readonly number[]): TileRun[] {
  const { byteCounts, offsets } = tiles;
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
    const bytes = readRun(tiles, run, offsets[last]! + byteCounts[last]! - begin);
    // Who waits for a tile sees the failure; a read that nobody waits for any more must not end the process.
    bytes.catch(() => {});
    return { indices: run, begin, bytes };
  });
}

/** Give the memory of a run back. */
export function releaseRun({ bytes }: TileRun): void {
  bytes.then(giveBack).catch(() => {});
}

/** What a tile may have in the file at most. */
export function mostTileBytes({ tileWidthPx, tileHeightPx, samples, bitDepth }: TiffImage): number {
  return 65536 + maxGrowth * tileWidthPx * tileHeightPx * samples * (bitDepth / 8);
}

/** @throws ScanError (corrupt) for a tile that claims to be far larger than its pixels */
export function checkTileBytes(tiles: StoredTiles, index: number): void {
  const bytes = tiles.byteCounts[index]!;
  if (bytes <= mostTileBytes(tiles.image)) return;
  throw corrupt(tiles.file.path, `${tiles.name(index)} claims ${bytes} bytes`);
}

async function readRun(
  tiles: StoredTiles,
  run: readonly number[],
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  for (const index of run) checkTileBytes(tiles, index);
  return tiles.file.read(tiles.offsets[run[0]!]!, length, borrowFor(tiles.file, length));
}

/** Nothing is made for a length that the file cannot have; reading says what is wrong with it. */
function borrowFor({ sizeBytes }: FileBytes, length: number): Uint8Array<ArrayBuffer> | undefined {
  return length <= sizeBytes ? borrow(length) : undefined;
}

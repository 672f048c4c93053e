import type { BitDepth, SampleMemory } from "../image.js";
import { native } from "./native.js";

/** Compressions of which many tiles are decoded at one call; numbered as the addon does. */
export const batchCodec = {
  zlib: 0,
  raw: 1,
  gzip: 2,
  zstd: 3,
  jpegGrey: 4,
  jpegYcbcr: 5,
  jpegRgb: 6,
} as const;

/** What all tiles of a batch have in common. */
export interface TileForm {
  readonly codec: keyof typeof batchCodec;
  readonly widthPx: number;
  readonly rows: number;
  /** 1, or 3 of which luma is made. */
  readonly samples: number;
  readonly bitDepth: BitDepth;
  /** TIFF's predictor 2. */
  readonly hasDifferences: boolean;
  readonly jpegTables?: Uint8Array | undefined;
}

/** The part of a tile that is wanted. */
export interface TilePart {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Where its first sample goes in the output. */
  readonly to: number;
}

/** A tile's compressed bytes in a batch's input, and the part that is wanted. */
export interface PlacedTile {
  readonly at: number;
  readonly bytes: number;
  readonly part: TilePart;
}

const numbersEach = 7;
const mostIndex = 2 ** 31 - 1;

/** Whether `placeTiles` does anything here: with the addon, for rows that 32 bits address. */
export function canPlaceTiles(out: SampleMemory, input: Uint8Array): boolean {
  return native !== undefined && out.length < mostIndex && input.length < mostIndex;
}

/** Whether `placeCachedTiles` does anything here. */
export const placesCachedTiles = native !== undefined;

/**
 * Decode tiles of an open file, as long as their bytes are in the page cache and they are as `form` says.
 *
 * @param tiles `at` counts from the file's beginning
 * @returns how many were placed, the first ones
 */
export function placeCachedTiles(
  form: TileForm,
  file: number,
  tiles: readonly PlacedTile[],
  out: SampleMemory,
  stride: number,
): number {
  if (native === undefined || out.length >= mostIndex || tiles.length === 0) return 0;
  const places = new Float64Array(tiles.length);
  for (const [i, { at }] of tiles.entries()) places[i] = at;
  return native.placeCachedTiles(...argumentsOf(form), file, places, plansOf(tiles, true), out, stride);
}

function argumentsOf(form: TileForm) {
  const { codec, widthPx, rows, samples, hasDifferences, jpegTables } = form;
  return [batchCodec[codec], widthPx, rows, samples, hasDifferences ? 1 : 0, jpegTables] as const;
}

/** @param isPlaceApart whether places go beside the plans: files are larger than 32 bits tell */
function plansOf(tiles: readonly PlacedTile[], isPlaceApart = false): Int32Array {
  const plans = new Int32Array(numbersEach * tiles.length);
  let i = 0;
  for (const { at, bytes, part } of tiles) {
    plans[i++] = isPlaceApart ? 0 : at;
    plans[i++] = bytes;
    plans[i++] = part.leftPx;
    plans[i++] = part.topPx;
    plans[i++] = part.widthPx;
    plans[i++] = part.heightPx;
    plans[i++] = part.to;
  }
  return plans;
}

/**
 * Decode tiles one after another and put the wanted part of each into `out`. Those that are not exactly as `form`
 * says, damaged ones among them, are left to `otherwise`.
 *
 * @param out rows of `stride` samples
 */
export async function placeTiles(
  form: TileForm,
  input: Uint8Array,
  tiles: readonly PlacedTile[],
  out: SampleMemory,
  stride: number,
  otherwise: (index: number) => Promise<void>,
): Promise<void> {
  const plans = plansOf(tiles);
  for (let done = 0; done < tiles.length; ) {
    done += native!.placeTiles(...argumentsOf(form), input, plans.subarray(numbersEach * done), out, stride);
    if (done < tiles.length) await otherwise(done++);
  }
}

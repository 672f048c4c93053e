import type { BitDepth, GreySamples } from "../image.js";
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
export function canPlaceTiles(out: GreySamples, input: Uint8Array): boolean {
  return native !== undefined && out.length < mostIndex && input.length < mostIndex;
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
  out: GreySamples,
  stride: number,
  otherwise: (index: number) => Promise<void>,
): Promise<void> {
  const plans = new Int32Array(numbersEach * tiles.length);
  tiles.forEach(({ at, bytes, part }, i) => {
    const { leftPx, topPx, widthPx, heightPx, to } = part;
    plans.set([at, bytes, leftPx, topPx, widthPx, heightPx, to], numbersEach * i);
  });
  for (let done = 0; done < tiles.length; ) {
    done += native!.placeTiles(
      batchCodec[form.codec],
      form.widthPx,
      form.rows,
      form.samples,
      form.hasDifferences ? 1 : 0,
      form.jpegTables,
      input,
      plans.subarray(numbersEach * done),
      out,
      stride,
    );
    if (done < tiles.length) await otherwise(done++);
  }
}

import { type BitDepth, type GreySamples, greySamples } from "../../src/image.js";
import type { ScanWriter } from "../../src/index.js";

/** A picture with structure at every scale and noise, the same for the same size. */
export function picture(widthPx: number, heightPx: number, bitDepth: BitDepth): GreySamples {
  const samples = greySamples(bitDepth, widthPx * heightPx);
  const gain = bitDepth === 8 ? 1 : 257;
  let state = 12345;
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const wave = 128 + 60 * Math.sin(x / 37) + 40 * Math.cos(y / 23);
      samples[at] = Math.floor((wave + (state >>> 27)) * 0.9) * gain + (bitDepth === 16 ? state >>> 25 : 0);
    }
  }
  return samples;
}

/** The part of a picture that a tile covers. */
export function tileOf(
  samples: GreySamples,
  { widthPx, heightPx, tilePx, bitDepth }: ScanWriter,
  column: number,
  row: number,
): GreySamples {
  const w = Math.min(tilePx, widthPx - column * tilePx);
  const h = Math.min(tilePx, heightPx - row * tilePx);
  const tile = greySamples(bitDepth, w * h);
  for (let y = 0; y < h; y++) {
    const from = (row * tilePx + y) * widthPx + column * tilePx;
    tile.set(samples.subarray(from, from + w), y * w);
  }
  return tile;
}

/** Write a whole picture in rows of tiles. */
export async function writeAll(writer: ScanWriter, samples: GreySamples): Promise<void> {
  for (let row = 0; row < writer.rows; row++) {
    for (let column = 0; column < writer.columns; column++) {
      await writer.writeTile(column, row, tileOf(samples, writer, column, row));
    }
  }
}

/** Raw little-endian bytes, for another program. */
export function rawBytes({ buffer, byteOffset, byteLength }: GreySamples): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

import { inflate } from "../../codecs/inflate.js";
import { roomFor } from "../../codecs/memory.js";
import { decodeZstd } from "../../codecs/zstd.js";
import type { GreySamples } from "../../image.js";
import { decodeJpegTile } from "./jpegTile.js";
import { decodeLzw } from "./lzw.js";
import { decodePackBits } from "./packBits.js";
import { samplesToGrey } from "./samples.js";
import { jpegCompression, type TiffImage } from "./tiffImage.js";

/**
 * The grey samples of one tile, `rows` rows as wide as a tile.
 *
 * @param encoded the tile's bytes
 * @param rows tile height, or what the image has left for its last strip
 * @param background grey level under transparent pixels
 * @param memory where the samples may be written, if it is large enough; otherwise new memory is taken
 * @throws Error where the bytes do not hold them
 */
export async function decodeTile(
  image: TiffImage,
  encoded: Uint8Array,
  rows: number,
  background: number,
  memory?: Uint8Array,
): Promise<GreySamples> {
  const { tileWidthPx, tileHeightPx, samples, bitDepth } = image;
  if (image.compression === jpegCompression) return decodeJpegTile(image, encoded, rows, background, memory);
  const rowBytes = tileWidthPx * samples * (bitDepth / 8);
  const bytes = await decompress(image, encoded, rows * rowBytes, tileHeightPx * rowBytes, memory);
  if (bytes.length < rows * rowBytes) {
    throw new Error(`${bytes.length} of its ${rows * rowBytes} bytes are there`);
  }
  return samplesToGrey(image, bytes.subarray(0, rows * rowBytes), background);
}

/** @param most what a whole tile has: some writers pad the last strip to it */
async function decompress(
  image: TiffImage,
  encoded: Uint8Array,
  expected: number,
  most: number,
  memory: Uint8Array | undefined,
): Promise<Uint8Array> {
  const { compression } = image;
  if (compression === 1) {
    const out = roomFor(Math.min(expected, encoded.length), memory);
    out.set(encoded.subarray(0, out.length));
    return out;
  }
  if (compression === 8 || compression === 32946) {
    return inflate(encoded, expected, most, "zlib", memory);
  }
  if (compression === 50000 || compression === 34926) return decodeZstd(encoded, expected, memory);
  const out = roomFor(expected, memory);
  const written = compression === 5 ? decodeLzw(encoded, out) : decodePackBits(encoded, out);
  return out.subarray(0, written);
}

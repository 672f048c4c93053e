import type { GreySamples } from "../../image.js";
import { byteDecoders } from "../../zarr/codecs.js";
import { inflateTile } from "./inflateTile.js";
import { decodeJpegTile } from "./jpegTile.js";
import { decodeLzw } from "./lzw.js";
import { decodePackBits } from "./packBits.js";
import { samplesToGrey } from "./samples.js";
import { jpegCompression, type TiffImage } from "./tiffImage.js";

/**
 * The grey samples of one tile, `rows` rows as wide as a tile.
 *
 * @param encoded the tile's bytes, which may be changed
 * @param rows tile height, or what the image has left for its last strip
 * @param background grey level under transparent pixels
 * @throws Error where the bytes do not hold them
 */
export async function decodeTile(
  image: TiffImage,
  encoded: Uint8Array,
  rows: number,
  background: number,
): Promise<GreySamples> {
  const { tileWidthPx, tileHeightPx, samples, bitDepth } = image;
  if (image.compression === jpegCompression) return decodeJpegTile(image, encoded, rows, background);
  const rowBytes = tileWidthPx * samples * (bitDepth / 8);
  const bytes = await decompress(image, encoded, rows * rowBytes, tileHeightPx * rowBytes);
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
): Promise<Uint8Array> {
  const { compression } = image;
  if (compression === 1) return encoded;
  if (compression === 8 || compression === 32946) {
    return inflateTile(encoded, expected, most);
  }
  if (compression === 50000 || compression === 34926) return byteDecoders.zstd!(encoded, expected);
  const out = Buffer.allocUnsafe(expected);
  const written = compression === 5 ? decodeLzw(encoded, out) : decodePackBits(encoded, out);
  return out.subarray(0, written);
}

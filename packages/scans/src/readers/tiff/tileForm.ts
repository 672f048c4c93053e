import type { TileForm } from "../../codecs/placeTiles.js";
import { hostIsLittle } from "./samples.js";
import type { TiffImage } from "./tiffImage.js";

const codecOf: Readonly<Record<number, TileForm["codec"]>> = {
  8: "zlib",
  32946: "zlib",
  34926: "zstd",
  50000: "zstd",
};
const jpegCodecOf: Readonly<Partial<Record<TiffImage["kind"], TileForm["codec"]>>> = {
  grey: "jpegGrey",
  ycbcr: "jpegYcbcr",
  rgb: "jpegRgb",
};

/**
 * The form of an image's tiles where many are decoded at one call: grey or RGB in the host's byte order, deflate, ZSTD
 * or JPEG. Undefined for the rest, which are rare.
 *
 * @param rows of a tile
 */
export function batchForm(image: TiffImage, rows: number): TileForm | undefined {
  const { tileWidthPx: widthPx, samples, bitDepth, kind, compression, predictor, jpegTables } = image;
  const isJpeg = compression === 7;
  const codec = isJpeg ? jpegCodecOf[kind] : codecOf[compression];
  if (codec === undefined || Math.max(widthPx, rows) > 65535) return undefined;
  const form = { codec, widthPx, rows, bitDepth, hasDifferences: predictor };
  if (isJpeg) return { ...form, samples: 1, jpegTables };
  const isPlain = (kind === "grey" && samples === 1) || (kind === "rgb" && samples === 3);
  return isPlain && (bitDepth === 8 || image.littleEndian === hostIsLittle)
    ? { ...form, samples }
    : undefined;
}

import sharp from "sharp";
import { toGrey } from "../../grey.js";
import { type GreySamples, greySamples } from "../../image.js";
import { withColourTransform } from "./jpegStream.js";
import type { TiffImage } from "./tiffImage.js";

/** Grey of one JPEG tile; see `decodeTile`. */
export async function decodeJpegTile(
  image: TiffImage,
  encoded: Uint8Array,
  rows: number,
  background: number,
): Promise<GreySamples> {
  const stream = withColourTransform(encoded, image.jpegTables, image.kind === "ycbcr");
  const decoded = await sharp(stream, { failOn: "warning", ignoreIcc: true })
    .toColourspace(image.samples === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = decoded.info;
  if (width !== image.tileWidthPx || height < rows || channels !== image.samples) {
    throw new Error(`it is ${width} x ${height} pixels of ${channels} samples`);
  }
  const grey = greySamples(8, width * rows);
  toGrey({ data: decoded.data.subarray(0, grey.length * channels), channels }, background, grey);
  return grey;
}

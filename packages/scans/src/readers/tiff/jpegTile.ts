import sharp from "sharp";
import { roomFor } from "../../codecs/memory.js";
import { jpegColours, native } from "../../codecs/native.js";
import { toGrey } from "../../grey.js";
import { type GreySamples, greySamples } from "../../image.js";
import { withColourTransform } from "./jpegStream.js";
import type { TiffImage } from "./tiffImage.js";

/** Longest side that a JPEG can state. */
const maxSidePx = 65535;

/**
 * Grey of one JPEG tile; see `decodeTile`. Of YCbCr the native decoder makes the luma alone; progressive tiles and
 * others that few write go through libvips.
 */
export async function decodeJpegTile(
  image: TiffImage,
  encoded: Uint8Array,
  rows: number,
  background: number,
  memory?: Uint8Array,
): Promise<GreySamples> {
  const { tileWidthPx: width, kind, jpegTables } = image;
  if (Math.max(width, rows) > maxSidePx) throw new Error("no JPEG is that large");
  if (native === undefined) return throughLibvips(image, encoded, rows, background);
  const grey = roomFor(width * rows, memory);
  const colours = jpegColours[kind === "ycbcr" || kind === "rgb" ? kind : "grey"];
  const outcome = native.decodeJpeg(
    jpegTables,
    encoded,
    colours,
    grey,
    0,
    width,
    width,
    rows,
    0,
    0,
    width,
    rows,
  );
  if (typeof outcome === "string") throw new Error(outcome);
  if (outcome !== 0) return throughLibvips(image, encoded, rows, background);
  return kind === "inverted" ? invert(grey) : grey;
}

function invert(grey: GreySamples): GreySamples {
  for (let i = 0; i < grey.length; i++) grey[i] = 255 - grey[i]!;
  return grey;
}

async function throughLibvips(
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
  return image.kind === "inverted" ? invert(grey) : grey;
}

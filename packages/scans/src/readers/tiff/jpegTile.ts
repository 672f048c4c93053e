import sharp from "sharp";
import { toGrey } from "../../grey.js";
import { type GreySamples, greySamples } from "../../image.js";
import { readJpegHeader } from "./jpegHeader.js";
import { decodeJpegPlanes } from "./jpegLuma.js";
import { withColourTransform } from "./jpegStream.js";
import type { TiffImage } from "./tiffImage.js";

/**
 * Grey of one JPEG tile; see `decodeTile`. Baseline tiles are decoded here, where YCbCr has its luma already;
 * others through libvips.
 */
export async function decodeJpegTile(
  image: TiffImage,
  encoded: Uint8Array,
  rows: number,
  background: number,
): Promise<GreySamples> {
  const { tileWidthPx, samples } = image;
  const header = readJpegHeader(encoded, image.jpegTables);
  if (header === undefined) return throughLibvips(image, encoded, rows, background);
  const { widthPx, heightPx, components } = header;
  if (widthPx !== tileWidthPx || heightPx < rows || components.length !== samples) {
    throw new Error(`it is ${widthPx} x ${heightPx} pixels of ${components.length} samples`);
  }
  const decoded = decodeJpegPlanes(header, encoded, rows, image.kind !== "rgb");
  if (decoded === undefined) return throughLibvips(image, encoded, rows, background);
  const { planes, strideBytes } = decoded;
  const grey = greySamples(8, tileWidthPx * rows);
  if (planes.length === 3) lumaOfPlanes(planes, strideBytes, tileWidthPx, grey);
  else if (strideBytes === tileWidthPx) grey.set(planes[0]!.subarray(0, grey.length));
  else {
    for (let y = 0; y < rows; y++) {
      grey.set(planes[0]!.subarray(y * strideBytes, y * strideBytes + tileWidthPx), y * tileWidthPx);
    }
  }
  if (image.kind === "inverted") for (let i = 0; i < grey.length; i++) grey[i] = 255 - grey[i]!;
  return grey;
}

function lumaOfPlanes(planes: readonly Uint8Array[], stride: number, width: number, grey: GreySamples): void {
  const [red, green, blue] = planes as [Uint8Array, Uint8Array, Uint8Array];
  for (let to = 0, row = 0; to < grey.length; row += stride) {
    for (let i = row; i < row + width; i++) {
      grey[to++] = (299 * red[i]! + 587 * green[i]! + 114 * blue[i]! + 500) / 1000;
    }
  }
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
  if (image.kind === "inverted") for (let i = 0; i < grey.length; i++) grey[i] = 255 - grey[i]!;
  return grey;
}

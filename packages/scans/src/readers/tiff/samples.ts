import { undoDifferences } from "../../codecs/pixels.js";
import { toGrey } from "../../grey.js";
import { type GreySamples, greySamples, whiteLevel } from "../../image.js";
import type { TiffImage } from "./tiffImage.js";

/**
 * Grey of a tile's decompressed bytes: byte order, horizontal differences, palette or inversion, luma.
 *
 * @param bytes whole rows; they may be changed, and be what is returned
 */
export function samplesToGrey(image: TiffImage, bytes: Uint8Array, background: number): GreySamples {
  const stored = inHostOrder(image, bytes);
  if (image.predictor) undoDifferences(stored, image.tileWidthPx * image.samples, image.samples);
  if (image.kind === "grey") return stored;
  const grey = greySamples(image.bitDepth, stored.length / image.samples);
  if (image.kind === "inverted") {
    const white = whiteLevel(image.bitDepth);
    for (let i = 0; i < grey.length; i++) grey[i] = white - stored[i]!;
  } else if (image.kind === "palette") {
    const table = paletteGrey(image.palette!);
    for (let i = 0; i < grey.length; i++) grey[i] = table[stored[i]!]!;
  } else {
    toGrey({ data: stored, channels: image.samples }, background, grey);
  }
  return grey;
}

function inHostOrder(image: TiffImage, bytes: Uint8Array): GreySamples {
  if (image.bitDepth === 8) return bytes as Uint8Array<ArrayBuffer>;
  if (bytes.byteOffset % 2 !== 0) return inHostOrder(image, Uint8Array.from(bytes));
  if (image.littleEndian !== hostIsLittle) {
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).swap16();
  }
  return new Uint16Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / 2);
}

export const hostIsLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A palette holds 16-bit colours whatever the depth of the image; libtiff takes the high byte, so do we. */
function paletteGrey(palette: Float64Array): Uint8Array {
  const colours = new Uint8Array(3 * 256);
  const wide = palette.some((value) => value > 255);
  for (let i = 0; i < 256; i++) {
    for (let c = 0; c < 3; c++) {
      const value = palette[256 * c + i]!;
      colours[3 * i + c] = wide ? Math.floor(value / 256) : value;
    }
  }
  const grey = new Uint8Array(256);
  toGrey({ data: colours, channels: 3 }, 255, grey);
  return grey;
}

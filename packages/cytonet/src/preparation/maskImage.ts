import { DataError, publishFile } from "@cytonet/cohort";
import sharp from "sharp";

/** Classes of a mask: 0 slide, 1 grey matter, 2 white matter. */
export interface TissueMaskImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly labels: Uint8Array<ArrayBuffer>;
}

/** Greys of the classes in the file: they can be told apart by eye and painted by hand. */
const greys = [0, 128, 255] as const;

/** Writes a mask as a grey PNG: 0 slide, 128 grey matter, 255 white matter. */
export async function writeMask(path: string, mask: TissueMaskImage): Promise<void> {
  const { widthPx: width, heightPx: height, labels } = mask;
  const pixels = labels.map((label) => greys[label]!);
  await publishFile(path, async (partial) => {
    await sharp(pixels, { raw: { width, height, channels: 1 } })
      .toColourspace("b-w")
      .png({ compressionLevel: 9 })
      .toFile(partial);
  });
}

/**
 * Reads a mask of any image format without losses: greys 0, 128 and 255, or 0, 1 and 2.
 *
 * @throws DataError where it cannot be read or holds other greys
 */
export async function readMask(path: string): Promise<TissueMaskImage> {
  const remedy =
    "Paint slide 0, grey matter 128 and white matter 255, without soft edges, and save it as PNG.";
  const { data, info } = await decoded(path, remedy);
  const seen = new Uint8Array(256);
  for (let i = 0; i < data.length; i += info.channels) seen[data[i]!] = 1;
  const plain = seen.subarray(3).every((found) => found === 0);
  const classes = new Map(plain ? [0, 1, 2].map((v) => [v, v]) : greys.map((v, label) => [v, label]));
  const strange = seen.findIndex((found, value) => found === 1 && !classes.has(value));
  if (strange >= 0) throw new DataError({ file: path, message: `holds the grey ${strange}`, remedy });
  const labels = new Uint8Array(info.width * info.height);
  for (let i = 0; i < labels.length; i++) labels[i] = classes.get(data[i * info.channels]!)!;
  return { widthPx: info.width, heightPx: info.height, labels };
}

async function decoded(path: string, remedy: string) {
  try {
    return await sharp(path, { limitInputPixels: false })
      .removeAlpha()
      .toColourspace("b-w")
      .raw()
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    const message = `cannot be read as an image (${(cause as Error).message})`;
    throw new DataError({ file: path, message, remedy }, { cause });
  }
}

/**
 * A mask on another grid of pixels over the same extent, by the nearest pixel.
 *
 * @throws DataError where the two have different shapes
 */
export function refitMask(
  mask: TissueMaskImage,
  widthPx: number,
  heightPx: number,
  path: string,
): TissueMaskImage {
  if (mask.widthPx === widthPx && mask.heightPx === heightPx) return mask;
  // A pixel more or less along one side comes from rounding.
  const allowed = (mask.widthPx + 1.5) / (mask.heightPx - 1.5);
  const least = (mask.widthPx - 1.5) / (mask.heightPx + 1.5);
  if (!(widthPx / heightPx <= allowed && widthPx / heightPx >= least)) {
    throw new DataError({
      file: path,
      message: `is ${mask.widthPx} × ${mask.heightPx} px, which is not the shape of its section (${widthPx} × ${heightPx})`,
      remedy: "Draw it on the whole section, at any pixel size.",
    });
  }
  const labels = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor(((y + 0.5) * mask.heightPx) / heightPx) * mask.widthPx;
    for (let x = 0; x < widthPx; x++) {
      labels[y * widthPx + x] = mask.labels[row + Math.floor(((x + 0.5) * mask.widthPx) / widthPx)]!;
    }
  }
  return { widthPx, heightPx, labels };
}

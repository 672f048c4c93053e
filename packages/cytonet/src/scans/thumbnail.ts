import { extname } from "node:path";
import { ConfigError, checkOutput, moveAside, publishFile } from "@cytonet/cohort";
import { type GreyImage, openScan } from "@cytonet/scans";
import sharp from "sharp";

export interface ThumbnailOptions {
  readonly out: string;
  /** Longer side, px. */
  readonly maxPx: number;
  readonly pixelSizeXUm?: number | undefined;
  readonly pixelSizeYUm?: number | undefined;
  readonly axisIndex?: Readonly<Record<string, number>> | undefined;
  /** Replace a picture that is there; it is kept aside. The scan itself is never replaced. */
  readonly force?: boolean | undefined;
}

export interface Thumbnail {
  readonly path: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** µm per pixel of the thumbnail; null where the scan's pixel size is not known and its pixels are taken as squares. */
  readonly pixelSizeUm: number | null;
  /** Where the old picture is now, if one was replaced. */
  readonly replaced: string | undefined;
}

/**
 * Write a small picture of a scan, in its true proportions, never larger than the scan and never of a label or macro
 * image.
 *
 * @throws ConfigError for another ending than .png, .jpg or .jpeg, for an output that is the scan, and for one that
 * exists while `force` is not given; ScanError of the scan
 */
export async function writeThumbnail(path: string, options: ThumbnailOptions): Promise<Thumbnail> {
  const { out, maxPx, force, ...opening } = options;
  const format = { ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg" }[extname(out).toLowerCase()];
  if (format !== "png" && format !== "jpeg") {
    throw new ConfigError({ field: "--out", message: `is ${out}`, remedy: "End it in .png or .jpg." });
  }
  await checkOutput(out, { force, inputs: [path] });
  const given = Object.fromEntries(Object.entries(opening).filter(([, value]) => value !== undefined));
  const stated = await openScan(path, given);
  const known = stated.pixelSizeXUm !== undefined && stated.pixelSizeYUm !== undefined;
  // Without a pixel size lengths are counted in pixels.
  const scan = known ? stated : await reopened(path, given, stated);
  try {
    const { widthPx, heightPx } = scan;
    const [sizeX, sizeY] = [scan.pixelSizeXUm!, scan.pixelSizeYUm!];
    const pixelSizeUm = Math.max((widthPx * sizeX) / maxPx, (heightPx * sizeY) / maxPx, sizeX, sizeY);
    const image = await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, pixelSizeUm);
    let replaced: string | undefined;
    await publishFile(out, async (partial) => {
      await sharp(bytesOf(image), { raw: { width: image.widthPx, height: image.heightPx, channels: 1 } })
        .toColourspace("b-w")
        .toFormat(format)
        .toFile(partial);
      replaced = await moveAside(out, force);
    });
    const { widthPx: width, heightPx: height } = image;
    return {
      path: out,
      widthPx: width,
      heightPx: height,
      pixelSizeUm: known ? pixelSizeUm : null,
      replaced,
    };
  } finally {
    await scan.close();
  }
}

async function reopened(path: string, options: object, first: { close(): Promise<void> }) {
  await first.close();
  return openScan(path, { ...options, pixelSizeXUm: 1, pixelSizeYUm: 1 });
}

function bytesOf({ data, bitDepth }: GreyImage): Uint8Array {
  return bitDepth === 8 ? (data as Uint8Array) : Uint8Array.from(data, (value) => value >> 8);
}

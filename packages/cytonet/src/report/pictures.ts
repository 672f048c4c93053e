import { openScan } from "@cytonet/scans";
import sharp from "sharp";
import type { Raster } from "../studies/pointSplats.js";

/** Side of a patch's picture on the page, px. */
const patchSidePx = 112;

/** Grey bytes of a square patch as a data URI. */
export async function patchPicture(bytes: Uint8Array, sidePx: number): Promise<string> {
  const image = await sharp(bytes, { raw: { width: sidePx, height: sidePx, channels: 1 } })
    .resize(patchSidePx, patchSidePx, { kernel: sidePx < patchSidePx ? "cubic" : "lanczos3" })
    .jpeg({ quality: 80 })
    .toBuffer();
  return dataUri(image);
}

/** A section's picture with square pixels, and how many of its pixels one level-0 pixel takes along x and y. */
export interface SectionPicture {
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly scaleX: number;
  readonly scaleY: number;
  /** Size of the picture's pixels. */
  readonly pixelSizeUm: number;
}

/** A whole section at about `longPx` pixels along its longer side. */
export async function sectionPicture(
  path: string,
  pixelSizes: { readonly pixelSizeXUm: number; readonly pixelSizeYUm: number },
  longPx = 900,
): Promise<SectionPicture> {
  const { pixelSizeXUm, pixelSizeYUm } = pixelSizes;
  const scan = await openScan(path, pixelSizes);
  try {
    const { widthPx, heightPx } = scan;
    const longUm = Math.max(widthPx * pixelSizeXUm, heightPx * pixelSizeYUm);
    const pixelSizeUm = Math.max(longUm / longPx, pixelSizeXUm, pixelSizeYUm);
    const grey = await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, pixelSizeUm);
    const data =
      grey.data instanceof Uint8Array ? grey.data : Uint8Array.from(grey.data, (value) => value >> 8);
    const image = await sharp(data, { raw: { width: grey.widthPx, height: grey.heightPx, channels: 1 } })
      .jpeg({ quality: 72 })
      .toBuffer();
    const [scaleX, scaleY] = [pixelSizeXUm / pixelSizeUm, pixelSizeYUm / pixelSizeUm];
    return { image: dataUri(image), width: grey.widthPx, height: grey.heightPx, scaleX, scaleY, pixelSizeUm };
  } finally {
    await scan.close();
  }
}

/** A picture with transparent ground. */
export async function rasterPicture({ rgba, width, height }: Raster): Promise<string> {
  const image = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .webp({ quality: 82, alphaQuality: 90, effort: 5 })
    .toBuffer();
  return dataUri(image, "webp");
}

/** Grey bytes, enlarged smoothly where they are fewer than the picture's. */
export async function greyPicture(
  bytes: Uint8Array,
  width: number,
  height: number,
  longPx: number,
): Promise<string> {
  const scale = longPx / Math.max(width, height);
  const image = await sharp(bytes, { raw: { width, height, channels: 1 } })
    .resize(Math.round(width * scale), Math.round(height * scale), {
      kernel: scale > 1 ? "cubic" : "lanczos3",
    })
    .jpeg({ quality: 82 })
    .toBuffer();
  return dataUri(image);
}

function dataUri(image: Buffer, kind = "jpeg"): string {
  return `data:image/${kind};base64,${image.toString("base64")}`;
}

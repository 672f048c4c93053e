import { open, stat } from "node:fs/promises";
import sharp, { type Metadata, type SharpOptions } from "sharp";
import { ScanError } from "../errors.js";
import { toGrey } from "../grey.js";
import { type BitDepth, type GreyImage, greySamples, whiteLevel } from "../image.js";
import type { PixelRegion, ScanReader, ScanSource, SourceOptions } from "../reader.js";

// Stored values, not colour-managed ones; whole-slide sizes are legitimate; a decoder that has to invent
// pixels for a damaged file must say so instead, and for a tile cut short only the level "warning" does.
const sharpOptions: SharpOptions = {
  limitInputPixels: false,
  unlimited: true,
  ignoreIcc: true,
  failOn: "warning",
};

const defaultMaxPixelsInMemory = 2 ** 27;

/** A deflate or JPEG stream cannot expand by more than this; a file that claims to is lying or damaged. */
const maxExpansion = 1100;

/** PNG, JPEG and, where this libvips has it, JPEG 2000; 8 or 16 bits, through libvips. */
export const ordinaryReader: ScanReader = {
  name: "ordinary images (sharp, libvips)",
  formats: [
    { name: "PNG", extensions: [".png"], note: "8 and 16 bits, grey, palette, RGB, alpha" },
    { name: "JPEG", extensions: [".jpg", ".jpeg"], note: "as stored: EXIF orientation is not applied" },
    ...(hasJpeg2000() ? [{ name: "JPEG 2000", extensions: [".jp2", ".j2k"], note: "8 and 16 bits" }] : []),
  ],
  recognises: ({ kind, head }) => kind === "file" && (isPng(head) || isJpeg(head) || isJpeg2000(head)),
  async open(path, options) {
    if (isJpeg2000(await readHead(path)) && !hasJpeg2000()) {
      throw new ScanError({
        kind: "unsupported",
        path,
        problem: "it is JPEG 2000, and the libvips installed here is built without OpenJPEG",
        remedy: "Export it as BigTIFF, or install sharp over a libvips that has OpenJPEG",
      });
    }
    return openThroughLibvips(path, options);
  },
};

function hasJpeg2000(): boolean {
  return sharp.format.jp2?.input.file === true;
}

function isPng(head: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => head[i] === byte);
}

function isJpeg(head: Uint8Array): boolean {
  return head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
}

function isJpeg2000(head: Uint8Array): boolean {
  const box = [0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a];
  const codestream = [0xff, 0x4f, 0xff, 0x51];
  return [box, codestream].some((magic) => magic.every((byte, i) => head[i] === byte));
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const head = new Uint8Array(12);
    await file.read(head, 0, head.length, 0);
    return head;
  } finally {
    await file.close();
  }
}

/** The first image of a file, through libvips: in memory where it is small enough, else window by window. */
export async function openThroughLibvips(path: string, options: SourceOptions): Promise<ScanSource> {
  const metadata = await decode(path, () => sharp(path, sharpOptions).metadata());
  const layout = pixelLayout(path, metadata);
  const { width: widthPx, height: heightPx } = metadata;
  const background = options.background ?? whiteLevel(layout.bitDepth);
  await refuseImpossibleSize(path, metadata, layout.bitDepth);

  const decodeRegion = (region: PixelRegion) => readGrey(path, layout, region, background);
  const whole: PixelRegion = { xPx: 0, yPx: 0, widthPx, heightPx };
  const keep = widthPx * heightPx <= (options.maxPixelsInMemory ?? defaultMaxPixelsInMemory);
  let raster = keep ? await decodeRegion(whole) : undefined;

  return {
    format: metadata.format === "tiff" ? "tiff, through libvips" : metadata.format,
    bitDepth: layout.bitDepth,
    pixelSizeXUm: undefined,
    pixelSizeYUm: undefined,
    levels: [{ widthPx, heightPx, downsampleX: 1, downsampleY: 1 }],
    readRegion: async (_level, region) => (raster ? crop(raster, region) : decodeRegion(region)),
    close: async () => {
      raster = undefined;
    },
  };
}

/** A whole image file, of any format that libvips reads here, in grey. */
export async function decodeWhole(path: string, background: number | undefined): Promise<GreyImage> {
  const metadata = await decode(path, () => sharp(path, sharpOptions).metadata());
  const layout = pixelLayout(path, metadata);
  await refuseImpossibleSize(path, metadata, layout.bitDepth);
  const whole = { xPx: 0, yPx: 0, widthPx: metadata.width, heightPx: metadata.height };
  return readGrey(path, layout, whole, background ?? whiteLevel(layout.bitDepth));
}

/** How libvips is to hand the pixels over: bit depth and a colour space without hidden conversions. */
interface PixelLayout {
  readonly bitDepth: BitDepth;
  readonly space: string;
}

function pixelLayout(path: string, metadata: Metadata): PixelLayout {
  const { depth, space, channels, hasAlpha } = metadata;
  if (depth !== "uchar" && depth !== "ushort") {
    throw new ScanError({
      kind: "unsupported",
      path,
      problem: `its samples are of type ${depth}, not unsigned 8 or 16 bits`,
      remedy: "Convert it to 8 or 16 bits with the scaling you want",
    });
  }
  // Grey with alpha goes through RGBA, because libvips drops the alpha of a single band.
  const grey = (space === "b-w" || space === "grey16") && channels === 1 && !hasAlpha;
  if (depth === "uchar") return { bitDepth: 8, space: grey ? "b-w" : "srgb" };
  return { bitDepth: 16, space: grey ? "grey16" : "rgb16" };
}

async function readGrey(
  path: string,
  layout: PixelLayout,
  region: PixelRegion,
  background: number,
): Promise<GreyImage> {
  const { bitDepth, space } = layout;
  const { widthPx, heightPx } = region;
  const decoded = await decode(path, () =>
    sharp(path, sharpOptions)
      .extract({ left: region.xPx, top: region.yPx, width: widthPx, height: heightPx })
      .toColourspace(space)
      .raw(bitDepth === 16 ? { depth: "ushort" } : {})
      .toBuffer({ resolveWithObject: true }),
  );
  const { buffer, byteOffset, byteLength } = decoded.data;
  const samples =
    bitDepth === 8
      ? new Uint8Array(buffer, byteOffset, byteLength)
      : new Uint16Array(buffer, byteOffset, byteLength / 2);
  const data = greySamples(bitDepth, widthPx * heightPx);
  toGrey({ data: samples, channels: decoded.info.channels }, background, data);
  return { widthPx, heightPx, data, bitDepth };
}

function crop(image: GreyImage, region: PixelRegion): GreyImage {
  const { widthPx, heightPx } = region;
  const data = greySamples(image.bitDepth, widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    const from = (region.yPx + row) * image.widthPx + region.xPx;
    data.set(image.data.subarray(from, from + widthPx), row * widthPx);
  }
  return { widthPx, heightPx, data, bitDepth: image.bitDepth };
}

async function refuseImpossibleSize(path: string, metadata: Metadata, bitDepth: BitDepth): Promise<void> {
  const { size } = await stat(path);
  // A palette stores at least one bit per pixel, whatever it is expanded to.
  const bits = metadata.isPalette || metadata.bitsPerSample === 1 ? 1 : metadata.channels * bitDepth;
  const claimed = (metadata.width * metadata.height * bits) / 8;
  if (claimed <= size * maxExpansion) return;
  throw new ScanError({
    kind: "corrupt",
    path,
    problem: `it claims ${metadata.width} x ${metadata.height} pixels, which ${size} bytes cannot hold`,
    remedy: "Copy or export the file again",
  });
}

async function decode<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).trim().replace(/\s*\n\s*/g, "; ");
    const unsupported = /unsupported/i.test(reason);
    throw new ScanError({
      kind: unsupported ? "unsupported" : "corrupt",
      path,
      problem: `it cannot be decoded (${reason})`,
      remedy: unsupported ? "Convert it to a format that 'cytonet doctor' lists" : "Copy or export it again",
      cause,
    });
  }
}

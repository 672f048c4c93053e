import { ScanError } from "../errors.js";
import { type BitDepth, whiteLevel } from "../image.js";
import { type PyramidLevel, pyramidLevels } from "./levels.js";

/** Formats that scans are written in. */
export type ScanFormat = "tiff" | "ome-zarr";

/** `deflate` and `none` keep every grey level; `jpeg` (TIFF, 8 bits) does not; `zstd` and `blosc` are for OME-Zarr. */
export type ScanCompression = "deflate" | "jpeg" | "none" | "zstd" | "blosc";

export interface ScanWriterOptions {
  readonly format: ScanFormat;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: BitDepth;
  /** µm per level-0 pixel; where they are not known the file states none. */
  readonly pixelSizeXUm?: number | undefined;
  readonly pixelSizeYUm?: number | undefined;
  /** Side of a tile or chunk: a multiple of 16. Default 512. */
  readonly tilePx?: number;
  /** Default `deflate` (in OME-Zarr: gzip in 0.5, zlib in 0.4). */
  readonly compression?: ScanCompression;
  /** 1 (fast) to 9 (small) for deflate, zstd and blosc. Default 1. */
  readonly compressionLevel?: number;
  /** 1 to 100. Default 90. */
  readonly jpegQuality?: number;
  /** Grey of the bare slide: fills tiles beyond the edge, and chunks of it alone are left out. Default white. */
  readonly background?: number;
  /** Default 0.5. */
  readonly omeZarrVersion?: "0.4" | "0.5";
  /** OME-Zarr 0.5: many chunks in one file, a thousand instead of fifty thousand files a scan. Default true. */
  readonly sharded?: boolean;
  /** Write checksums as `sha256sum --check` reads them: `SHA256SUMS` in the folder, `NAME.sha256` beside a TIFF. Default true. */
  readonly checksums?: boolean;
  /** Replace what stands at the path. Default false. */
  readonly overwrite?: boolean;
}

/** Checked options with their defaults, and the levels that follow from them. */
export type ScanPlan = Readonly<
  Required<Omit<ScanWriterOptions, "pixelSizeXUm" | "pixelSizeYUm">> & {
    path: string;
    pixelSizeXUm: number | undefined;
    pixelSizeYUm: number | undefined;
    levels: readonly PyramidLevel[];
  }
>;

const maxSidePx = 2 ** 31 - 1;
const compressions: Readonly<Record<ScanFormat, readonly ScanCompression[]>> = {
  tiff: ["deflate", "jpeg", "none"],
  "ome-zarr": ["deflate", "zstd", "blosc", "none"],
};

/** Check the options of a scan to be written. @throws ScanError `request` naming the option */
export function planScan(path: string, options: ScanWriterOptions): ScanPlan {
  const refuse = (problem: string, remedy: string): never => {
    throw new ScanError({ kind: "request", path, problem, remedy });
  };
  const { format, widthPx, heightPx, bitDepth, pixelSizeXUm, pixelSizeYUm } = options;
  const {
    tilePx = 512,
    compression = "deflate",
    compressionLevel = 1,
    jpegQuality = 90,
    omeZarrVersion = "0.5",
    sharded = true,
    checksums = true,
    overwrite = false,
  } = options;
  if (!Object.hasOwn(compressions, format)) refuse(`format is ${format}`, "Give tiff or ome-zarr");
  if (bitDepth !== 8 && bitDepth !== 16) refuse(`bitDepth is ${bitDepth}`, "Give 8 or 16");
  const { background = whiteLevel(bitDepth) } = options;
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    refuse(`${name} is ${value}`, `Give a whole number from ${least} to ${most}`);
  };
  whole("widthPx", widthPx, 1, maxSidePx);
  whole("heightPx", heightPx, 1, maxSidePx);
  whole("tilePx", tilePx, 16, 8192);
  if (tilePx % 16 !== 0) refuse(`tilePx is ${tilePx}`, "Give a multiple of 16");
  whole("compressionLevel", compressionLevel, 1, 9);
  whole("jpegQuality", jpegQuality, 1, 100);
  whole("background", background, 0, whiteLevel(bitDepth));
  for (const [name, value] of Object.entries({ pixelSizeXUm, pixelSizeYUm })) {
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) {
      refuse(`${name} is ${value}`, "Give a positive number of µm, or leave it out");
    }
  }
  if ((pixelSizeXUm === undefined) !== (pixelSizeYUm === undefined)) {
    refuse("one pixel size is given and the other is not", "Give both or neither");
  }
  if (!compressions[format].includes(compression)) {
    refuse(`compression is ${compression}`, `Give one of ${compressions[format].join(", ")} for ${format}`);
  }
  if (compression === "jpeg" && bitDepth !== 8) {
    refuse("compression is jpeg for 16 bits", "Give deflate, or reduce to 8 bits");
  }
  if (omeZarrVersion !== "0.4" && omeZarrVersion !== "0.5") {
    refuse(`omeZarrVersion is ${omeZarrVersion}`, "Give 0.4 or 0.5");
  }
  return {
    path,
    format,
    widthPx,
    heightPx,
    bitDepth,
    pixelSizeXUm,
    pixelSizeYUm,
    tilePx,
    compression,
    compressionLevel,
    jpegQuality,
    background,
    omeZarrVersion,
    sharded: sharded && omeZarrVersion === "0.5",
    checksums,
    overwrite,
    levels: pyramidLevels(widthPx, heightPx, tilePx),
  };
}

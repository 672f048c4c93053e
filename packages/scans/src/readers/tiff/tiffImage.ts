import { ScanError } from "../../errors.js";
import type { BitDepth } from "../../image.js";
import { type NumbersPlace, readNumbers, type TiffDirectory, tiffTag } from "./directory.js";
import { corrupt, type FileBytes } from "./fileBytes.js";

/** How the samples of a pixel become grey. */
export type PixelKind = "grey" | "inverted" | "rgb" | "palette" | "ycbcr";

/** The layout of one image of a TIFF; strips are tiles as wide as the image. */
export interface TiffImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tiled: boolean;
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
  readonly tilesAcross: number;
  readonly tilesDown: number;
  readonly bitDepth: BitDepth;
  readonly samples: number;
  readonly kind: PixelKind;
  readonly compression: number;
  readonly predictor: boolean;
  readonly littleEndian: boolean;
  /** Red, green, blue tables of 256 words each. */
  readonly palette: Float64Array | undefined;
  readonly jpegTables: Uint8Array | undefined;
  /** Where the places of the tiles are to be read: of most levels of an open scan no tile is ever wanted. */
  readonly tables: { readonly offsets: NumbersPlace; readonly byteCounts: NumbersPlace };
}

/** Byte offset and length of each tile, row by row; length 0 where the file holds none. */
export interface TileTables {
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
}

export const compressionName: Readonly<Record<number, string>> = {
  1: "none",
  5: "LZW",
  7: "JPEG",
  8: "deflate",
  32946: "deflate",
  32773: "PackBits",
  34926: "ZSTD",
  50000: "ZSTD",
};
export const jpegCompression = 7;
const jpeg2000Compressions = [33003, 33004, 33005, 34712];

const maxSidePx = 2 ** 31;
const maxTiles = 2 ** 26;
const maxSamples = 64;
/** Decoded bytes of a tile, and of a strip: larger ones would break the memory bound. */
const maxTileBytes = 2 ** 26;

/**
 * The layout that a directory describes, checked against itself and the size of the file; for `FileBytes.parsed`.
 *
 * @returns undefined for a layout that is valid as far as can be told but not one of this reader's
 * @throws ScanError corrupt, or unsupported for JPEG 2000
 */
export function readTiffImage(
  file: FileBytes,
  directory: TiffDirectory,
  littleEndian: boolean,
): TiffImage | undefined {
  const number = (tag: number, otherwise: number) => directory.number(tag, otherwise);
  const { path } = file;
  const [widthPx, heightPx] = [number(tiffTag.imageWidth, 0), number(tiffTag.imageLength, 0)];
  if (!(widthPx >= 1 && heightPx >= 1 && widthPx < maxSidePx && heightPx < maxSidePx)) {
    throw corrupt(path, `an image of it claims to be ${widthPx} x ${heightPx} pixels`);
  }
  const compression = number(tiffTag.compression, 1);
  if (jpeg2000Compressions.includes(compression)) {
    throw new ScanError({
      kind: "unsupported",
      path,
      problem: "its tiles are JPEG 2000, for which there is no decoder here",
      remedy: "Export it as BigTIFF with JPEG or deflate",
    });
  }
  const samples = number(tiffTag.samplesPerPixel, 1);
  if (directory.count(tiffTag.bitsPerSample) > maxSamples) return undefined;
  const bits = directory.numbers(tiffTag.bitsPerSample);
  const bitDepth = (bits[0] ?? 1) as BitDepth;
  const format = number(tiffTag.sampleFormat, 1);
  const photometric = number(tiffTag.photometric, -1);
  const kind = pixelKind(photometric, samples, compression);
  const common =
    compressionName[compression] !== undefined &&
    (bitDepth === 8 || bitDepth === 16) &&
    bits.every((value) => value === bitDepth) &&
    !(compression === jpegCompression && bitDepth !== 8) &&
    !(kind === "palette" && bitDepth !== 8) &&
    format === 1 &&
    number(tiffTag.fillOrder, 1) === 1 &&
    (samples === 1 || number(tiffTag.planarConfiguration, 1) === 1) &&
    hasPlainAlpha(directory, samples);
  const predictor = number(tiffTag.predictor, 1);
  if (!common || kind === undefined || predictor > 2) return undefined;

  const tiled = directory.has(tiffTag.tileWidth);
  const rows = tiled ? 0 : number(tiffTag.rowsPerStrip, heightPx);
  const tileWidthPx = tiled ? number(tiffTag.tileWidth, 0) : widthPx;
  const tileHeightPx = tiled ? number(tiffTag.tileLength, 0) : Math.min(rows, heightPx);
  if (!(tileWidthPx >= 1 && tileHeightPx >= 1)) throw corrupt(path, "its tiles or strips are of no size");
  if (tileWidthPx * tileHeightPx * samples * (bitDepth / 8) > maxTileBytes) return undefined;
  const tilesAcross = Math.ceil(widthPx / tileWidthPx);
  const tilesDown = Math.ceil(heightPx / tileHeightPx);
  if (tilesAcross * tilesDown > maxTiles) return undefined;
  const tables = tiled
    ? { offsets: tiffTag.tileOffsets, byteCounts: tiffTag.tileByteCounts }
    : { offsets: tiffTag.stripOffsets, byteCounts: tiffTag.stripByteCounts };
  for (const tag of Object.values(tables)) {
    if (directory.count(tag) !== tilesAcross * tilesDown) {
      throw corrupt(
        path,
        `it lists ${directory.count(tag)} of its ${tilesAcross * tilesDown} tiles or strips`,
      );
    }
    directory.assertHeld(tag);
  }
  const palette = kind === "palette" ? directory.numbers(tiffTag.colorMap) : undefined;
  if (palette !== undefined && palette.length !== 768)
    throw corrupt(path, "its palette is not of 256 colours");
  return {
    widthPx,
    heightPx,
    tiled,
    tileWidthPx,
    tileHeightPx,
    tilesAcross,
    tilesDown,
    bitDepth,
    samples,
    kind,
    compression,
    predictor: predictor === 2 && compression !== jpegCompression,
    littleEndian,
    palette,
    jpegTables: compression === jpegCompression ? directory.bytes(tiffTag.jpegTables) : undefined,
    tables: { offsets: directory.place(tables.offsets)!, byteCounts: directory.place(tables.byteCounts)! },
  };
}

/** Where each tile of an image lies. @throws ScanError (corrupt) where the file ends before it says so */
export async function readTables(file: FileBytes, { tables }: TiffImage): Promise<TileTables> {
  const [offsets, byteCounts] = [
    await readNumbers(file, tables.offsets),
    await readNumbers(file, tables.byteCounts),
  ];
  return { offsets, byteCounts };
}

function pixelKind(photometric: number, samples: number, compression: number): PixelKind | undefined {
  if (photometric === 0 && samples === 1) return "inverted";
  if (photometric === 1 && samples === 1) return "grey";
  if (photometric === 3 && samples === 1) return "palette";
  if (photometric === 2 && (samples === 3 || (samples === 4 && compression !== jpegCompression)))
    return "rgb";
  if (photometric === 6 && samples === 3 && compression === jpegCompression) return "ycbcr";
  return undefined;
}

/** A fourth sample has to be unassociated alpha or unspecified; premultiplied colours are for libvips. */
function hasPlainAlpha(directory: TiffDirectory, samples: number): boolean {
  return samples !== 4 || directory.number(tiffTag.extraSamples, 2) === 2;
}

import type { ScanLevel } from "../../reader.js";
import { readDirectory, readHeader, type TiffDirectory, type TiffHeader, tiffTag } from "./directory.js";
import { corrupt, type FileBytes } from "./fileBytes.js";
import { readTiffImage, type TiffImage } from "./tiffImage.js";

/** Directories looked at in a chain, and in a list of sub-directories. Pyramids have about ten. */
const maxDirectories = 64;

export interface TiffLevel extends ScanLevel {
  readonly image: TiffImage;
}

/** The images of a TIFF that are the scan: its first one, and what is that one at coarser resolutions. */
export interface TiffPyramid {
  /** Finest first; undefined where the first image is of a layout that this reader leaves to libvips. */
  readonly levels: readonly TiffLevel[] | undefined;
  /** Images in the chain of directories, at most 64 counted. */
  readonly images: number;
}

/**
 * Find the pyramid of a TIFF, for `FileBytes.parsed`.
 *
 * Levels are the sub-directories of the first image (OME-TIFF), and the images of the chain that have the first
 * one's layout and proportions and are either marked as reduced or, in an Aperio file, not marked as anything.
 * An Aperio file's thumbnail (stripped), label and macro image are none of these. Of those the directory is
 * looked at, never the pixels: a label carries the donor's id.
 */
export function readPyramid(file: FileBytes): {
  readonly pyramid: TiffPyramid;
  readonly main: TiffDirectory;
} {
  const header = readHeader(file);
  const chain = readChain(file, header);
  const main = chain[0]!;
  const image = readTiffImage(file, main, header.little);
  if (image === undefined) return { main, pyramid: { levels: undefined, images: chain.length } };
  const aperio = main.text(tiffTag.imageDescription)?.startsWith("Aperio") ?? false;
  const reduced: TiffImage[] = [];
  for (const directory of readSubDirectories(file, header, main)) {
    const level = levelImage(file, directory, header, image);
    if (level !== undefined) reduced.push(level);
  }
  for (const directory of chain.slice(1)) {
    const type = directory.number(tiffTag.newSubfileType, 0);
    if (!(aperio ? type === 0 : (type & 1) === 1)) continue;
    const level = levelImage(file, directory, header, image);
    if (level !== undefined) reduced.push(level);
  }
  const levels: TiffLevel[] = [{ ...sizeOf(image), downsampleX: 1, downsampleY: 1, image }];
  for (const level of reduced.sort((a, b) => b.widthPx - a.widthPx)) {
    const finer = levels.at(-1)!;
    if (level.widthPx >= finer.widthPx || level.heightPx >= finer.heightPx) continue;
    const downsampleX = factor(image.widthPx, level.widthPx);
    levels.push({
      ...sizeOf(level),
      downsampleX,
      downsampleY: factor(image.heightPx, level.heightPx),
      image: level,
    });
  }
  return { main, pyramid: { levels, images: chain.length } };
}

function readChain(file: FileBytes, header: TiffHeader): TiffDirectory[] {
  const chain: TiffDirectory[] = [];
  const seen = new Set<number>();
  for (let at = header.first; at !== 0 && chain.length < maxDirectories; at = chain.at(-1)!.next) {
    if (seen.has(at)) throw corrupt(file.path, "its directories form a circle");
    seen.add(at);
    chain.push(readDirectory(file, header, at));
  }
  if (chain.length === 0) throw corrupt(file.path, "it holds no image");
  return chain;
}

function readSubDirectories(file: FileBytes, header: TiffHeader, main: TiffDirectory): TiffDirectory[] {
  if (main.count(tiffTag.subIfds) > maxDirectories) {
    throw corrupt(file.path, `it claims ${main.count(tiffTag.subIfds)} sub-directories`);
  }
  const found: TiffDirectory[] = [];
  for (const at of main.numbers(tiffTag.subIfds)) found.push(readDirectory(file, header, at));
  return found;
}

/** The image of a directory where it can be `main` at a coarser resolution. */
function levelImage(
  file: FileBytes,
  directory: TiffDirectory,
  header: TiffHeader,
  main: TiffImage,
): TiffImage | undefined {
  if (directory.has(tiffTag.tileWidth) !== main.tiled) return undefined;
  const image = readTiffImage(file, directory, header.little);
  if (image === undefined || image.bitDepth !== main.bitDepth || image.samples !== main.samples)
    return undefined;
  if (image.widthPx >= main.widthPx || image.heightPx >= main.heightPx) return undefined;
  // Proportions may differ by what rounding to whole pixels does to the sides.
  const expectedHeight = (main.heightPx * image.widthPx) / main.widthPx;
  const slack = 1 + main.heightPx / main.widthPx;
  return Math.abs(expectedHeight - image.heightPx) <= slack ? image : undefined;
}

/** Writers halve and round: where a whole factor explains the size, it is the factor. */
function factor(fullPx: number, levelPx: number): number {
  const whole = Math.round(fullPx / levelPx);
  return Math.abs(fullPx / whole - levelPx) < 1 ? whole : fullPx / levelPx;
}

function sizeOf({ widthPx, heightPx }: TiffImage) {
  return { widthPx, heightPx };
}

import { borrow, giveBack } from "../../codecs/memory.js";
import { type GreyImage, type GreySamples, greySamples, samplesIn, whiteLevel } from "../../image.js";
import { type StatedPixelSize, tiffPixelSize } from "../../pixelSize.js";
import type { PixelRegion, ScanReader, ScanSource, SourceOptions } from "../../reader.js";
import { RecentRegions } from "../../recentRegions.js";
import { ChunkCache } from "../../zarr/chunkCache.js";
import { openThroughLibvips } from "../ordinary.js";
import { isTiff } from "./directory.js";
import { FileBytes } from "./fileBytes.js";
import { LevelTiles, type TileRow } from "./levelTiles.js";
import { readPyramid, type TiffLevel, type TiffPyramid } from "./pyramid.js";
import { compressionName } from "./tiffImage.js";

/** Decoded tiles kept per open scan. */
const defaultCacheBytes = 64 * 1024 * 1024;
/** Tile rows of which the bytes are read ahead of decoding. */
const rowsAhead = 2;

/** TIFF and BigTIFF of any size, window by window. */
export const tiffReader: ScanReader = {
  name: "TIFF tiles",
  formats: [
    {
      name: "TIFF and BigTIFF",
      extensions: [".tif", ".tiff", ".svs"],
      note:
        "tiles or strips, 8 and 16 bits, grey, RGB(A), palette; none, deflate, LZW, JPEG, ZSTD or PackBits; " +
        "pyramids in the chain, in SubIFDs or Aperio's; other layouts through libvips, first image only",
    },
  ],
  recognises: ({ kind, head }) => kind === "file" && isTiff(head),
  open: (path, options) => openTiff(path, options),
};

/**
 * Open the tiles of a TIFF, or the first image through libvips where they are of a layout that is not read here.
 *
 * @param cacheBytes decoded tiles that are kept
 */
export async function openTiff(
  path: string,
  options: SourceOptions,
  cacheBytes: number = defaultCacheBytes,
): Promise<ScanSource> {
  const file = await FileBytes.open(path);
  try {
    const pyramid = await readPyramid(file);
    const stated = await tiffPixelSize(pyramid.main);
    if (pyramid.levels === undefined) {
      await file.close();
      return { ...(await openThroughLibvips(path, options)), ...stated };
    }
    return tiledSource(file, pyramid, pyramid.levels, stated, options, cacheBytes);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function tiledSource(
  file: FileBytes,
  pyramid: TiffPyramid,
  levels: readonly TiffLevel[],
  stated: StatedPixelSize,
  options: SourceOptions,
  cacheBytes: number,
): ScanSource {
  const { bitDepth } = levels[0]!.image;
  const background = options.background ?? whiteLevel(bitDepth);
  const cache = new ChunkCache<GreySamples>(cacheBytes, ({ buffer }) => buffer.byteLength, giveBack);
  const recent = new RecentRegions();
  const tiles = levels.map(({ image }, level) => new LevelTiles(file, image, level, cache, background));

  async function eachRows(
    level: number,
    region: PixelRegion,
    take: (rows: GreySamples, yPx: number, heightPx: number) => void,
  ): Promise<void> {
    const { tileWidthPx, tileHeightPx, tilesAcross, tilesDown, samples } = levels[level]!.image;
    const tileBytes = tileWidthPx * tileHeightPx * samples * (bitDepth / 8);
    const near = recent.keeping(level, region, tileWidthPx, tileHeightPx);
    const keeping = tileBytes * tilesAcross * tilesDown <= cacheBytes ? "all" : near;
    const [top, bottom] = [region.yPx, region.yPx + region.heightPx];
    const lastRow = Math.floor((bottom - 1) / tileHeightPx);
    const ahead: TileRow[] = [];
    const bandSamples = Math.min(tileHeightPx, region.heightPx) * region.widthPx;
    const memory = borrow(bandSamples * (bitDepth / 8));
    const band = samplesIn(memory, bitDepth, bandSamples);
    for (let row = Math.floor(top / tileHeightPx); row <= lastRow; row++) {
      while (ahead.length <= rowsAhead && row + ahead.length <= lastRow) {
        ahead.push(tiles[level]!.fetch(row + ahead.length, region, keeping));
      }
      await ahead.shift()!.copyInto(band);
      const y0 = Math.max(top, row * tileHeightPx);
      const y1 = Math.min(bottom, (row + 1) * tileHeightPx);
      take(band.subarray(0, (y1 - y0) * region.widthPx), y0, y1 - y0);
    }
    giveBack(memory);
  }

  return {
    format: describe(pyramid, levels),
    bitDepth,
    ...stated,
    details: {
      ...stated.details,
      tileWidthPx: levels[0]!.image.tileWidthPx,
      tileHeightPx: levels[0]!.image.tileHeightPx,
      compression: compressionName[levels[0]!.image.compression] ?? "unknown",
    },
    levels: levels.map(({ image: _, ...level }) => level),
    eachRows,
    async readRegion(level, region): Promise<GreyImage> {
      const { widthPx, heightPx } = region;
      const data = greySamples(bitDepth, widthPx * heightPx);
      await eachRows(level, region, (rows, yPx) => data.set(rows, (yPx - region.yPx) * widthPx));
      return { widthPx, heightPx, data, bitDepth };
    },
    async close() {
      cache.clear();
      await file.close();
    },
  };
}

function describe({ images }: TiffPyramid, levels: readonly TiffLevel[]): string {
  const { image } = levels[0]!;
  const compression = compressionName[image.compression];
  const parts = ["tiff", image.tiled ? "tiled" : "stripped"];
  if (compression !== "none") parts.push(compression!);
  if (levels.length > 1) parts.push(`${levels.length} levels`);
  else if (images > 1) parts.push(`first of ${images === 64 ? "64 or more" : images} images`);
  return parts.join(", ");
}

import { borrow, giveBack } from "../../codecs/memory.js";
import {
  type GreyImage,
  type GreySamples,
  greySamples,
  type SampleMemory,
  samplesIn,
  whiteLevel,
} from "../../image.js";
import type { StatedPixelSize } from "../../pixelSize.js";
import type { PixelRegion, ScanReader, ScanSource, SourceOptions } from "../../reader.js";
import { RecentRegions } from "../../recentRegions.js";
import { ChunkCache } from "../../zarr/chunkCache.js";
import { openThroughLibvips } from "../ordinary.js";
import { isTiff } from "./directory.js";
import { FileBytes } from "./fileBytes.js";
import { LevelTiles } from "./levelTiles.js";
import type { TiffLevel, TiffPyramid } from "./pyramid.js";
import { compressionName, jpegCompression } from "./tiffImage.js";
import { layoutOf } from "./tiffLayouts.js";
import type { TileRow } from "./tileRow.js";

/** Decoded tiles kept per open scan. */
const defaultCacheBytes = 64 * 1024 * 1024;
/** Tile rows of which the bytes are read ahead of decoding. */
const rowsAhead = 2;
/** After so many samples that were decoded at once others have their turn. */
const turnSamples = 2 ** 22;

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
    const { pyramid, stated } = await layoutOf(file);
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
  const opened: LevelTiles[] = [];

  async function eachRows(
    level: number,
    region: PixelRegion,
    take: (rows: SampleMemory, yPx: number, heightPx: number) => void,
    into?: SampleMemory,
  ): Promise<void> {
    const { image } = levels[level]!;
    const { tileWidthPx, tileHeightPx, compression } = image;
    const isCheapInPart = compression === jpegCompression;
    const near = recent.keeping(level, region, tileWidthPx, tileHeightPx, isCheapInPart);
    const [top, bottom] = [region.yPx, region.yPx + region.heightPx];
    const lastRow = Math.floor((bottom - 1) / tileHeightPx);
    const ahead: TileRow[] = [];
    const bandSamples = Math.min(tileHeightPx, region.heightPx) * region.widthPx;
    const memory = into === undefined ? borrow(bandSamples * (bitDepth / 8)) : undefined;
    const band = memory && samplesIn(memory, bitDepth, bandSamples);
    let atOnce = 0;
    opened[level] ??= await LevelTiles.open(file, image, level, cache, background);
    const tiles = opened[level]!;
    // Of a small level it is known which tiles are wanted again: for others a part is enough.
    const keeping = near === "parts" && isCheapInPart && tiles.isSmall ? "none" : near;
    for (let row = Math.floor(top / tileHeightPx); row <= lastRow; row++) {
      const y0 = Math.max(top, row * tileHeightPx);
      const y1 = Math.min(bottom, (row + 1) * tileHeightPx);
      const [from, to] = into === undefined ? [0, y1 - y0] : [y0 - top, y1 - top];
      const rows = (into ?? band!).subarray(from * region.widthPx, to * region.widthPx);
      const next = ahead[0] ?? tiles.row(row, region, keeping);
      if (ahead.length === 0 && next.copyNow(rows)) {
        atOnce += rows.length;
        if (atOnce >= turnSamples && row < lastRow) {
          await new Promise<void>((resolve) => setImmediate(resolve));
          atOnce = 0;
        }
      } else {
        if (ahead.length === 0) ahead.push(begun(next));
        while (ahead.length <= rowsAhead && row + ahead.length <= lastRow) {
          ahead.push(begun(tiles.row(row + ahead.length, region, keeping)));
        }
        await ahead.shift()!.copyInto(rows);
      }
      take(rows, y0, y1 - y0);
    }
    if (memory !== undefined) giveBack(memory);
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

function begun(row: TileRow): TileRow {
  row.fetch();
  return row;
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

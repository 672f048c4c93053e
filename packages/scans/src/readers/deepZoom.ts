import { open, readFile, stat } from "node:fs/promises";
import { ScanError } from "../errors.js";
import { type BitDepth, type GreyImage, greySamples } from "../image.js";
import type { PixelRegion, ScanLevel, ScanPlace, ScanReader, ScanSource, SourceOptions } from "../reader.js";
import { ChunkCache } from "../zarr/chunkCache.js";
import { decodeWhole } from "./ordinary.js";

const maxDescriptorBytes = 64 * 1024;
const cacheBytes = 64 * 1024 * 1024;
/** Coarser levels say nothing that a finer one does not, and their border is no slide background. */
const smallestSidePx = 256;
const maxTilePx = 8192;

/** Deep Zoom: `NAME.dzi` with its tiles in `NAME_files/LEVEL/COLUMN_ROW.jpg`. */
export const deepZoomReader: ScanReader = {
  name: "Deep Zoom",
  formats: [{ name: "Deep Zoom", extensions: [".dzi"], note: "JPEG or PNG tiles, with or without overlap" }],
  recognises: isDeepZoom,
  open: openDeepZoom,
};

async function isDeepZoom({ kind, head, path }: ScanPlace): Promise<boolean> {
  const text = new TextDecoder().decode(head).trimStart();
  if (kind !== "file" || !text.startsWith("<")) return false;
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(4096), 0, 4096, 0);
    return /<Image\b[^>]*\bTileSize\s*=/.test(new TextDecoder().decode(buffer.subarray(0, bytesRead)));
  } finally {
    await file.close();
  }
}

interface Descriptor {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tilePx: number;
  readonly overlapPx: number;
  readonly format: string;
}

async function openDeepZoom(path: string, options: SourceOptions): Promise<ScanSource> {
  const descriptor = await readDescriptor(path);
  const { widthPx, heightPx, tilePx, overlapPx } = descriptor;
  const finest = Math.ceil(Math.log2(Math.max(widthPx, heightPx)));
  const levels: ScanLevel[] = [];
  for (let factor = 1; factor <= 2 ** finest; factor *= 2) {
    const [width, height] = [Math.ceil(widthPx / factor), Math.ceil(heightPx / factor)];
    if (factor > 1 && Math.min(width, height) < smallestSidePx) break;
    levels.push({ widthPx: width, heightPx: height, downsampleX: factor, downsampleY: factor });
  }
  const folder = `${path.replace(/\.[^./\\]*$/, "")}_files`;
  const cache = new ChunkCache<GreyImage>(cacheBytes, ({ data }) => data.byteLength);

  function tile(level: number, column: number, row: number): Promise<GreyImage> {
    const file = `${folder}/${finest - level}/${column}_${row}.${descriptor.format}`;
    return cache.get(file, async () => {
      await requireTile(path, file);
      const image = await decodeWhole(file, options.background);
      const { widthPx: levelWidth, heightPx: levelHeight } = levels[level]!;
      const expected = [
        extent(column, levelWidth, tilePx, overlapPx),
        extent(row, levelHeight, tilePx, overlapPx),
      ];
      if (image.widthPx !== expected[0] || image.heightPx !== expected[1]) {
        throw corrupt(
          file,
          `it is ${image.widthPx} x ${image.heightPx} pixels instead of ${expected.join(" x ")}`,
        );
      }
      return image;
    });
  }

  const bitDepth: BitDepth = (await tile(levels.length - 1, 0, 0)).bitDepth;
  return {
    format: `deep zoom, ${descriptor.format}, ${levels.length} levels`,
    bitDepth,
    pixelSizeXUm: undefined,
    pixelSizeYUm: undefined,
    levels,
    async readRegion(level, region) {
      const data = greySamples(bitDepth, region.widthPx * region.heightPx);
      const [right, bottom] = [region.xPx + region.widthPx, region.yPx + region.heightPx];
      for (let row = Math.floor(region.yPx / tilePx); row * tilePx < bottom; row++) {
        for (let column = Math.floor(region.xPx / tilePx); column * tilePx < right; column++) {
          const image = await tile(level, column, row);
          if (image.bitDepth !== bitDepth) throw corrupt(path, "its tiles are of different depths");
          const [left, top] = [origin(column, tilePx, overlapPx), origin(row, tilePx, overlapPx)];
          copyInto(
            { widthPx: region.widthPx, heightPx: region.heightPx, data, bitDepth },
            region,
            image,
            left,
            top,
          );
        }
      }
      return { widthPx: region.widthPx, heightPx: region.heightPx, data, bitDepth };
    },
    close: async () => cache.clear(),
  };
}

async function readDescriptor(path: string): Promise<Descriptor> {
  if ((await stat(path)).size > maxDescriptorBytes) throw corrupt(path, "its descriptor is too long");
  const xml = await readFile(path, "utf8");
  const image = /<Image\b[^>]*>/.exec(xml)?.[0] ?? "";
  const size = /<Size\b[^>]*>/.exec(xml)?.[0] ?? "";
  const attribute = (element: string, name: string) =>
    new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(element)?.[1] ?? "";
  const whole = (element: string, name: string, least: number, most: number) => {
    const value = Number(attribute(element, name));
    if (!(Number.isInteger(value) && value >= least && value <= most) || attribute(element, name) === "") {
      throw corrupt(path, `its ${name} is "${attribute(element, name)}"`);
    }
    return value;
  };
  const format = attribute(image, "Format");
  if (!/^(jpe?g|png)$/.test(format)) throw corrupt(path, `its Format is "${format}", not jpg, jpeg or png`);
  const tilePx = whole(image, "TileSize", 1, maxTilePx);
  return {
    widthPx: whole(size, "Width", 1, 2 ** 31),
    heightPx: whole(size, "Height", 1, 2 ** 31),
    tilePx,
    overlapPx: whole(image, "Overlap", 0, tilePx),
    format,
  };
}

/** First pixel of a tile: its neighbours' overlap included. */
function origin(index: number, tilePx: number, overlapPx: number): number {
  return Math.max(0, index * tilePx - overlapPx);
}

function extent(index: number, sizePx: number, tilePx: number, overlapPx: number): number {
  return Math.min(sizePx, (index + 1) * tilePx + overlapPx) - origin(index, tilePx, overlapPx);
}

function copyInto(out: GreyImage, region: PixelRegion, tile: GreyImage, left: number, top: number): void {
  const x0 = Math.max(left, region.xPx);
  const x1 = Math.min(left + tile.widthPx, region.xPx + region.widthPx);
  const y1 = Math.min(top + tile.heightPx, region.yPx + region.heightPx);
  for (let y = Math.max(top, region.yPx); y < y1; y++) {
    const from = (y - top) * tile.widthPx - left;
    out.data.set(
      tile.data.subarray(from + x0, from + x1),
      (y - region.yPx) * region.widthPx + x0 - region.xPx,
    );
  }
}

async function requireTile(path: string, file: string): Promise<void> {
  try {
    await stat(file);
  } catch (cause) {
    throw new ScanError({
      kind: "corrupt",
      path,
      problem: `its tile ${file} is missing`,
      remedy: "Copy the .dzi file together with its _files folder",
      cause,
    });
  }
}

function corrupt(path: string, problem: string): ScanError {
  return new ScanError({ kind: "corrupt", path, problem, remedy: "Copy or export it again" });
}

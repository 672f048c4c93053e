import { borrow, giveBack } from "../codecs/memory.js";
import { ScanError } from "../errors.js";
import { toGrey } from "../grey.js";
import {
  type GreyImage,
  type GreySamples,
  greySamples,
  type SampleMemory,
  samplesIn,
  whiteLevel,
} from "../image.js";
import type { PixelRegion, ScanLevel, ScanReader, ScanSource, SourceOptions } from "../reader.js";
import { RecentRegions } from "../recentRegions.js";
import { readArrayMetadata, type ZarrArray } from "./arrayMetadata.js";
import { ChunkCache } from "./chunkCache.js";
import type { ChunkFiles } from "./chunkFiles.js";
import { ChunkReader } from "./chunkReader.js";
import { FolderStore } from "./folderStore.js";
import { HttpStore } from "./httpStore.js";
import { type Multiscale, readMultiscale } from "./ngff.js";
import { choosePlane, type PlaneChoice } from "./planes.js";
import { type PlaneRequest, prefetchPlane, readFilesOf, readPlane } from "./readPlane.js";
import type { ZarrStore } from "./zarrStore.js";

/** Decoded chunks that a scan keeps. */
const defaultCacheBytes = 2 ** 26;
const markers = ["zarr.json", ".zattrs", ".zgroup", ".zarray"];
const markerBytes = 2 ** 24;
/** Bands of chunks that are on their way while one is worked on. */
const bandsAhead = 2;
/** Files of the first band, which is waited for, that are read at one go. */
const firstFiles = 3;

/** OME-Zarr 0.4 (zarr v2) and 0.5 (zarr v3, sharded or not) in folders and behind HTTP. */
export const zarrReader: ScanReader = {
  name: "OME-Zarr",
  formats: [
    {
      name: "OME-Zarr 0.4 and 0.5",
      extensions: [".zarr"],
      note: "folder or http(s) address; 8 and 16 bits; none, gzip, zlib, zstd, blosc or lz4; sharded or not",
    },
  ],
  async recognises({ path, kind }) {
    if (kind === "file") return false;
    const store = storeOf(path);
    try {
      for (const name of markers) if ((await store.get(name, markerBytes)) !== undefined) return true;
      return false;
    } finally {
      await store.close();
    }
  },
  open: (path, options) => openZarr(storeOf(path), options),
};

function storeOf(path: string): ZarrStore {
  return /^https?:\/\//i.test(path) ? new HttpStore(path) : new FolderStore(path);
}

/**
 * Open the image of a zarr.
 *
 * @param cacheBytes decoded chunks that are kept
 * @throws ScanError `unsupported`, `corrupt`, or `request` where a plane has to be chosen; the store is closed then
 */
export async function openZarr(
  store: ZarrStore,
  options: SourceOptions = {},
  cacheBytes: number = defaultCacheBytes,
): Promise<ScanSource> {
  try {
    return await sourceOf(store, options, cacheBytes);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function sourceOf(store: ZarrStore, options: SourceOptions, cacheBytes: number): Promise<ScanSource> {
  const multiscale = await readMultiscale(store);
  if (multiscale === undefined) {
    throw new ScanError({
      kind: "unsupported",
      path: store.root,
      problem: "it is no zarr group",
      remedy: "Name the folder that holds zarr.json or .zattrs",
    });
  }
  const arrays = await Promise.all(multiscale.datasets.map(({ name }) => openArray(store, name)));
  const [finest] = arrays;
  const { bitDepth, shape } = finest!;
  for (const { name, bitDepth: depth, shape: size } of arrays) {
    if (depth === bitDepth && size.length === shape.length) continue;
    throw corrupt(store.locate(name), "its type or its axes are not those of level 0");
  }
  const plane = choosePlane(multiscale, shape, bitDepth, options.axisIndex ?? {});
  const levels = levelsOf(store, multiscale, arrays, plane);
  const cache = new ChunkCache<GreySamples | undefined>(cacheBytes, (chunk) => chunk?.byteLength ?? 64);
  const readers = arrays.map((array) => new ChunkReader(store, array, cache));
  const fits = arrays.map((array) => {
    return array.shape.reduce((total, size) => total * size, bitDepth / 8) <= cacheBytes;
  });
  const recent = new RecentRegions();
  const background = options.background ?? whiteLevel(bitDepth);

  const requestsOf = (level: number, region: PixelRegion): PlaneRequest[] => {
    const { xAxis, yAxis, places } = plane;
    const array = arrays[level]!;
    const near = recent.keeping(level, region, array.chunkShape[xAxis]!, array.chunkShape[yAxis]!);
    const keeping = store.isFar || fits[level] ? "all" : near;
    const common = { array, chunks: readers[level]!, xAxis, yAxis, region, keeping } as const;
    return places.map((place) => ({ ...common, place }));
  };

  return {
    format: formatOf(multiscale, finest!),
    bitDepth,
    pixelSizeXUm: pixelSizeUm(multiscale, plane.xAxis),
    pixelSizeYUm: pixelSizeUm(multiscale, plane.yAxis),
    levels,
    details: {
      tileWidthPx: finest!.chunkShape[plane.xAxis]!,
      tileHeightPx: finest!.chunkShape[plane.yAxis]!,
      compression: finest!.decoders.join(" + ") || "none",
      pixelSizeFrom: "coordinateTransformations",
    },
    ...(plane.places.length > 1
      ? {}
      : { eachRows: (level, region, take, into) => eachBand(requestsOf(level, region)[0]!, take, into) }),
    async readRegion(level, region) {
      const read = async (request: PlaneRequest): Promise<GreySamples> => {
        const samples = greySamples(bitDepth, region.widthPx * region.heightPx);
        await readPlane(request, samples);
        return samples;
      };
      const planes = await Promise.all(requestsOf(level, region).map(read));
      return greyOf(planes, region, background, bitDepth);
    },
    async close() {
      cache.clear();
      await store.close();
    },
  };
}

/** A band of a region, and the files that are being read for it. */
interface Band {
  readonly band: PlaneRequest;
  readonly files: ChunkFiles | undefined;
}

/** A region by bands of whole chunks, the next of which are on their way while one is worked on. */
async function eachBand(
  request: PlaneRequest,
  take: (rows: SampleMemory, yPx: number, heightPx: number) => void,
  into?: SampleMemory,
): Promise<void> {
  const { array, region, yAxis } = request;
  const chunkHeight = array.chunkShape[yAxis]!;
  const end = region.yPx + region.heightPx;
  const bandOf = (yPx: number): PlaneRequest => {
    const bottom = Math.min(end, (Math.floor(yPx / chunkHeight) + 1) * chunkHeight);
    return { ...request, region: { ...region, yPx, heightPx: bottom - yPx } };
  };
  const samples = Math.min(chunkHeight, region.heightPx) * region.widthPx;
  const memory = into === undefined ? borrow(samples * (array.bitDepth / 8)) : undefined;
  const space = memory && samplesIn(memory, array.bitDepth, samples);
  const ahead: Band[] = [];
  let begun = region.yPx;
  const begin = (): Band => {
    const band = bandOf(begun);
    const files = readFilesOf(band, begun === region.yPx ? firstFiles : undefined);
    begun += band.region.heightPx;
    return { band, files };
  };
  while (ahead.length > 0 || begun < end) {
    const { band, files } = ahead.shift() ?? begin();
    const { yPx, heightPx } = band.region;
    const at = into === undefined ? 0 : (yPx - region.yPx) * region.widthPx;
    const rows = (into ?? space!).subarray(at, at + region.widthPx * heightPx);
    const reading = readPlane(band, rows, files);
    // A failure is told below.
    reading.catch(() => {});
    while (ahead.length < bandsAhead && begun < end) {
      const next = begin();
      prefetchPlane(next.band, next.files);
      ahead.push(next);
    }
    await reading;
    take(rows, yPx, heightPx);
  }
  if (memory !== undefined) giveBack(memory);
}

async function openArray(store: ZarrStore, name: string): Promise<ZarrArray> {
  const array = await readArrayMetadata(store, name);
  if (array !== undefined) return array;
  throw corrupt(store.locate(name), "it is named in the multiscales metadata and is not there");
}

/** Levels with the factors that their scales state; sizes that contradict them are refused. */
function levelsOf(
  store: ZarrStore,
  { datasets }: Multiscale,
  arrays: readonly ZarrArray[],
  { xAxis, yAxis }: PlaneChoice,
): ScanLevel[] {
  const factor = (level: number, axis: number): number => {
    const [whole, part] = [arrays[0]!.shape[axis]!, arrays[level]!.shape[axis]!];
    const [first, scale] = [datasets[0]!.scale?.[axis], datasets[level]!.scale?.[axis]];
    if (first === undefined || scale === undefined) return whole / part;
    const stated = scale / first;
    if (Math.abs(whole / stated - part) > 1) {
      const path = store.locate(datasets[level]!.name);
      throw corrupt(path, `it has ${part} samples where its scale makes ${Math.round(whole / stated)}`);
    }
    return stated;
  };
  return arrays.map(({ shape }, level) => ({
    widthPx: shape[xAxis]!,
    heightPx: shape[yAxis]!,
    downsampleX: factor(level, xAxis),
    downsampleY: factor(level, yAxis),
  }));
}

function pixelSizeUm({ axes, datasets }: Multiscale, axis: number): number | undefined {
  const { umPerUnit } = axes[axis]!;
  const scale = datasets[0]!.scale?.[axis];
  return umPerUnit === undefined || scale === undefined ? undefined : umPerUnit * scale;
}

function formatOf({ version }: Multiscale, { decoders, shards, chunkShape }: ZarrArray): string {
  const layout = shards === undefined ? "" : ", sharded";
  return `ome-zarr ${version}, chunks ${chunkShape.join(" x ")}${layout}, ${decoders.join(" + ") || "uncompressed"}`;
}

function greyOf(
  planes: readonly GreySamples[],
  { widthPx, heightPx }: PixelRegion,
  background: number,
  bitDepth: 8 | 16,
): GreyImage {
  if (planes.length === 1) return { widthPx, heightPx, data: planes[0]!, bitDepth };
  const channels = planes.length;
  const interleaved = greySamples(bitDepth, channels * widthPx * heightPx);
  planes.forEach((plane, c) => {
    for (let i = 0; i < plane.length; i++) interleaved[i * channels + c] = plane[i]!;
  });
  const data = greySamples(bitDepth, widthPx * heightPx);
  toGrey({ data: interleaved, channels }, background, data);
  return { widthPx, heightPx, data, bitDepth };
}

function corrupt(path: string, problem: string): ScanError {
  return new ScanError({ kind: "corrupt", path, problem, remedy: "Export the scan again" });
}

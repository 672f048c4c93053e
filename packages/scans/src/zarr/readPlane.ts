import { copyRows } from "../codecs/pixels.js";
import type { GreySamples, SampleMemory } from "../image.js";
import type { PixelRegion } from "../reader.js";
import type { Keeping } from "../recentRegions.js";
import type { ZarrArray } from "./arrayMetadata.js";
import { ChunkFiles, type ChunkPart } from "./chunkFiles.js";
import type { ChunkReader } from "./chunkReader.js";

/** Chunks fetched and decoded at a time: keeps the thread pool busy, and a server within reason. */
const chunksUnderWay = 16;
/** What is loaded ahead must not drive out of the cache what is being read. */
const mostAheadBytes = 2 ** 24;

export interface PlaneRequest {
  readonly array: ZarrArray;
  readonly chunks: ChunkReader;
  readonly xAxis: number;
  readonly yAxis: number;
  /** Indices along the axes other than x and y. */
  readonly place: readonly number[];
  readonly region: PixelRegion;
  /** Which decoded chunks stay at hand. */
  readonly keeping: Keeping;
}

/**
 * The samples of a region of one plane, row by row.
 *
 * @param out where they go, `region.widthPx` × `region.heightPx`
 * @param files what `readFilesOf` began to read of it
 */
export async function readPlane(
  request: PlaneRequest,
  out: SampleMemory,
  files: ChunkFiles | undefined = readFilesOf(request),
): Promise<void> {
  const parts = partsOf(request).filter((part) => files?.has(part) !== true);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < parts.length) await copyChunk(request, parts[next++]!, out);
  };
  const others = Promise.all(Array.from({ length: Math.min(chunksUnderWay, parts.length) }, work));
  // A failure of theirs is told below.
  others.catch(() => {});
  await files?.placeInto(out, (part) => copyChunk(request, part, out));
  await others;
}

/**
 * Begin to read those chunks of a region that are stored as files of their own and are used up by it.
 *
 * @param filesAtOnce fewer where the region is waited for: decoding begins when the first of them are there
 */
export function readFilesOf(request: PlaneRequest, filesAtOnce?: number): ChunkFiles | undefined {
  const wanted = partsOf(request).filter((part) => !isKept(request, part));
  return ChunkFiles.begin(request, wanted, (part) => chunkPlace(request, part), filesAtOnce);
}

/** Begin to fetch the other chunks of a region that is read next; failures are told to who reads it. */
export function prefetchPlane(request: PlaneRequest, files: ChunkFiles | undefined): void {
  const count = Math.min(chunksUnderWay, Math.floor(mostAheadBytes / request.chunks.chunkBytes));
  const others = partsOf(request).filter((part) => files?.has(part) !== true);
  for (const part of others.slice(0, count)) request.chunks.prefetch(chunkPlace(request, part));
}

/** The chunks that a region touches, row by row. */
function partsOf({ array, region, xAxis, yAxis }: PlaneRequest): ChunkPart[] {
  const [width, height] = [array.chunkShape[xAxis]!, array.chunkShape[yAxis]!];
  const [endX, endY] = [region.xPx + region.widthPx, region.yPx + region.heightPx];
  const parts: ChunkPart[] = [];
  for (let y = Math.floor(region.yPx / height); y * height < endY; y++) {
    for (let x = Math.floor(region.xPx / width); x * width < endX; x++) {
      parts.push({
        x,
        y,
        left: Math.max(x * width, region.xPx),
        right: Math.min((x + 1) * width, endX),
        top: Math.max(y * height, region.yPx),
        bottom: Math.min((y + 1) * height, endY),
        chunkLeft: x * width,
        chunkTop: y * height,
      });
    }
  }
  return parts;
}

function chunkPlace({ array, xAxis, yAxis, place }: PlaneRequest, { x, y }: ChunkPart): number[] {
  const at = place.map((index, axis) => Math.floor(index / array.chunkShape[axis]!));
  at[xAxis] = x;
  at[yAxis] = y;
  return at;
}

function isKept({ array, xAxis, yAxis, keeping }: PlaneRequest, part: ChunkPart): boolean {
  const [width, height] = [array.chunkShape[xAxis]!, array.chunkShape[yAxis]!];
  const isFlat = array.chunkShape.every((size, axis) => size === 1 || axis === xAxis || axis === yAxis);
  const isWhole = part.right - part.left === width && part.bottom - part.top === height;
  return keeping === "all" || !isFlat || (keeping === "parts" && !isWhole);
}

function copyChunk(request: PlaneRequest, part: ChunkPart, out: SampleMemory): Promise<void> {
  return request.chunks.use(chunkPlace(request, part), isKept(request, part), (samples) =>
    copyPart(request, part, samples, out),
  );
}

function copyPart(
  { array, xAxis, yAxis, place, region }: PlaneRequest,
  { left, right, top, bottom, chunkLeft, chunkTop }: ChunkPart,
  samples: GreySamples | undefined,
  out: SampleMemory,
): void {
  const { chunkShape, strides } = array;
  const [stepX, stepY] = [strides[xAxis]!, strides[yAxis]!];
  const base = place.reduce((sum, index, axis) => sum + (index % chunkShape[axis]!) * strides[axis]!, 0);
  const count = right - left;
  const first = base + (top - chunkTop) * stepY + (left - chunkLeft) * stepX;
  const corner = (top - region.yPx) * region.widthPx + (left - region.xPx);
  if (samples !== undefined && stepX === 1) {
    const from = { samples, at: first, stride: stepY };
    copyRows(from, { samples: out, at: corner, stride: region.widthPx }, count, bottom - top);
    return;
  }
  for (let y = 0; y < bottom - top; y++) {
    const [from, to] = [first + y * stepY, corner + y * region.widthPx];
    if (samples === undefined) out.fill(array.fillValue, to, to + count);
    else for (let i = 0; i < count; i++) out[to + i] = samples[from + i * stepX]!;
  }
}

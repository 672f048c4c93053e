import { copyRows } from "../codecs/pixels.js";
import { type GreySamples, greySamples } from "../image.js";
import type { PixelRegion } from "../reader.js";
import type { ZarrArray } from "./arrayMetadata.js";
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
  /** Keep every decoded chunk, not only those that the region uses in part. */
  readonly keepsAll: boolean;
  /** Memory of chunks that are used up, for those to come; shared by the bands of a read. */
  readonly spare: Uint8Array[];
}

/**
 * The samples of a region of one plane, row by row.
 *
 * @param out where they go, `region.widthPx` × `region.heightPx`; new memory if it is absent
 */
export async function readPlane(
  request: PlaneRequest,
  out: GreySamples = greySamples(request.array.bitDepth, request.region.widthPx * request.region.heightPx),
): Promise<GreySamples> {
  const places = chunksOf(request);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < places.length) {
      const [x, y] = places[next++]!;
      await copyChunk(request, x, y, out);
    }
  };
  await Promise.all(Array.from({ length: Math.min(chunksUnderWay, places.length) }, work));
  return out;
}

/** Begin to fetch the chunks of a region that is read next; failures are told to who reads it. */
export function prefetchPlane(request: PlaneRequest): void {
  const { chunkShape, bitDepth } = request.array;
  const chunkBytes = chunkShape.reduce((bytes, size) => bytes * size, bitDepth / 8);
  const count = Math.min(chunksUnderWay, Math.floor(mostAheadBytes / chunkBytes));
  for (const [x, y] of chunksOf(request).slice(0, count)) {
    request.chunks.prefetch(chunkPlace(request, x, y));
  }
}

/** The chunks that a region touches, as places along x and y. */
function chunksOf({ array, region, xAxis, yAxis }: PlaneRequest): (readonly [number, number])[] {
  const [chunkWidth, chunkHeight] = [array.chunkShape[xAxis]!, array.chunkShape[yAxis]!];
  const places: (readonly [number, number])[] = [];
  const lastX = Math.floor((region.xPx + region.widthPx - 1) / chunkWidth);
  const lastY = Math.floor((region.yPx + region.heightPx - 1) / chunkHeight);
  for (let y = Math.floor(region.yPx / chunkHeight); y <= lastY; y++) {
    for (let x = Math.floor(region.xPx / chunkWidth); x <= lastX; x++) places.push([x, y]);
  }
  return places;
}

function chunkPlace({ array, xAxis, yAxis, place }: PlaneRequest, x: number, y: number): number[] {
  const at = place.map((index, axis) => Math.floor(index / array.chunkShape[axis]!));
  at[xAxis] = x;
  at[yAxis] = y;
  return at;
}

async function copyChunk(request: PlaneRequest, x: number, y: number, out: GreySamples): Promise<void> {
  const { array, chunks, xAxis, yAxis, region, keepsAll, spare } = request;
  const [width, height] = [array.chunkShape[xAxis]!, array.chunkShape[yAxis]!];
  const part: ChunkPart = {
    left: Math.max(x * width, region.xPx),
    right: Math.min((x + 1) * width, region.xPx + region.widthPx),
    top: Math.max(y * height, region.yPx),
    bottom: Math.min((y + 1) * height, region.yPx + region.heightPx),
    chunkLeft: x * width,
    chunkTop: y * height,
  };
  const isFlat = array.chunkShape.every((size, axis) => size === 1 || axis === xAxis || axis === yAxis);
  const isUsedUp = isFlat && part.right - part.left === width && part.bottom - part.top === height;
  await chunks.use(chunkPlace(request, x, y), keepsAll || !isUsedUp, spare, (samples) =>
    copyPart(request, part, samples, out),
  );
}

/** The part of a chunk that is asked for, and where the chunk begins, in the pixels of the level. */
interface ChunkPart {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly chunkLeft: number;
  readonly chunkTop: number;
}

function copyPart(
  { array, xAxis, yAxis, place, region }: PlaneRequest,
  { left, right, top, bottom, chunkLeft, chunkTop }: ChunkPart,
  samples: GreySamples | undefined,
  out: GreySamples,
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

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

/** Begin to load the chunks of a region that is read next; failures are told to who reads it. */
export function prefetchPlane(request: PlaneRequest): void {
  const { chunkShape, bitDepth } = request.array;
  const chunkBytes = chunkShape.reduce((bytes, size) => bytes * size, bitDepth / 8);
  const count = Math.min(chunksUnderWay, Math.floor(mostAheadBytes / chunkBytes));
  for (const [x, y] of chunksOf(request).slice(0, count)) {
    request.chunks.get(chunkPlace(request, x, y)).catch(() => {});
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

async function copyChunk(
  request: PlaneRequest,
  chunkX: number,
  chunkY: number,
  out: GreySamples,
): Promise<void> {
  const { array, chunks, xAxis, yAxis, place, region } = request;
  const { chunkShape, strides } = array;
  const samples = await chunks.get(chunkPlace(request, chunkX, chunkY));

  const [chunkLeft, chunkTop] = [chunkX * chunkShape[xAxis]!, chunkY * chunkShape[yAxis]!];
  const left = Math.max(chunkLeft, region.xPx);
  const right = Math.min(chunkLeft + chunkShape[xAxis]!, region.xPx + region.widthPx);
  const top = Math.max(chunkTop, region.yPx);
  const bottom = Math.min(chunkTop + chunkShape[yAxis]!, region.yPx + region.heightPx);
  const [stepX, stepY] = [strides[xAxis]!, strides[yAxis]!];
  const base = place.reduce((sum, index, axis) => sum + (index % chunkShape[axis]!) * strides[axis]!, 0);
  for (let y = top; y < bottom; y++) {
    const to = (y - region.yPx) * region.widthPx + (left - region.xPx);
    const from = base + (y - chunkTop) * stepY + (left - chunkLeft) * stepX;
    const count = right - left;
    if (samples === undefined) out.fill(array.fillValue, to, to + count);
    else if (stepX === 1) out.set(samples.subarray(from, from + count), to);
    else for (let i = 0; i < count; i++) out[to + i] = samples[from + i * stepX]!;
  }
}

import { borrow, giveBack } from "../codecs/memory.js";
import { canPlaceTiles, type PlacedTile, placeTiles, type TileForm } from "../codecs/placeTiles.js";
import type { SampleMemory } from "../image.js";
import type { PixelRegion } from "../reader.js";
import type { ZarrArray } from "./arrayMetadata.js";
import type { ChunkReader } from "./chunkReader.js";

/** Files are read at one go up to so many decoded bytes. */
const mostBytes = 2 ** 24;
/** Stored chunks are smaller than their content, as a rule; what does not find room is read by itself. */
const overheadBytes = 4096;
const hostIsLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The part of a chunk that is asked for, and where the chunk begins, in the pixels of the level. */
export interface ChunkPart {
  /** Place of the chunk along x and y. */
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly chunkLeft: number;
  readonly chunkTop: number;
}

interface Plane {
  readonly array: ZarrArray;
  readonly chunks: ChunkReader;
  readonly xAxis: number;
  readonly yAxis: number;
  readonly region: PixelRegion;
}

/** Chunks whose files are being read at one go, to be decoded at one call. */
export class ChunkFiles {
  private constructor(
    private readonly parts: readonly ChunkPart[],
    private readonly form: TileForm,
    private readonly region: PixelRegion,
    private readonly memory: Uint8Array<ArrayBuffer>,
    private readonly lengths: Float64Array,
    private readonly done: Promise<void>,
  ) {}

  /** Begin to read; undefined where no chunk can be read so. */
  static begin(
    plane: Plane,
    wanted: readonly ChunkPart[],
    placeOf: (part: ChunkPart) => number[],
  ): ChunkFiles | undefined {
    const { chunks, region } = plane;
    const form = formOf(plane);
    if (form === undefined || chunks.readFiles === undefined) return undefined;
    const parts: ChunkPart[] = [];
    const names: string[] = [];
    for (const part of wanted.slice(0, Math.floor(mostBytes / chunks.chunkBytes))) {
      const name = chunks.loneFile(placeOf(part));
      if (name === undefined) continue;
      parts.push(part);
      names.push(name);
    }
    if (parts.length === 0) return undefined;
    const memory = borrow(names.length * (chunks.chunkBytes + overheadBytes));
    const lengths = new Float64Array(names.length);
    const done = chunks.readFiles(names, chunks.mostStoredBytes, memory, lengths);
    // A failure is told to who waits for the chunks.
    done.catch(() => {});
    return new ChunkFiles(parts, form, region, memory, lengths, done);
  }

  has({ x, y }: ChunkPart): boolean {
    return this.parts.some((part) => part.x === x && part.y === y);
  }

  /**
   * Decode the chunks into rows as wide as the region.
   *
   * @param otherwise reads a chunk in the ordinary way: one that is absent, damaged or of another kind
   */
  async placeInto(out: SampleMemory, otherwise: (part: ChunkPart) => Promise<void>): Promise<void> {
    const { parts, form, region, memory, lengths } = this;
    await this.done;
    const placed: ChunkPart[] = [];
    const tiles: PlacedTile[] = [];
    let at = 0;
    for (const [i, part] of parts.entries()) {
      const bytes = lengths[i]!;
      if (bytes < 0 || !canPlaceTiles(out, memory)) {
        await otherwise(part);
        continue;
      }
      const { left, right, top, bottom, chunkLeft, chunkTop } = part;
      const to = (top - region.yPx) * region.widthPx + left - region.xPx;
      const [leftPx, topPx] = [left - chunkLeft, top - chunkTop];
      placed.push(part);
      tiles.push({ at, bytes, part: { leftPx, topPx, widthPx: right - left, heightPx: bottom - top, to } });
      at += bytes;
    }
    await placeTiles(form, memory, tiles, out, region.widthPx, (i) => otherwise(placed[i]!));
    giveBack(memory);
  }
}

/** Chunks of one plane in rows, in the host's byte order, compressed once. */
function formOf({ array, xAxis, yAxis }: Plane): TileForm | undefined {
  const { chunkShape, strides, decoders, bitDepth, littleEndian } = array;
  const [widthPx, rows] = [chunkShape[xAxis]!, chunkShape[yAxis]!];
  const isFlat = chunkShape.every((size, axis) => size === 1 || axis === xAxis || axis === yAxis);
  const inRows = strides[xAxis] === 1 && strides[yAxis] === widthPx;
  const [codec] = decoders;
  const isKnown = codec === "zlib" || codec === "gzip" || codec === "zstd";
  if (!isFlat || !inRows || !isKnown || decoders.length !== 1) return undefined;
  if (bitDepth === 16 && littleEndian !== hostIsLittle) return undefined;
  return { codec, widthPx, rows, samples: 1, bitDepth, hasDifferences: false };
}

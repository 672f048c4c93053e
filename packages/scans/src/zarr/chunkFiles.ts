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

/** Files that are read one behind another into memory of their own. */
interface FileGroup {
  readonly parts: readonly ChunkPart[];
  readonly memory: Uint8Array<ArrayBuffer>;
  readonly lengths: Float64Array;
  readonly done: Promise<void>;
}

interface Plane {
  readonly array: ZarrArray;
  readonly chunks: ChunkReader;
  readonly xAxis: number;
  readonly yAxis: number;
  readonly region: PixelRegion;
}

/** Chunks whose files are being read, to be decoded many at one call. */
export class ChunkFiles {
  private constructor(
    private readonly groups: readonly FileGroup[],
    private readonly form: TileForm,
    private readonly region: PixelRegion,
  ) {}

  /**
   * Begin to read; undefined where no chunk can be read so.
   *
   * @param filesAtOnce files that are read at one go: the first of them is decoded when all of them are there
   */
  static begin(
    plane: Plane,
    wanted: readonly ChunkPart[],
    placeOf: (part: ChunkPart) => number[],
    filesAtOnce = Number.POSITIVE_INFINITY,
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
    const groups: FileGroup[] = [];
    const each = Math.min(filesAtOnce, parts.length);
    for (let i = 0; i < parts.length; i += each) {
      groups.push(beginGroup(chunks, parts.slice(i, i + each), names.slice(i, i + each)));
    }
    return new ChunkFiles(groups, form, region);
  }

  has({ x, y }: ChunkPart): boolean {
    return this.groups.some(({ parts }) => parts.some((part) => part.x === x && part.y === y));
  }

  /**
   * Decode the chunks into rows as wide as the region.
   *
   * @param otherwise reads a chunk in the ordinary way: one that is absent, damaged or of another kind
   */
  async placeInto(out: SampleMemory, otherwise: (part: ChunkPart) => Promise<void>): Promise<void> {
    for (const group of this.groups) await this.#placeGroup(group, out, otherwise);
  }

  async #placeGroup(
    { parts, memory, lengths, done }: FileGroup,
    out: SampleMemory,
    otherwise: (part: ChunkPart) => Promise<void>,
  ): Promise<void> {
    const { form, region } = this;
    await done;
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

function beginGroup(chunks: ChunkReader, parts: readonly ChunkPart[], names: readonly string[]): FileGroup {
  const memory = borrow(names.length * (chunks.chunkBytes + overheadBytes));
  const lengths = new Float64Array(names.length);
  const done = chunks.readFiles!(names, chunks.mostStoredBytes, memory, lengths);
  // A failure is told to who waits for the chunks.
  done.catch(() => {});
  return { parts, memory, lengths, done };
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

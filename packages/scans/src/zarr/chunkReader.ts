import { borrow, giveBack } from "../codecs/memory.js";
import { ScanError } from "../errors.js";
import type { GreySamples } from "../image.js";
import type { ZarrArray, ZarrShards } from "./arrayMetadata.js";
import { ChunkCache } from "./chunkCache.js";
import { byteDecoders } from "./codecs.js";
import { crc32c } from "./crc32c.js";
import type { ZarrStore } from "./zarrStore.js";

/** Compressed data never exceed their content by much; a file that does is not a chunk of this array. */
const slackBytes = 2 ** 16;
const shardIndexBytes = 2 ** 24;
/** Chunks that were asked for ahead and not used, after a read that failed; older ones are forgotten. */
const mostAhead = 64;

/** A chunk as it is stored, and the file that it is from. */
interface StoredChunk {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The decoded chunks of one array. */
export class ChunkReader {
  readonly #chunkSamples: number;
  readonly #chunkBytes: number;
  readonly #indices = new ChunkCache<Float64Array | undefined>(
    shardIndexBytes,
    (index) => index?.byteLength ?? 64,
  );
  readonly #ahead = new Map<string, Promise<StoredChunk | undefined>>();

  /** @param cache decoded chunks, shared by the levels of a scan */
  constructor(
    private readonly store: ZarrStore,
    private readonly array: ZarrArray,
    private readonly cache: ChunkCache<GreySamples | undefined>,
  ) {
    this.#chunkSamples = array.chunkShape.reduce((total, size) => total * size, 1);
    this.#chunkBytes = this.#chunkSamples * (array.bitDepth / 8);
  }

  /** Samples of a chunk; undefined where it was left out and everything is the fill value. */
  get(place: readonly number[]): Promise<GreySamples | undefined> {
    const key = this.#key(place);
    return this.cache.get(key, async () => {
      const stored = await this.#fetch(key, place);
      return stored === undefined ? undefined : this.#decode(stored);
    });
  }

  /**
   * Hand the samples of a chunk to `take`, which must have done with them when it returns.
   *
   * @param isKept whether it is likely to be asked for again
   */
  async use(
    place: readonly number[],
    isKept: boolean,
    take: (samples: GreySamples | undefined) => void,
  ): Promise<void> {
    const key = this.#key(place);
    if (isKept || this.cache.has(key)) return take(await this.get(place));
    const stored = await this.#fetch(key, place);
    if (stored === undefined) return take(undefined);
    const memory = borrow(this.#chunkBytes);
    take(await this.#decode(stored, memory));
    giveBack(memory);
  }

  /** The file of a chunk that is neither at hand nor on its way and is stored by itself; undefined for others. */
  loneFile(place: readonly number[]): string | undefined {
    const key = this.#key(place);
    if (this.array.shards !== undefined || this.cache.has(key) || this.#ahead.has(key)) return undefined;
    return this.array.fileOf(place);
  }

  /** @see ZarrStore.readFiles */
  get readFiles(): ZarrStore["readFiles"] {
    return this.store.readFiles;
  }

  /** Bytes of a decoded chunk. */
  get chunkBytes(): number {
    return this.#chunkBytes;
  }

  /** What a chunk's file may have at most. */
  get mostStoredBytes(): number {
    return 2 * this.#chunkBytes + slackBytes;
  }

  /** Begin to read a chunk that is asked for soon; a failure is told to who asks. */
  prefetch(place: readonly number[]): void {
    const key = this.#key(place);
    if (this.cache.has(key) || this.#ahead.has(key)) return;
    const stored = this.#read(place);
    stored.catch(() => {});
    this.#ahead.set(key, stored);
    for (const oldest of this.#ahead.keys()) {
      if (this.#ahead.size <= mostAhead) break;
      this.#ahead.delete(oldest);
    }
  }

  #key(place: readonly number[]): string {
    return `${this.array.name}/${place.join("/")}`;
  }

  #fetch(key: string, place: readonly number[]): Promise<StoredChunk | undefined> {
    const ahead = this.#ahead.get(key);
    this.#ahead.delete(key);
    return ahead ?? this.#read(place);
  }

  async #read(place: readonly number[]): Promise<StoredChunk | undefined> {
    const { shards } = this.array;
    const outer =
      shards === undefined ? place : place.map((index, axis) => Math.floor(index / shards.grid[axis]!));
    const file = this.array.fileOf(outer);
    const bytes =
      shards === undefined
        ? await this.store.get(file, this.mostStoredBytes)
        : await this.#fromShard(file, place, shards);
    return bytes === undefined ? undefined : { file, bytes };
  }

  async #fromShard(
    file: string,
    place: readonly number[],
    shards: ZarrShards,
  ): Promise<Uint8Array | undefined> {
    const index = await this.#indices.get(file, () => this.#readIndex(file, shards));
    if (index === undefined) return undefined;
    let at = 0;
    for (const [axis, size] of shards.grid.entries()) at = at * size + (place[axis]! % size);
    const [offset, length] = [index[2 * at]!, index[2 * at + 1]!];
    if (offset === absentChunk) return undefined;
    if (length > this.mostStoredBytes) {
      throw this.#damaged(file, `its index states ${length} bytes for a chunk of ${this.#chunkBytes}`);
    }
    return this.store.getRange(file, { offset, length });
  }

  async #readIndex(file: string, { grid, indexAtEnd, indexChecked }: ZarrShards) {
    const count = grid.reduce((total, size) => total * size, 1);
    const length = 16 * count + (indexChecked ? 4 : 0);
    const range = indexAtEnd ? { suffixLength: length } : { offset: 0, length };
    const bytes = await this.store.getRange(file, range);
    if (bytes === undefined) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (indexChecked && crc32c(bytes.subarray(0, 16 * count)) !== view.getUint32(16 * count, true)) {
      throw this.#damaged(file, "its index does not fit its checksum");
    }
    return Float64Array.from({ length: 2 * count }, (_, i) => {
      const value = view.getBigUint64(8 * i, true);
      return value === allBits ? absentChunk : Number(value);
    });
  }

  async #decode({ file, bytes: stored }: StoredChunk, memory?: Uint8Array): Promise<GreySamples> {
    let bytes = stored;
    try {
      // The memory is for one result: an earlier step's would be overwritten while it is read.
      const last = this.array.decoders.length - 1;
      for (const [i, name] of this.array.decoders.entries()) {
        bytes = await byteDecoders[name]!(bytes, this.#chunkBytes, i === last ? memory : undefined);
      }
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw this.#damaged(file, `a chunk cannot be decoded (${reason})`, cause);
    }
    if (bytes.length !== this.#chunkBytes) {
      throw this.#damaged(file, `a chunk has ${bytes.length} bytes instead of ${this.#chunkBytes}`);
    }
    return samplesOf(bytes, this.array);
  }

  #damaged(file: string, problem: string, cause?: unknown): ScanError {
    return new ScanError({
      kind: "corrupt",
      path: this.store.locate(file),
      problem,
      remedy: "Copy or download the scan again",
      cause,
    });
  }
}

const allBits = 2n ** 64n - 1n;
const absentChunk = Number.POSITIVE_INFINITY;

function samplesOf(bytes: Uint8Array, { bitDepth, littleEndian }: ZarrArray): GreySamples {
  if (bitDepth === 8) {
    return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  }
  const even = bytes.byteOffset % 2 === 0 ? bytes : Uint8Array.from(bytes);
  if (!littleEndian) Buffer.from(even.buffer, even.byteOffset, even.byteLength).swap16();
  return new Uint16Array(even.buffer as ArrayBuffer, even.byteOffset, even.length / 2);
}

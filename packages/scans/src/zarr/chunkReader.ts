import { ScanError } from "../errors.js";
import { type GreySamples, greySamples } from "../image.js";
import type { ZarrArray, ZarrShards } from "./arrayMetadata.js";
import { ChunkCache } from "./chunkCache.js";
import { byteDecoders } from "./codecs.js";
import { crc32c } from "./crc32c.js";
import type { ZarrStore } from "./zarrStore.js";

/** Compressed data never exceed their content by much; a file that does is not a chunk of this array. */
const slackBytes = 2 ** 16;
const shardIndexBytes = 2 ** 24;

/** The decoded chunks of one array. */
export class ChunkReader {
  readonly #chunkSamples: number;
  readonly #chunkBytes: number;
  readonly #indices = new ChunkCache<Float64Array | undefined>(
    shardIndexBytes,
    (index) => index?.byteLength ?? 64,
  );

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
    return this.cache.get(`${this.array.name}/${place.join("/")}`, () => this.#load(place));
  }

  async #load(place: readonly number[]): Promise<GreySamples | undefined> {
    const { shards } = this.array;
    const outer =
      shards === undefined ? place : place.map((index, axis) => Math.floor(index / shards.grid[axis]!));
    const file = this.array.fileOf(outer);
    const stored =
      shards === undefined
        ? await this.store.get(file, 2 * this.#chunkBytes + slackBytes)
        : await this.#fromShard(file, place, shards);
    return stored === undefined ? undefined : this.#decode(file, stored);
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
    if (length > 2 * this.#chunkBytes + slackBytes) {
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

  async #decode(file: string, stored: Uint8Array): Promise<GreySamples> {
    let bytes = stored;
    try {
      for (const name of this.array.decoders) bytes = await byteDecoders[name]!(bytes, this.#chunkBytes);
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
  const samples = greySamples(16, bytes.length / 2);
  const raw = new Uint8Array(samples.buffer);
  raw.set(bytes);
  if (!littleEndian) Buffer.from(samples.buffer).swap16();
  return samples;
}

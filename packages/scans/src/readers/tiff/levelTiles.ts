import { isScanError } from "../../errors.js";
import type { GreySamples } from "../../image.js";
import type { ChunkCache } from "../../zarr/chunkCache.js";
import { decodeTile } from "./decodeTile.js";
import { corrupt, type FileBytes } from "./fileBytes.js";
import { noCompression, type TiffImage } from "./tiffImage.js";

/** Tiles closer than this in the file are read at one go. */
const gapBytes = 64 * 1024;
const maxRunBytes = 8 * 1024 * 1024;
/** A tile stored larger than this many times its decoded size is not a tile. */
const maxGrowth = 4;

export type TileCache = ChunkCache<GreySamples>;

/** The tiles of a row that are being read. */
export interface TileRow {
  /**
   * The samples of a tile.
   *
   * @param memory for a tile that is used up at once: it is decoded there, if it is not at hand, and not kept
   */
  decode(column: number, memory?: Uint8Array): Promise<GreySamples>;
  /** Gives the memory of what was read back; every `decode` has to be done. */
  release(): void;
}

/** The decoded tiles of one level. */
export class LevelTiles {
  constructor(
    private readonly file: FileBytes,
    private readonly image: TiffImage,
    private readonly level: number,
    private readonly cache: TileCache,
    private readonly background: number,
  ) {}

  /**
   * Begin to read tiles `first` to `last` of a tile row and return what decodes them, one after another in the
   * order of the row, so that the caller can have the next row read meanwhile.
   *
   * @param spare memory for what is read; the row puts back what it took
   */
  fetch(tileRow: number, first: number, last: number, spare: Uint8Array[]): TileRow {
    const base = tileRow * this.image.tilesAcross;
    const encoded = new Map<number, Promise<Uint8Array>>();
    const taken: Promise<Uint8Array>[] = [];
    let run: number[] = [];
    const flush = () => {
      if (run.length > 0) taken.push(this.readRun(run, encoded, spare));
      run = [];
    };
    for (let column = first; column <= last; column++) {
      const index = base + column;
      const { byteCounts, offsets } = this.image;
      if (byteCounts[index] === 0 || this.cache.has(this.key(index))) continue;
      const previous = run.at(-1);
      if (previous !== undefined) {
        const gap = offsets[index]! - offsets[previous]! - byteCounts[previous]!;
        const runBytes = offsets[index]! + byteCounts[index]! - offsets[run[0]!]!;
        if (!(gap >= 0 && gap <= gapBytes && runBytes <= maxRunBytes)) flush();
      }
      run.push(index);
    }
    flush();
    return {
      decode: (column, memory) => this.tile(base + column, encoded.get(base + column), memory),
      release: () => {
        // Uncompressed tiles are kept where they were read.
        if (this.image.compression === noCompression) return;
        for (const read of taken)
          read.then(({ buffer }) => spare.push(new Uint8Array(buffer))).catch(() => {});
      },
    };
  }

  private readRun(
    run: readonly number[],
    encoded: Map<number, Promise<Uint8Array>>,
    spare: Uint8Array[],
  ): Promise<Uint8Array> {
    const { offsets, byteCounts } = this.image;
    const begin = offsets[run[0]!]!;
    const last = run.at(-1)!;
    const length = offsets[last]! + byteCounts[last]! - begin;
    const bytes = this.checked(run).then(() => {
      const memory = spare.pop();
      if (memory !== undefined && memory.length >= length) return this.file.read(begin, length, memory);
      // Rows differ a little in length.
      return this.file.read(begin, length, Buffer.allocUnsafeSlow(length + (length >> 3)));
    });
    // Who waits for a tile sees the failure; a read that nobody waits for any more must not end the process.
    bytes.catch(() => {});
    for (const index of run) {
      const at = offsets[index]! - begin;
      const own = bytes.then((all) => all.subarray(at, at + byteCounts[index]!));
      own.catch(() => {});
      encoded.set(index, own);
    }
    return bytes;
  }

  private async checked(run: readonly number[]): Promise<void> {
    const { tileWidthPx, tileHeightPx, samples, bitDepth, byteCounts } = this.image;
    const most = 65536 + maxGrowth * tileWidthPx * tileHeightPx * samples * (bitDepth / 8);
    for (const index of run) {
      if (!(byteCounts[index]! <= most)) {
        throw corrupt(this.file.path, `${this.name(index)} claims ${byteCounts[index]} bytes`);
      }
    }
  }

  private tile(
    index: number,
    encoded: Promise<Uint8Array> | undefined,
    memory: Uint8Array | undefined,
  ): Promise<GreySamples> {
    const key = this.key(index);
    if (memory !== undefined && !this.cache.has(key)) return this.load(index, encoded, memory);
    return this.cache.get(key, () => this.load(index, encoded));
  }

  private async load(
    index: number,
    encoded: Promise<Uint8Array> | undefined,
    memory?: Uint8Array,
  ): Promise<GreySamples> {
    const { image } = this;
    const tileRow = Math.floor(index / image.tilesAcross);
    const rows = image.tiled
      ? image.tileHeightPx
      : Math.min(image.tileHeightPx, image.heightPx - tileRow * image.tileHeightPx);
    if (image.byteCounts[index] === 0) return this.absent(rows);
    const bytes = await (encoded ??
      this.checked([index]).then(() => this.file.read(image.offsets[index]!, image.byteCounts[index]!)));
    try {
      return await decodeTile(image, bytes, rows, this.background, memory);
    } catch (cause) {
      if (isScanError(cause)) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw corrupt(this.file.path, `${this.name(index)} cannot be decoded (${reason})`, cause);
    }
  }

  /** A tile that the file leaves out is as transparent as a pixel can be. */
  private absent(rows: number): GreySamples {
    const { bitDepth, tileWidthPx } = this.image;
    const Samples = bitDepth === 8 ? Uint8Array : Uint16Array;
    return new Samples(rows * tileWidthPx).fill(this.background) as GreySamples;
  }

  private key(index: number): string {
    return `${this.level}/${index}`;
  }

  private name(index: number): string {
    const { tilesAcross, tiled } = this.image;
    const place = tiled
      ? `tile ${index % tilesAcross}, ${Math.floor(index / tilesAcross)}`
      : `strip ${index}`;
    return `${place} of level ${this.level}`;
  }
}

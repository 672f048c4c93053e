import { isScanError } from "../../errors.js";
import type { GreySamples } from "../../image.js";
import type { ChunkCache } from "../../zarr/chunkCache.js";
import { decodeTile } from "./decodeTile.js";
import { corrupt, type FileBytes } from "./fileBytes.js";
import type { TiffImage } from "./tiffImage.js";

/** Tiles closer than this in the file are read at one go. */
const gapBytes = 64 * 1024;
const maxRunBytes = 8 * 1024 * 1024;
/** A tile stored larger than this many times its decoded size is not a tile. */
const maxGrowth = 4;

export type TileCache = ChunkCache<GreySamples>;

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
   */
  fetch(tileRow: number, first: number, last: number): (column: number) => Promise<GreySamples> {
    const base = tileRow * this.image.tilesAcross;
    const encoded = new Map<number, Promise<Uint8Array>>();
    let run: number[] = [];
    const flush = () => {
      if (run.length > 0) this.readRun(run, encoded);
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
    return (column) => this.tile(base + column, encoded.get(base + column));
  }

  private readRun(run: readonly number[], encoded: Map<number, Promise<Uint8Array>>): void {
    const { offsets, byteCounts } = this.image;
    const begin = offsets[run[0]!]!;
    const last = run.at(-1)!;
    const length = offsets[last]! + byteCounts[last]! - begin;
    const bytes = this.checked(run).then(() => this.file.read(begin, length));
    // Who waits for a tile sees the failure; a read that nobody waits for any more must not end the process.
    bytes.catch(() => {});
    for (const index of run) {
      const at = offsets[index]! - begin;
      const own = bytes.then((all) => all.subarray(at, at + byteCounts[index]!));
      own.catch(() => {});
      encoded.set(index, own);
    }
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

  private tile(index: number, encoded: Promise<Uint8Array> | undefined): Promise<GreySamples> {
    return this.cache.get(this.key(index), async () => {
      const { image } = this;
      const tileRow = Math.floor(index / image.tilesAcross);
      const rows = image.tiled
        ? image.tileHeightPx
        : Math.min(image.tileHeightPx, image.heightPx - tileRow * image.tileHeightPx);
      if (image.byteCounts[index] === 0) return this.absent(rows);
      const bytes = await (encoded ??
        this.checked([index]).then(() => this.file.read(image.offsets[index]!, image.byteCounts[index]!)));
      try {
        return await decodeTile(image, bytes, rows, this.background);
      } catch (cause) {
        if (isScanError(cause)) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw corrupt(this.file.path, `${this.name(index)} cannot be decoded (${reason})`, cause);
      }
    });
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

import { borrow, giveBack } from "../../codecs/memory.js";
import { isScanError } from "../../errors.js";
import { type GreySamples, samplesIn } from "../../image.js";
import type { PixelRegion } from "../../reader.js";
import type { Keeping } from "../../recentRegions.js";
import type { ChunkCache } from "../../zarr/chunkCache.js";
import { decodeTile } from "./decodeTile.js";
import { corrupt, type FileBytes } from "./fileBytes.js";
import { jpegCompression, readTables, type TiffImage, type TileTables } from "./tiffImage.js";
import { TileRow } from "./tileRow.js";
import { checkTileBytes, type StoredTiles, type TileRun } from "./tileRuns.js";

/** The tiles of one level, and those that are kept decoded. */
export class LevelTiles implements StoredTiles {
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
  /** Of a level that can be kept as a whole: which tiles were wanted before. */
  readonly #wanted: Uint8Array | undefined;

  private constructor(
    readonly file: FileBytes,
    readonly image: TiffImage,
    tables: TileTables,
    private readonly level: number,
    readonly cache: ChunkCache<GreySamples>,
    private readonly background: number,
  ) {
    this.offsets = tables.offsets;
    this.byteCounts = tables.byteCounts;
    const { tileWidthPx, tileHeightPx, tilesAcross, tilesDown, samples, bitDepth } = image;
    const levelBytes = tileWidthPx * tileHeightPx * tilesAcross * tilesDown * samples * (bitDepth / 8);
    if (levelBytes <= cache.mostBytes) this.#wanted = new Uint8Array(tilesAcross * tilesDown);
  }

  /** @throws ScanError (corrupt) where the file ends before the places of the tiles */
  static async open(
    file: FileBytes,
    image: TiffImage,
    level: number,
    cache: ChunkCache<GreySamples>,
    background: number,
  ): Promise<LevelTiles> {
    return new LevelTiles(file, image, await readTables(file, image), level, cache, background);
  }

  /** The part of a row of tiles that lies in a region. @param keeping which of them stay decoded */
  row(tileRow: number, region: PixelRegion, keeping: Keeping): TileRow {
    return new TileRow(this, tileRow, region, keeping);
  }

  /** Whether this level can be kept as a whole, so that it is noted which tiles were wanted. */
  get isSmall(): boolean {
    return this.#wanted !== undefined;
  }

  /**
   * Whether a tile is worth keeping because it is wanted for a second time, of a level that can be kept as a whole: what
   * a scan was opened for once is not.
   */
  isWantedAgain(index: number): boolean {
    return this.#wanted?.[index] === 1;
  }

  /** Notes that a tile was decoded and not kept. */
  note(index: number): void {
    if (this.#wanted !== undefined) this.#wanted[index] = 1;
  }

  /** Rows of a tile; the last strip has what the image has left for it. */
  rowsOf(index: number): number {
    const { tiled, tileHeightPx, heightPx, tilesAcross } = this.image;
    const top = Math.floor(index / tilesAcross) * tileHeightPx;
    return tiled ? tileHeightPx : Math.min(tileHeightPx, heightPx - top);
  }

  /** Borrowed memory for the grey samples of a tile. */
  borrowTile(index: number): GreySamples {
    const { tileWidthPx, bitDepth } = this.image;
    const samples = tileWidthPx * this.rowsOf(index);
    return samplesIn(borrow(samples * (bitDepth / 8)), bitDepth, samples);
  }

  /** The samples of a tile, in borrowed memory as a rule. */
  async load(index: number, run: TileRun | undefined): Promise<GreySamples> {
    const { image } = this;
    const rows = this.rowsOf(index);
    if (this.byteCounts[index] === 0) return this.#absent(rows);
    const bytes = await this.#encoded(index, run);
    const samples = image.compression === jpegCompression ? 1 : image.samples;
    const memory = borrow(image.tileWidthPx * rows * samples * (image.bitDepth / 8));
    try {
      const tile = await decodeTile(image, bytes, rows, this.background, memory);
      if (tile.buffer !== memory.buffer) giveBack(memory);
      return tile;
    } catch (cause) {
      if (isScanError(cause)) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw corrupt(this.file.path, `${this.name(index)} cannot be decoded (${reason})`, cause);
    }
  }

  key(index: number): string {
    return `${this.level}/${index}`;
  }

  async #encoded(index: number, run: TileRun | undefined): Promise<Uint8Array> {
    const { offsets, byteCounts } = this;
    if (run === undefined) {
      checkTileBytes(this, index);
      return this.file.read(offsets[index]!, byteCounts[index]!);
    }
    const at = offsets[index]! - run.begin;
    return (await run.bytes).subarray(at, at + byteCounts[index]!);
  }

  /** A tile that the file leaves out is as transparent as a pixel can be. */
  #absent(rows: number): GreySamples {
    const { bitDepth, tileWidthPx } = this.image;
    const Samples = bitDepth === 8 ? Uint8Array : Uint16Array;
    return new Samples(rows * tileWidthPx).fill(this.background) as GreySamples;
  }

  name(index: number): string {
    const { tilesAcross, tiled } = this.image;
    const place = tiled
      ? `tile ${index % tilesAcross}, ${Math.floor(index / tilesAcross)}`
      : `strip ${index}`;
    return `${place} of level ${this.level}`;
  }
}

import { borrow, giveBack } from "../../codecs/memory.js";
import { copyRows } from "../../codecs/pixels.js";
import { canPlaceTiles, placeTiles, type TilePart } from "../../codecs/placeTiles.js";
import { isScanError } from "../../errors.js";
import type { GreySamples } from "../../image.js";
import type { PixelRegion } from "../../reader.js";
import type { Keeping } from "../../recentRegions.js";
import type { ChunkCache } from "../../zarr/chunkCache.js";
import { decodeTile } from "./decodeTile.js";
import { corrupt, type FileBytes } from "./fileBytes.js";
import { jpegCompression, type TiffImage } from "./tiffImage.js";
import { batchForm } from "./tileForm.js";
import { checkTileBytes, readRuns, releaseRun, type TileRun } from "./tileRuns.js";

/** The tiles of a row that are being read. */
export interface TileRow {
  /** Copy the part of the row that lies in the region; `out` has rows as wide as the region. */
  copyInto(out: GreySamples): Promise<void>;
}

/** The decoded tiles of one level. */
export class LevelTiles {
  readonly #name = (index: number): string => this.name(index);

  constructor(
    private readonly file: FileBytes,
    private readonly image: TiffImage,
    private readonly level: number,
    private readonly cache: ChunkCache<GreySamples>,
    private readonly background: number,
  ) {}

  /**
   * Begin to read the tiles of a row that a region touches, so that the row before can be decoded meanwhile.
   *
   * @param keeping which of them stay decoded
   */
  fetch(tileRow: number, region: PixelRegion, keeping: Keeping): TileRow {
    const { tilesAcross, tileWidthPx, tileHeightPx } = this.image;
    const top = tileRow * tileHeightPx;
    const right = region.xPx + region.widthPx;
    const y0 = Math.max(region.yPx, top);
    const heightPx = Math.min(region.yPx + region.heightPx, top + tileHeightPx) - y0;
    const parts = new Map<number, TilePart>();
    for (let x = region.xPx; x < right; ) {
      const column = Math.floor(x / tileWidthPx);
      const [left, end] = [column * tileWidthPx, Math.min(right, (column + 1) * tileWidthPx)];
      parts.set(tileRow * tilesAcross + column, {
        leftPx: x - left,
        topPx: y0 - top,
        widthPx: end - x,
        heightPx,
        to: x - region.xPx,
      });
      x = end;
    }
    const isRead = (index: number) => this.image.byteCounts[index] !== 0 && !this.cache.has(this.key(index));
    const runs = readRuns(this.file, this.image, [...parts.keys()].filter(isRead), this.#name);
    const copyInto = async (out: GreySamples): Promise<void> => {
      const others = new Map(parts);
      for (const run of runs) await this.#placeRun(run, parts, keeping, out, region.widthPx, others);
      for (const [index, part] of others) {
        const run = runs.find(({ indices }) => indices.includes(index));
        await this.#copyTile(index, part, run, this.#isKept(part, keeping), out, region.widthPx);
      }
      for (const run of runs) releaseRun(run);
    };
    return { copyInto };
  }

  /** Places those tiles of a run that are not kept, and takes them out of `others`. */
  async #placeRun(
    run: TileRun,
    parts: ReadonlyMap<number, TilePart>,
    keeping: Keeping,
    out: GreySamples,
    stride: number,
    others: Map<number, TilePart>,
  ): Promise<void> {
    const form = batchForm(this.image, this.#rowsOf(run.indices[0]!));
    const lone = run.indices.filter((index) => !this.#isKept(parts.get(index)!, keeping));
    if (form === undefined || lone.length === 0) return;
    const input = await run.bytes;
    if (!canPlaceTiles(out, input)) return;
    const tiles = lone.map((index) => ({
      at: this.image.offsets[index]! - run.begin,
      bytes: this.image.byteCounts[index]!,
      part: parts.get(index)!,
    }));
    await placeTiles(form, input, tiles, out, stride, (i) =>
      this.#copyTile(lone[i]!, tiles[i]!.part, run, false, out, stride),
    );
    for (const index of lone) others.delete(index);
  }

  async #copyTile(
    index: number,
    part: TilePart,
    run: TileRun | undefined,
    isKept: boolean,
    out: GreySamples,
    stride: number,
  ): Promise<void> {
    const { tileWidthPx } = this.image;
    const at = part.topPx * tileWidthPx + part.leftPx;
    const copy = (tile: GreySamples) =>
      copyRows(
        { samples: tile, at, stride: tileWidthPx },
        { samples: out, at: part.to, stride },
        part.widthPx,
        part.heightPx,
      );
    const key = this.key(index);
    const load = () => this.load(index, run);
    if (isKept || this.cache.has(key)) {
      await this.cache.use(key, load, copy);
      return;
    }
    const tile = await load();
    copy(tile);
    giveBack(tile);
  }

  #isKept({ widthPx, heightPx }: TilePart, keeping: Keeping): boolean {
    const isWhole = widthPx === this.image.tileWidthPx && heightPx === this.image.tileHeightPx;
    return keeping === "all" || (keeping === "parts" && !isWhole);
  }

  /** Rows of a tile; the last strip has what the image has left for it. */
  #rowsOf(index: number): number {
    const { tiled, tileHeightPx, heightPx, tilesAcross } = this.image;
    const top = Math.floor(index / tilesAcross) * tileHeightPx;
    return tiled ? tileHeightPx : Math.min(tileHeightPx, heightPx - top);
  }

  /** The samples of a tile, in borrowed memory as a rule. */
  private async load(index: number, run: TileRun | undefined): Promise<GreySamples> {
    const { image } = this;
    const rows = this.#rowsOf(index);
    if (image.byteCounts[index] === 0) return this.absent(rows);
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

  async #encoded(index: number, run: TileRun | undefined): Promise<Uint8Array> {
    const { offsets, byteCounts } = this.image;
    if (run === undefined) {
      checkTileBytes(this.file, this.image, index, this.#name);
      return this.file.read(offsets[index]!, byteCounts[index]!);
    }
    const at = offsets[index]! - run.begin;
    return (await run.bytes).subarray(at, at + byteCounts[index]!);
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

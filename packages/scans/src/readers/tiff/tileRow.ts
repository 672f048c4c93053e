import { giveBack } from "../../codecs/memory.js";
import { copyRows } from "../../codecs/pixels.js";
import {
  canPlaceTiles,
  placeCachedTiles,
  placesCachedTiles,
  placeTiles,
  type TilePart,
} from "../../codecs/placeTiles.js";
import type { GreySamples, SampleMemory } from "../../image.js";
import type { PixelRegion } from "../../reader.js";
import type { Keeping } from "../../recentRegions.js";
import type { LevelTiles } from "./levelTiles.js";
import { batchForm } from "./tileForm.js";
import { mostTileBytes, readRuns, releaseRun, type TileRun } from "./tileRuns.js";

/** The part of a row of tiles that lies in a region; `out` has rows as wide as the region, the first the part's. */
export class TileRow {
  /** Parts that are not copied yet, by the number of their tile. */
  readonly #parts = new Map<number, TilePart>();
  readonly #stride: number;
  #runs: readonly TileRun[] = [];

  constructor(
    private readonly level: LevelTiles,
    tileRow: number,
    region: PixelRegion,
    private readonly keeping: Keeping,
  ) {
    const { tilesAcross, tileWidthPx, tileHeightPx } = level.image;
    const top = tileRow * tileHeightPx;
    const right = region.xPx + region.widthPx;
    const y0 = Math.max(region.yPx, top);
    const heightPx = Math.min(region.yPx + region.heightPx, top + tileHeightPx) - y0;
    this.#stride = region.widthPx;
    for (let x = region.xPx; x < right; ) {
      const column = Math.floor(x / tileWidthPx);
      const [left, end] = [column * tileWidthPx, Math.min(right, (column + 1) * tileWidthPx)];
      this.#parts.set(tileRow * tilesAcross + column, {
        leftPx: x - left,
        topPx: y0 - top,
        widthPx: end - x,
        heightPx,
        to: x - region.xPx,
      });
      x = end;
    }
  }

  /** Copy what is decoded already, or can be at once because the page cache holds it. @returns whether that was all */
  copyNow(out: SampleMemory): boolean {
    const indices = [...this.#parts.keys()];
    const lone = indices.filter((index) => this.#isLone(index));
    for (const index of lone.slice(0, this.#placeCached(lone, out))) this.#placed(index);
    for (const index of this.#parts.keys()) {
      const part = this.#parts.get(index)!;
      const load = () => (this.#isKept(index, part) ? this.#decodeCached(index) : undefined);
      const copy = (tile: GreySamples) => this.#copy(part, tile, out);
      if (!this.level.cache.useNow(this.level.key(index), load, copy)) return false;
      this.#parts.delete(index);
    }
    return true;
  }

  /** Begin to read the tiles, so that those of the row before can be decoded meanwhile. */
  fetch(): void {
    const { level } = this;
    const isRead = (index: number) => level.byteCounts[index] !== 0 && !level.cache.has(level.key(index));
    this.#runs = readRuns(level, [...this.#parts.keys()].filter(isRead));
  }

  /** Copy what is left, after `fetch`. */
  async copyInto(out: SampleMemory): Promise<void> {
    for (const run of this.#runs) await this.#placeRun(run, out);
    for (const [index, part] of this.#parts) {
      const run = this.#runs.find(({ indices }) => indices.includes(index));
      await this.#copyTile(index, part, run, this.#isKept(index, part), out);
    }
    for (const run of this.#runs) releaseRun(run);
  }

  /** Places tiles that are used once, the first ones. @returns how many */
  #placeCached(indices: readonly number[], out: SampleMemory): number {
    const form = this.#formOf(indices);
    if (form === undefined) return 0;
    const { offsets, byteCounts } = this.level;
    const tiles = indices.map((index) => ({
      at: offsets[index]!,
      bytes: byteCounts[index]!,
      part: this.#parts.get(index)!,
    }));
    return this.level.file.atOnce((file) => placeCachedTiles(form, file, tiles, out, this.#stride));
  }

  /** All of a tile in borrowed memory, if its bytes are at hand and as they are expected to be. */
  #decodeCached(index: number): GreySamples | undefined {
    const form = this.#isStored(index) ? this.#formOf([index]) : undefined;
    if (form === undefined) return undefined;
    const { file, offsets, byteCounts } = this.level;
    const [widthPx, heightPx] = [form.widthPx, form.rows];
    const part = { leftPx: 0, topPx: 0, widthPx, heightPx, to: 0 };
    const tile = { at: offsets[index]!, bytes: byteCounts[index]!, part };
    const out = this.level.borrowTile(index);
    if (file.atOnce((number) => placeCachedTiles(form, number, [tile], out, widthPx)) === 1) return out;
    giveBack(out);
    return undefined;
  }

  /** Places those tiles of a run that are not kept. */
  async #placeRun(run: TileRun, out: SampleMemory): Promise<void> {
    const lone = run.indices.filter((index) => !this.#isKept(index, this.#parts.get(index)!));
    const form = this.#formOf(lone);
    if (form === undefined) return;
    const input = await run.bytes;
    if (!canPlaceTiles(out, input)) return;
    const { offsets, byteCounts } = this.level;
    const tiles = lone.map((index) => ({
      at: offsets[index]! - run.begin,
      bytes: byteCounts[index]!,
      part: this.#parts.get(index)!,
    }));
    await placeTiles(form, input, tiles, out, this.#stride, (i) =>
      this.#copyTile(lone[i]!, tiles[i]!.part, run, false, out),
    );
    for (const index of lone) this.#placed(index);
  }

  async #copyTile(
    index: number,
    part: TilePart,
    run: TileRun | undefined,
    isKept: boolean,
    out: SampleMemory,
  ): Promise<void> {
    const key = this.level.key(index);
    const load = () => this.level.load(index, run);
    if (isKept || this.level.cache.has(key)) {
      await this.level.cache.use(key, load, (tile) => this.#copy(part, tile, out));
      return;
    }
    const tile = await load();
    this.#copy(part, tile, out);
    giveBack(tile);
    this.level.note(index);
  }

  #placed(index: number): void {
    this.#parts.delete(index);
    this.level.note(index);
  }

  #copy({ leftPx, topPx, widthPx, heightPx, to }: TilePart, tile: GreySamples, out: SampleMemory): void {
    const { tileWidthPx } = this.level.image;
    const from = { samples: tile, at: topPx * tileWidthPx + leftPx, stride: tileWidthPx };
    copyRows(from, { samples: out, at: to, stride: this.#stride }, widthPx, heightPx);
  }

  /** The form that tiles of this row have in common where many are decoded at one call. */
  #formOf(indices: readonly number[]) {
    const [first] = indices;
    return first === undefined ? undefined : batchForm(this.level.image, this.level.rowsOf(first));
  }

  /** Whether a tile is decoded for this part alone. */
  #isLone(index: number): boolean {
    const { cache } = this.level;
    const isKept = this.#isKept(index, this.#parts.get(index)!);
    return !isKept && this.#isStored(index) && !cache.has(this.level.key(index));
  }

  /** Whether a tile can be had at once: of a size and at a place that the ordinary way has nothing to say against. */
  #isStored(index: number): boolean {
    const { file, image } = this.level;
    const [at, bytes] = [this.level.offsets[index]!, this.level.byteCounts[index]!];
    const isInFile = Number.isSafeInteger(at) && at >= 0 && at + bytes <= file.sizeBytes;
    return (
      placesCachedTiles && isInFile && Number.isInteger(bytes) && bytes > 0 && bytes <= mostTileBytes(image)
    );
  }

  #isKept(index: number, { widthPx, heightPx }: TilePart): boolean {
    const { tileWidthPx, tileHeightPx } = this.level.image;
    const isWhole = widthPx === tileWidthPx && heightPx === tileHeightPx;
    const isShared = this.keeping === "all" || (this.keeping === "parts" && !isWhole);
    return isShared || this.level.isWantedAgain(index);
  }
}

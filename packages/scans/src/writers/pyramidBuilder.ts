import type { BitDepth, GreySamples } from "../image.js";
import { type PyramidLevel, tileExtent } from "./levels.js";
import { reduceInto, roundedSamples } from "./reduce.js";

/** Receives every tile of every level once, level 0 included; samples of the part inside the image. */
export type EmitTile = (level: number, column: number, row: number, samples: GreySamples) => void;

/** Unrounded means that one tile gives to its parent, a quarter of it. */
export interface Quarter {
  /** Level of the parent. */
  readonly level: number;
  /** Place of the child in its own level. */
  readonly column: number;
  readonly row: number;
  readonly means: Float32Array;
}

interface PendingTile {
  readonly means: Float32Array;
  missing: number;
}

/**
 * The coarser levels of a pyramid, from tiles of level 0 in any order.
 *
 * Means stay unrounded between levels, so a sample of any level is the rounded average of the level-0 pixels below
 * it. A parent waits in memory until its children are all there: with tiles in rows that is about
 * `widthPx × tilePx × 4` bytes, with square blocks of tiles almost nothing.
 */
export class PyramidBuilder {
  readonly #pending = new Map<string, PendingTile>();
  /** Memory of tiles that are done, for those to come. */
  readonly #spare: Float32Array[] = [];

  constructor(
    private readonly levels: readonly PyramidLevel[],
    private readonly tilePx: number,
    private readonly bitDepth: BitDepth,
    private readonly emit: EmitTile,
    private readonly watch?: { readonly level: number; readonly onQuarter: (quarter: Quarter) => void },
  ) {}

  /** Take a tile of level 0: samples of its part inside the image, row by row. */
  add(column: number, row: number, samples: GreySamples): void {
    this.emit(0, column, row, samples);
    this.#pass(0, column, row, samples);
  }

  /** Take what a child gave to its parent in an earlier run, in place of the child. */
  restore({ level, column, row, means }: Quarter): void {
    const child = tileExtent(this.levels[level - 1]!, column, row, this.tilePx);
    const width = Math.ceil(child.widthPx / 2);
    this.#place(level, column, row, (parent, parentWidth, at) => {
      for (let y = 0; y * width < means.length; y++) {
        parent.set(means.subarray(y * width, (y + 1) * width), at + y * parentWidth);
      }
    });
  }

  /** Tiles that wait for children: 0 when all of level 0 has come. */
  get pendingTiles(): number {
    return this.#pending.size;
  }

  #pass(level: number, column: number, row: number, tile: GreySamples | Float32Array): void {
    if (level + 1 === this.levels.length) return;
    const extent = tileExtent(this.levels[level]!, column, row, this.tilePx);
    if (this.watch?.level === level + 1) {
      const width = Math.ceil(extent.widthPx / 2);
      const means = new Float32Array(width * Math.ceil(extent.heightPx / 2));
      reduceInto(tile, extent, means, width, 0);
      this.watch.onQuarter({ level: level + 1, column, row, means });
    }
    this.#place(level + 1, column, row, (parent, width, at) => reduceInto(tile, extent, parent, width, at));
  }

  #place(
    level: number,
    childColumn: number,
    childRow: number,
    fill: (parent: Float32Array, widthPx: number, at: number) => void,
  ): void {
    const column = childColumn >> 1;
    const row = childRow >> 1;
    const { widthPx, heightPx } = tileExtent(this.levels[level]!, column, row, this.tilePx);
    const key = `${level}/${column}/${row}`;
    let tile = this.#pending.get(key);
    if (tile === undefined) {
      const below = this.levels[level - 1]!;
      const children = Math.min(2, below.columns - 2 * column) * Math.min(2, below.rows - 2 * row);
      tile = { means: this.#memory(widthPx * heightPx), missing: children };
      this.#pending.set(key, tile);
    }
    const half = this.tilePx / 2;
    fill(tile.means, widthPx, (childRow & 1) * half * widthPx + (childColumn & 1) * half);
    tile.missing -= 1;
    if (tile.missing > 0) return;
    this.#pending.delete(key);
    this.emit(level, column, row, roundedSamples(tile.means, this.bitDepth));
    this.#pass(level, column, row, tile.means);
    if (tile.means.length === this.tilePx ** 2) this.#spare.push(tile.means);
  }

  /** Every sample of it is written before it is read. */
  #memory(samples: number): Float32Array {
    const spare = samples === this.tilePx ** 2 ? this.#spare.pop() : undefined;
    return spare ?? new Float32Array(samples);
  }
}

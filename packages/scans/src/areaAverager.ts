import { type BoxWeights, boxWeights, sumColumns, wholeFactor } from "./boxFilter.js";
import type { BitDepth, SampleMemory } from "./image.js";
import type { GridAxis } from "./resample.js";

/** Where the rows that an averager is given lie, in the coordinates of the axes. */
export interface AveragedRegion {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: BitDepth;
}

/** Makes a grid of a region whose rows come in bands from top to bottom, as decoders give them. */
export interface Averager {
  /** Add rows from `yPx` on, which follow on those added before. */
  add(rows: SampleMemory, yPx: number, heightPx: number): void;
  /** Writes what is left, after all rows were added. */
  finish(): void;
}

/**
 * Area averages of a region whose rows come in bands from top to bottom, as decoders give them: of a window of
 * any size only the output and the rows of one output sample are held. See `boxResample` for the rule.
 */
export class AreaAverager implements Averager {
  readonly #region: AveragedRegion;
  readonly #out: SampleMemory;
  readonly #width: number;
  readonly #background: number;
  readonly #columns: BoxWeights;
  readonly #rows: BoxWeights;
  readonly #factorX: number;
  readonly #line: Float32Array;
  /** Sums of the outputs under way: output row j at slot j modulo their number. */
  readonly #sums: Float64Array;
  readonly #slots: number;
  /** First output row that is not yet complete, and first that has not begun. */
  #oldest = 0;
  #begun = 0;

  /** @param out receives `x.count` × `y.count` samples of the region's depth */
  constructor(region: AveragedRegion, x: GridAxis, y: GridAxis, background: number, out: SampleMemory) {
    this.#region = region;
    this.#width = x.count;
    this.#background = background;
    this.#out = out;
    this.#columns = boxWeights(x, region.xPx, region.widthPx);
    this.#rows = boxWeights(y, region.yPx, region.heightPx);
    this.#factorX = wholeFactor(x, region.xPx, region.widthPx);
    this.#slots = Math.ceil(Math.max(y.step, 1) / y.step) + 2;
    this.#line = new Float32Array(x.count);
    this.#sums = new Float64Array(this.#slots * x.count);
  }

  add(rows: SampleMemory, yPx: number, heightPx: number): void {
    const { widthPx } = this.#region;
    const first = yPx - this.#region.yPx;
    for (let row = 0; row < heightPx; row++) {
      this.#addRow(rows.subarray(row * widthPx, (row + 1) * widthPx), first + row);
    }
  }

  finish(): void {
    const heightPx = this.#rows.first.length;
    while (this.#begun < heightPx) this.#begin();
    while (this.#oldest < heightPx) this.#complete();
  }

  #addRow(row: SampleMemory, source: number): void {
    const { first, offset, weights } = this.#rows;
    const count = first.length;
    while (this.#oldest < this.#begun && this.#endOf(this.#oldest) <= source) this.#complete();
    while (this.#begun < count && first[this.#begun]! <= source) {
      // Outputs that end before this row have no source pixel of their own left.
      this.#begin();
      if (this.#endOf(this.#begun - 1) <= source && this.#oldest === this.#begun - 1) this.#complete();
    }
    if (this.#oldest === this.#begun) return;
    sumColumns(row, this.#columns, this.#factorX, this.#background, this.#line);
    const { length } = this.#line;
    for (let j = this.#oldest; j < this.#begun; j++) {
      const k = source - first[j]!;
      if (k < 0 || k >= offset[j + 1]! - offset[j]!) continue;
      const weight = weights[offset[j]! + k]!;
      const base = (j % this.#slots) * length;
      for (let i = 0; i < length; i++) this.#sums[base + i]! += weight * this.#line[i]!;
    }
  }

  #endOf(j: number): number {
    return this.#rows.first[j]! + this.#rows.offset[j + 1]! - this.#rows.offset[j]!;
  }

  #begin(): void {
    if (this.#begun - this.#oldest === this.#slots) this.#complete();
    const base = (this.#begun % this.#slots) * this.#width;
    this.#sums.fill(this.#background + 0.5, base, base + this.#width);
    this.#begun++;
  }

  #complete(): void {
    const base = (this.#oldest % this.#slots) * this.#width;
    const to = this.#oldest * this.#width;
    // Storing truncates towards zero, and every sum is a mean of samples plus one half.
    for (let i = 0; i < this.#width; i++) this.#out[to + i] = this.#sums[base + i]!;
    this.#oldest++;
  }
}

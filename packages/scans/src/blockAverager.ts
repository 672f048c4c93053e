import { AreaAverager, type AveragedRegion, type Averager } from "./areaAverager.js";
import { wholeFactor } from "./boxFilter.js";
import { averageBlocks, largestFactor } from "./codecs/pixels.js";
import type { SampleMemory } from "./image.js";
import type { GridAxis } from "./resample.js";

/**
 * How many pixels of a region along x and y make one of a grid, where its pixels are square blocks of them; else 0.
 *
 * Powers of two only: `AreaAverager` has their means exactly, so that ties are rounded alike whichever way is taken.
 */
export function blockFactor(region: AveragedRegion, x: GridAxis, y: GridAxis): number {
  const factor = wholeFactor(x, region.xPx, region.widthPx);
  const isSquare = factor === wholeFactor(y, region.yPx, region.heightPx);
  const isPower = (factor & (factor - 1)) === 0;
  return isSquare && isPower && factor <= largestFactor ? factor : 0;
}

/** @param out receives `x.count` × `y.count` samples of the region's depth */
export function averagerOf(
  region: AveragedRegion,
  x: GridAxis,
  y: GridAxis,
  background: number,
  out: SampleMemory,
): Averager {
  const factor = blockFactor(region, x, y);
  return factor > 0
    ? new BlockAverager(region, factor, out)
    : new AreaAverager(region, x, y, background, out);
}

/** Means of square blocks of a region: whole numbers throughout, so that where bands end makes no difference. */
class BlockAverager implements Averager {
  /** Sums of the output row that two bands share. */
  readonly #sums: Uint32Array;

  constructor(
    private readonly region: AveragedRegion,
    private readonly factor: number,
    private readonly out: SampleMemory,
  ) {
    this.#sums = new Uint32Array(region.widthPx / factor);
  }

  add(rows: SampleMemory, yPx: number, heightPx: number): void {
    const { factor, region, out } = this;
    const { widthPx } = region;
    const width = widthPx / factor;
    const first = yPx - region.yPx;
    for (let row = 0; row < heightPx; ) {
      const source = first + row;
      const count = source % factor === 0 ? Math.floor((heightPx - row) / factor) : 0;
      const taken = Math.max(1, count * factor);
      const part = rows.subarray(row * widthPx, (row + taken) * widthPx);
      const to = Math.floor(source / factor) * width;
      if (count > 0) averageBlocks(part, width, factor, out.subarray(to, to + count * width));
      else this.#addRow(part, source, to);
      row += taken;
    }
  }

  finish(): void {
    // A block is written with its last row, and there are whole ones only.
  }

  #addRow(row: SampleMemory, source: number, to: number): void {
    const { factor, out } = this;
    const sums = this.#sums;
    for (let i = 0, pixel = 0; i < sums.length; i++) {
      for (const end = pixel + factor; pixel < end; pixel++) sums[i]! += row[pixel]!;
    }
    if ((source + 1) % factor !== 0) return;
    const area = factor * factor;
    for (let i = 0; i < sums.length; i++) out[to + i] = (2 * sums[i]! + area) / (2 * area);
    sums.fill(0);
  }
}

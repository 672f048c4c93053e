import type { PixelRegion } from "./reader.js";

/** Regions remembered: those of the threads of reading that may be interleaved, such as neighbouring rows of a grid. */
const remembered = 8;

/**
 * Tells reads that go over the same ground, such as a dense grid of patches, from reads that lie anywhere. Of the
 * former every decoded tile is worth keeping; of the latter only those that a region used in part.
 */
export class RecentRegions {
  readonly #regions: { readonly level: number; readonly region: PixelRegion }[] = [];

  /** Whether a region overlaps one of the last few of its level; remembers it. */
  overlaps(level: number, region: PixelRegion): boolean {
    const found = this.#regions.some((other) => other.level === level && intersect(other.region, region));
    this.#regions.push({ level, region });
    if (this.#regions.length > remembered) this.#regions.shift();
    return found;
  }
}

function intersect(a: PixelRegion, b: PixelRegion): boolean {
  return (
    a.xPx < b.xPx + b.widthPx &&
    b.xPx < a.xPx + a.widthPx &&
    a.yPx < b.yPx + b.heightPx &&
    b.yPx < a.yPx + a.heightPx
  );
}

import type { PixelRegion } from "./reader.js";

/** Regions remembered: those of the threads of reading that may be interleaved, such as neighbouring rows of a grid. */
const remembered = 8;
/** A region of more tiles is one of the large windows that lie apart from one another. */
const fewTiles = 16;

/** Which of the decoded tiles under a region are kept: all, those that it uses in part, or none. */
export type Keeping = "all" | "parts" | "none";

/**
 * Tells reads that go over the same ground, such as a dense grid of patches, from reads that lie anywhere. Of the
 * former every decoded tile is worth keeping; of neighbours those that they share; of a large window alone none.
 */
export class RecentRegions {
  readonly #regions: { readonly level: number; readonly region: PixelRegion }[] = [];

  /**
   * What to keep of a region, after those that were asked about before; remembers it.
   *
   * @param isCheapInPart whether a part of a tile is decoded in less time than all of it
   */
  keeping(
    level: number,
    region: PixelRegion,
    tileWidthPx: number,
    tileHeightPx: number,
    isCheapInPart = false,
  ): Keeping {
    const tiles = tilesOf(region, tileWidthPx, tileHeightPx);
    const others = this.#regions.filter((other) => other.level === level).map((other) => other.region);
    const overlaps = others.some((other) => intersect(other, region));
    const touches = others.some((other) => intersect(tilesOf(other, tileWidthPx, tileHeightPx), tiles));
    this.#regions.push({ level, region });
    if (this.#regions.length > remembered) this.#regions.shift();
    if (overlaps) return "all";
    const areFew = !isCheapInPart && tiles.widthPx * tiles.heightPx <= fewTiles;
    return touches || areFew ? "parts" : "none";
  }
}

/** The tiles that a region touches, as a region of tiles. */
function tilesOf(region: PixelRegion, tileWidthPx: number, tileHeightPx: number): PixelRegion {
  const [left, top] = [Math.floor(region.xPx / tileWidthPx), Math.floor(region.yPx / tileHeightPx)];
  const right = Math.ceil((region.xPx + region.widthPx) / tileWidthPx);
  const bottom = Math.ceil((region.yPx + region.heightPx) / tileHeightPx);
  return { xPx: left, yPx: top, widthPx: right - left, heightPx: bottom - top };
}

function intersect(a: PixelRegion, b: PixelRegion): boolean {
  return (
    a.xPx < b.xPx + b.widthPx &&
    b.xPx < a.xPx + a.widthPx &&
    a.yPx < b.yPx + b.heightPx &&
    b.yPx < a.yPx + a.heightPx
  );
}

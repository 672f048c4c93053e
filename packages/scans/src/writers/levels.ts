/** One resolution of a pyramid that is being written, and its grid of tiles. */
export interface PyramidLevel {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly columns: number;
  readonly rows: number;
}

/** Sides of the part of a tile that lies inside the image, px. */
export interface TileExtent {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Levels of a pyramid by factors of two, the finest first, down to the first that fits one tile. Sizes are rounded
 * up, so that every pixel of a level has its share in the next one.
 */
export function pyramidLevels(widthPx: number, heightPx: number, tilePx: number): PyramidLevel[] {
  const levels: PyramidLevel[] = [];
  for (let [w, h] = [widthPx, heightPx]; ; [w, h] = [Math.ceil(w / 2), Math.ceil(h / 2)]) {
    levels.push({ widthPx: w, heightPx: h, columns: Math.ceil(w / tilePx), rows: Math.ceil(h / tilePx) });
    if (w <= tilePx && h <= tilePx) return levels;
  }
}

/** The part of a tile inside its level; at the right and lower edges less than `tilePx`. */
export function tileExtent(level: PyramidLevel, column: number, row: number, tilePx: number): TileExtent {
  return {
    widthPx: Math.min(tilePx, level.widthPx - column * tilePx),
    heightPx: Math.min(tilePx, level.heightPx - row * tilePx),
  };
}

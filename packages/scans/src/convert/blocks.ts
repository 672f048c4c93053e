import { type GreyImage, type GreySamples, greySamples } from "../image.js";
import type { PixelRegion, ScanSource } from "../reader.js";
import { tileExtent } from "../writers/levels.js";
import type { ScanPlan } from "../writers/options.js";
import { blockTiles } from "../writers/zarrMetadata.js";

/** Full-width rows of a source without tiles are read at once up to this size. */
const mostBandBytes = 2 ** 29;

/** A square of tiles of level 0, the unit of a conversion: the levels up to `blockLevel` are complete with it. */
export interface Block {
  readonly index: number;
  /** Place in the grid of blocks, and of its only tile in level `blockLevel`. */
  readonly column: number;
  readonly row: number;
  readonly region: PixelRegion;
}

/** The level at which a block is one tile. */
export const blockLevel = Math.log2(blockTiles);

/** The blocks of a scan, row by row. */
export function blocksOf({ widthPx, heightPx, tilePx }: ScanPlan): Block[] {
  const side = tilePx * blockTiles;
  const columns = Math.ceil(widthPx / side);
  const rows = Math.ceil(heightPx / side);
  return Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const [xPx, yPx] = [column * side, row * side];
    const region = {
      xPx,
      yPx,
      widthPx: Math.min(side, widthPx - xPx),
      heightPx: Math.min(side, heightPx - yPx),
    };
    return { index, column, row, region };
  });
}

/**
 * Reads blocks one after another. Where a source has no tiles, and a region costs its full-width rows, these rows are
 * read once for all the blocks on them.
 */
export class BlockReader {
  readonly #byBands: boolean;
  #band: { readonly row: number; readonly image: Promise<GreyImage> } | undefined;

  constructor(
    private readonly source: ScanSource,
    plan: ScanPlan,
  ) {
    const bandBytes = plan.widthPx * plan.tilePx * blockTiles * (plan.bitDepth / 8);
    this.#byBands = /stripped/.test(source.format) && bandBytes <= mostBandBytes;
  }

  async read({ row, region }: Block): Promise<GreyImage> {
    if (!this.#byBands) return this.source.readRegion(0, region);
    if (this.#band?.row !== row) {
      const { widthPx } = this.source.levels[0]!;
      this.#band = { row, image: this.source.readRegion(0, { ...region, xPx: 0, widthPx }) };
    }
    const { data, widthPx, bitDepth } = await this.#band.image;
    const samples = cut(data, widthPx, { ...region, yPx: 0 }, bitDepth);
    return { widthPx: region.widthPx, heightPx: region.heightPx, data: samples, bitDepth };
  }
}

/** The tiles of a block with their places in level 0. */
export function* tilesOf({ region }: Block, { data, bitDepth }: GreyImage, plan: ScanPlan) {
  const { tilePx, levels } = plan;
  for (let y = 0; y < region.heightPx; y += tilePx) {
    for (let x = 0; x < region.widthPx; x += tilePx) {
      const [column, row] = [(region.xPx + x) / tilePx, (region.yPx + y) / tilePx];
      const extent = tileExtent(levels[0]!, column, row, tilePx);
      yield { column, row, samples: cut(data, region.widthPx, { ...extent, xPx: x, yPx: y }, bitDepth) };
    }
  }
}

function cut(data: GreySamples, rowPx: number, part: PixelRegion, bitDepth: 8 | 16): GreySamples {
  const { xPx, yPx, widthPx, heightPx } = part;
  const samples = greySamples(bitDepth, widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const from = (yPx + y) * rowPx + xPx;
    samples.set(data.subarray(from, from + widthPx), y * widthPx);
  }
  return samples;
}

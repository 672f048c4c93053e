import { openSource } from "../readers/registry.js";
import { tileEncoder } from "../writers/encode.js";
import { BlockReader, blocksOf, tilesOf } from "./blocks.js";
import { type ConvertOptions, planConversion } from "./convertScan.js";

/** What a conversion would do, measured on a few of its tiles. */
export interface ConversionEstimate {
  readonly path: string;
  readonly format: "tiff" | "ome-zarr";
  readonly widthPx: number;
  readonly heightPx: number;
  readonly levels: number;
  readonly tiles: number;
  readonly estimatedBytes: number;
  readonly estimatedSeconds: number;
}

const sampledTiles = 8;

/**
 * Estimate size and time of a conversion from tiles in the middle of the scan. Nothing is written.
 *
 * @throws ScanError of the input, or `request` for bad options
 */
export async function estimateConversion(
  input: string,
  output: string,
  options: ConvertOptions,
): Promise<ConversionEstimate> {
  const { axisIndex } = options;
  const source = await openSource(input, axisIndex === undefined ? {} : { axisIndex });
  try {
    const plan = await planConversion(source, output, options);
    const { path, format, widthPx, heightPx, levels, tilePx } = plan;
    const blocks = blocksOf(plan);
    const columns = Math.ceil(widthPx / (tilePx * 8));
    const middle = blocks[Math.floor(blocks.length / columns / 2) * columns + (columns >> 1)]!;
    const began = performance.now();
    const image = await new BlockReader(source, plan).read(middle);
    const readMs = performance.now() - began;
    const tiles = [...tilesOf(middle, image, plan)].filter(
      ({ samples }) => samples.length === tilePx * tilePx,
    );
    const sampled = tiles.filter((_, i) => i % Math.ceil(tiles.length / sampledTiles) === 0);
    const encode = tileEncoder(plan);
    let bytes = 0;
    const encodeBegan = performance.now();
    for (const { samples } of sampled) {
      bytes += (await encode(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))).length;
    }
    const encodeMs = performance.now() - encodeBegan;
    const count = levels.reduce((sum, { columns: across, rows }) => sum + across * rows, 0);
    // Without a whole tile to try, as much as the samples themselves.
    const tileBytes = sampled.length === 0 ? (tilePx * tilePx * plan.bitDepth) / 8 : bytes / sampled.length;
    const tileMs = sampled.length === 0 ? 0 : encodeMs / sampled.length;
    return {
      path,
      format,
      widthPx,
      heightPx,
      levels: levels.length,
      tiles: count,
      estimatedBytes: Math.round(tileBytes * count),
      estimatedSeconds: Math.round((readMs * blocks.length + tileMs * count) / 1000),
    };
  } finally {
    await source.close();
  }
}

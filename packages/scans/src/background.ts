import type { PixelRegion, ScanSource } from "./reader.js";

const probesPerSide = 8;
const probePx = 32;

/**
 * The grey level of the bare slide: the median of small squares spaced evenly along the border of the
 * coarsest level, where sections seldom reach.
 */
export async function estimateBackground(source: ScanSource): Promise<number> {
  const level = source.levels.length - 1;
  const { widthPx, heightPx } = source.levels[level]!;
  const values: number[] = [];
  for (const region of borderProbes(widthPx, heightPx)) {
    const { data } = await source.readRegion(level, region);
    for (const value of data) values.push(value);
  }
  values.sort((a, b) => a - b);
  return values[values.length >> 1]!;
}

function borderProbes(widthPx: number, heightPx: number): PixelRegion[] {
  const w = Math.min(probePx, widthPx);
  const h = Math.min(probePx, heightPx);
  const spread = (room: number, i: number) => Math.round((room * i) / (probesPerSide - 1));
  return Array.from({ length: probesPerSide }, (_, i) => {
    const x = spread(widthPx - w, i);
    const y = spread(heightPx - h, i);
    return [
      { xPx: x, yPx: 0, widthPx: w, heightPx: h },
      { xPx: x, yPx: heightPx - h, widthPx: w, heightPx: h },
      { xPx: 0, yPx: y, widthPx: w, heightPx: h },
      { xPx: widthPx - w, yPx: y, widthPx: w, heightPx: h },
    ];
  }).flat();
}

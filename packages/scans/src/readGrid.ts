import { averagerOf, blockFactor } from "./blockAverager.js";
import { type GreyImage, type SampleMemory, unsetSamples } from "./image.js";
import type { ScanLevel, ScanSource } from "./reader.js";
import { axisSupport, type GridAxis } from "./resample.js";

/** Source pixels decoded at a time; larger windows are read in horizontal bands. */
const bandPx = 2 ** 25;

/** Slack when a level's factor is compared with the step asked for: factors are quotients of whole sizes. */
const factorSlack = 1e-3;

/**
 * Sample a regular grid of level-0 coordinates from the coarsest level that is no coarser than the grid.
 *
 * @param background asked for only where the grid leaves the image
 */
export async function readGrid(
  source: ScanSource,
  x: GridAxis,
  y: GridAxis,
  background: () => Promise<number>,
): Promise<GreyImage> {
  const { bitDepth } = source;
  const data = unsetSamples(bitDepth, x.count * y.count);
  await readGridInto(source, x, y, background, data);
  return { widthPx: x.count, heightPx: y.count, data, bitDepth };
}

/**
 * The same into memory that is given.
 *
 * @param out receives `x.count` × `y.count` samples of the source's depth
 */
export async function readGridInto(
  source: ScanSource,
  x: GridAxis,
  y: GridAxis,
  background: () => Promise<number>,
  out: SampleMemory,
): Promise<void> {
  const level = coarsestFineLevel(source.levels, x.step, y.step);
  const { downsampleX, downsampleY, widthPx, heightPx } = source.levels[level]!;
  const levelX = scaled(x, downsampleX);
  const levelY = scaled(y, downsampleY);
  const spanX = clipped(levelX, widthPx);
  const spanY = clipped(levelY, heightPx);
  const fill = spanX.whole && spanY.whole ? 0 : await background();
  const { bitDepth } = source;
  if (spanX.size === 0 || spanY.size === 0) {
    out.fill(fill);
    return;
  }
  const region = { xPx: spanX.first, yPx: spanY.first, widthPx: spanX.size, heightPx: spanY.size };
  const averaged = { ...region, bitDepth };
  if (source.eachRows !== undefined && blockFactor(averaged, levelX, levelY) === 1) {
    await source.eachRows(level, region, () => {}, out);
    return;
  }
  const averager = averagerOf(averaged, levelX, levelY, fill, out);
  if (source.eachRows !== undefined) {
    await source.eachRows(level, region, (rows, yPx, rowCount) => averager.add(rows, yPx, rowCount));
    averager.finish();
    return;
  }
  const bandRows = Math.max(1, Math.floor(bandPx / region.widthPx));
  const end = region.yPx + region.heightPx;
  for (let yPx = region.yPx; yPx < end; yPx += bandRows) {
    const band = { ...region, yPx, heightPx: Math.min(bandRows, end - yPx) };
    averager.add((await source.readRegion(level, band)).data, yPx, band.heightPx);
  }
  averager.finish();
}

/** Index of the coarsest level whose pixels are no larger than the grid's, along both axes. */
export function coarsestFineLevel(levels: readonly ScanLevel[], stepX: number, stepY: number): number {
  let best = 0;
  levels.forEach(({ downsampleX, downsampleY }, i) => {
    const fine = downsampleX <= stepX * (1 + factorSlack) && downsampleY <= stepY * (1 + factorSlack);
    if (fine && downsampleX > levels[best]!.downsampleX) best = i;
  });
  return best;
}

function scaled(axis: GridAxis, factor: number): GridAxis {
  return { start: axis.start / factor, step: axis.step / factor, count: axis.count };
}

/** The axis's support within an image of `sizePx`, and whether all of it lies inside. */
function clipped(axis: GridAxis, sizePx: number): { first: number; size: number; whole: boolean } {
  const { first, end } = axisSupport(axis);
  const begin = Math.min(Math.max(0, first), sizePx);
  const size = Math.max(0, Math.min(sizePx, end) - begin);
  return { first: begin, size, whole: first >= 0 && end <= sizePx };
}

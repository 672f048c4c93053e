// The sections that the pipeline benchmark reads, and places on them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { counterUniform } from "@cytonet/torch";
import { runReference } from "../../tools/reference/reference.mjs";

/**
 * µm per pixel of the finest level: what the file says is overridden, so that both presets read the second level,
 * of which a section has hundreds of tiles, as real ones have. From 1 µm/px `tiny` would read the fifth, whose few
 * tiles a reader keeps decoded.
 */
export const scanPixelUm = { tiny: 8, B: 1 };

/** Makes the files once; later calls find them. @param {string} folder @param {number} sidePx @param {number} sections */
export function makeScans(folder, sidePx, sections) {
  const index = join(folder, `scans-${sidePx}-${sections}.json`);
  if (!existsSync(index)) {
    mkdirSync(folder, { recursive: true });
    const script = join(import.meta.dirname, "make_scans.py");
    const made = runReference(script, { folder, sidePx, sections }, { timeoutMs: 1_200_000 });
    writeFileSync(index, JSON.stringify(made));
  }
  return JSON.parse(readFileSync(index, "utf8"));
}

/**
 * Places spread evenly over sections, far enough from the edge for a window of `reachUm`.
 *
 * @param {readonly {path: string, levels: readonly {sidePx: number}[]}[]} files
 * @param {number} pixelUm µm per pixel of the finest level
 */
export function placesOn(files, count, reachUm, pixelUm) {
  const side = files[0].levels[0].sidePx;
  const reach = reachUm / pixelUm / 2 + 2;
  const within = (i, slot) => reach + (side - 2 * reach) * counterUniform(5, 0, i, slot);
  return {
    images: files.map(({ path, section }) => ({
      brain: "B",
      section: `s${section}`,
      path,
      pixelSizeXUm: pixelUm,
      pixelSizeYUm: pixelUm,
      stainPolarity: "dark",
    })),
    image: Uint32Array.from({ length: count }, (_, i) => i % files.length),
    xPx: Float64Array.from({ length: count }, (_, i) => within(i, 0)),
    yPx: Float64Array.from({ length: count }, (_, i) => within(i, 1)),
    pointId: Array.from({ length: count }, (_, i) => `p${i}`),
  };
}

/**
 * The tiles under each place's window, at the level that equals the pixel size asked for.
 *
 * @returns {{ path: string, tiles: { offset: number, bytes: number }[] }[]}
 */
export function tilesUnder(files, sites, sidePx, pixelSizeUm) {
  const number = Math.log2(pixelSizeUm / sites.images[0].pixelSizeXUm);
  return Array.from(sites.image, (image, i) => {
    const { path, levels } = files[image];
    const { sidePx: levelPx, tilePx, offsets, byteCounts } = levels[number];
    const across = Math.ceil(levelPx / tilePx);
    const span = (centre) => {
      const low = centre / 2 ** number - sidePx / 2;
      return [Math.floor(low / tilePx), Math.floor(Math.ceil(low + sidePx) / tilePx)];
    };
    const [[left, right], [top, bottom]] = [span(sites.xPx[i]), span(sites.yPx[i])];
    const tiles = [];
    for (let row = top; row <= Math.min(bottom, across - 1); row++)
      for (let column = left; column <= Math.min(right, across - 1); column++)
        tiles.push({ offset: offsets[row * across + column], bytes: byteCounts[row * across + column] });
    return { path, tiles };
  });
}

// Draws what alignment does for a coronal series: a sagittal (above) and a horizontal slice (below) through the stack of its
// scans, as cut on the left, images laid centre on centre, and aligned on the right.
//
//   node orthogonal.mjs COHORT OUT.jpg [--x-mm 3] [--z-mm 0] [--pixel-mm 0.04] [--half-mm 10]
//
// The slices lie at x and z of the brain's millimetres, whose origin is the middle of the base's image, and reach half-mm to
// both sides of it. Every column shows the nearest section that is drawn on that side; sections without a place are drawn on
// the left alone.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isUsable, loadCohort, loadSections, scanPath } from "@cytonet/cohort";
import { openScan } from "@cytonet/scans";
import sharp from "sharp";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "x-mm": { type: "string", default: "3" },
    "z-mm": { type: "string", default: "0" },
    "pixel-mm": { type: "string", default: "0.04" },
    "half-mm": { type: "string", default: "10" },
  },
});
const [xMm, zMm, pixelMm] = ["x-mm", "z-mm", "pixel-mm"].map((name) => Number(values[name]));
const cohort = await loadCohort(resolve(positionals[0] ?? "."));
const brain = cohort.brains[0];
const rows = (await loadSections(cohort))
  .filter(isUsable)
  .filter((row) => row.brain === brain.id)
  .sort((a, b) => a.positionMm - b.positionMm);

/** Greys along a line of the brain's plane, white beyond the image. */
function along({ data, widthPx, heightPx, white }, points, toPx) {
  return points.map((point) => {
    const [u, v] = toPx(point).map((value) => value - 0.5);
    const [i, j] = [Math.floor(u), Math.floor(v)];
    if (i < 0 || j < 0 || i >= widthPx - 1 || j >= heightPx - 1) return 255;
    const at = (column, row) => data[(j + row) * widthPx + i + column];
    const mix = (row) => at(0, row) + (at(1, row) - at(0, row)) * (u - i);
    return Math.min(255, (255 * (mix(0) + (mix(1) - mix(0)) * (v - j))) / white);
  });
}

const half = Number(values["half-mm"]);
const drawn = [];
for (const row of rows) {
  const { pixelSizeXUm, pixelSizeYUm, positionMm, section } = row;
  const scan = await openScan(scanPath(cohort, row), { pixelSizeXUm, pixelSizeYUm });
  const um = Math.max(pixelSizeXUm, pixelSizeYUm);
  const { widthPx, heightPx } = scan;
  const image = await scan.read({ xPx: 0, yPx: 0, widthPx, heightPx }, um);
  // Slides of one white.
  const read = { ...image, white: await scan.background() };
  await scan.close();
  const size = [(widthPx * pixelSizeXUm) / 1000, (heightPx * pixelSizeYUm) / 1000];
  const line = Array.from({ length: Math.round((2 * half) / pixelMm) }, (_, n) => half - (n + 0.5) * pixelMm);
  const lines = [line.map((z) => [xMm, z]), line.map((x) => [-x, zMm])];
  const asCut = ([x, z]) => [((x + size[0] / 2) * 1000) / um, ((size[1] / 2 - z) * 1000) / um];
  const path = join(cohort.dir, "derived/align", brain.id, "transforms", `${section}.json`);
  let aligned;
  if (existsSync(path)) {
    const { affine: m } = JSON.parse(readFileSync(path, "utf8"));
    const determinant = m[0] * m[9] - m[1] * m[8];
    aligned = ([x, z]) => {
      const [p, q] = [x - m[3], z - m[11]];
      const level0 = [(m[9] * p - m[1] * q) / determinant, (m[0] * q - m[8] * p) / determinant];
      return [(level0[0] * pixelSizeXUm) / um, (level0[1] * pixelSizeYUm) / um];
    };
  }
  drawn.push({
    positionMm,
    before: lines.map((points) => along(read, points, asCut)),
    after: aligned && lines.map((points) => along(read, points, aligned)),
  });
}

const [first, last] = [drawn[0].positionMm, drawn.at(-1).positionMm];
const width = Math.max(1, Math.round((last - first) / pixelMm) + 1);
const height = drawn[0].before[0].length;
const gap = 8;
const sheet = { width: 2 * width + gap, height: 2 * height + gap };
const pixels = Buffer.alloc(sheet.width * sheet.height, 255);
for (const [side, name] of ["before", "after"].entries()) {
  const shown = drawn.filter((one) => one[name] !== undefined);
  for (let column = 0; column < width; column++) {
    const mm = first + column * pixelMm;
    const off = ({ positionMm }) => Math.abs(positionMm - mm);
    const nearest = shown.reduce((best, one) => (off(one) < off(best) ? one : best));
    // Beyond the ends of what is placed nothing is known.
    if (off(nearest) > 0.15) continue;
    for (const [slice, line] of nearest[name].entries()) {
      for (const [row, grey] of line.entries()) {
        const at = (slice * (height + gap) + row) * sheet.width + side * (width + gap) + column;
        // Pale stain is shown darker than it is.
        pixels[at] = Math.max(0, Math.round(255 - 1.6 * (255 - grey)));
      }
    }
  }
}
await sharp(pixels, { raw: { ...sheet, channels: 1 } })
  .jpeg({ quality: 82 })
  .toFile(resolve(positionals[1]));
const placed = drawn.filter(({ after }) => after !== undefined).length;
process.stdout.write(`${placed} of ${drawn.length} sections, ${sheet.width} × ${sheet.height} px\n`);

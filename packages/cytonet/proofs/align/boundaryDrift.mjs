// How an alignment without any error of its own would drift:
//
//   node boundaryDrift.mjs COHORT [--every N] [--json FILE]
//
// Takes a series with truth (writeSeries.mjs), aligned. In the truth's frame, where sections lie as they lay in the brain,
// the true borders of tissue and of white matter move from section to section, since they cross the sections askew. The
// rigid motion nearest to that of all borders, by least squares, is what the best matcher of neighbours takes away; added
// up and less a cubic it is this matcher's drift, beside which our own is put. Motion is measured along the borders'
// normals, to first order in their levels, after smoothing by two pixels. Positions in mm; distances as in
// scoreAlignment.mjs.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadCohort, loadSections, writeJsonAtomic } from "@cytonet/cohort";
import { gaussianFilter } from "@cytonet/imaging";
import { scope, tensor } from "@cytonet/torch";
import { readClasses } from "../tissue/overlap.mjs";
import { addedUp, beyondCubic, correlation, quantile, rigidVelocity } from "./drift.mjs";
import { apply, fitted } from "./fits.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" }, every: { type: "string", default: "1" } },
});
const cohort = await loadCohort(resolve(positionals[0] ?? "."));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const sigmaPx = 2;
/** Of every section's border pixels every so-many-th counts. */
const stride = 5;

/** A section's plane map (pixels to mm of x and z) and its inverse. */
function planeOf(affine) {
  const [a, b, c, d, e, f] = [affine[0], affine[1], affine[3], affine[8], affine[9], affine[11]];
  const determinant = a * e - b * d;
  return {
    toMm: ([x, y]) => [a * x + b * y + c, d * x + e * y + f],
    toPx: ([x, z]) => [(e * (x - c) - b * (z - f)) / determinant, (a * (z - f) - d * (x - c)) / determinant],
    // A gradient by pixels as one by mm: the inverse's transpose.
    gradient: ([gx, gy]) => [(e * gx - d * gy) / determinant, (a * gy - b * gx) / determinant],
  };
}

/** Smoothed shares of tissue and of white matter, each with pixels on its border. */
async function levelsOf(path) {
  const { labels, widthPx, heightPx } = await readClasses(path);
  return [1, 2].map((least) => {
    const share = scope(() =>
      gaussianFilter(
        tensor(
          Float32Array.from(labels, (label) => (label >= least ? 1 : 0)),
          { shape: [heightPx, widthPx] },
        ),
        sigmaPx,
      ).toTypedArray(),
    );
    const level = { share, widthPx };
    const border = [];
    let seen = 0;
    for (let y = 2; y < heightPx - 2; y++) {
      for (let x = 2; x < widthPx - 2; x++) {
        const off = Math.abs(share[y * widthPx + x] - 0.5);
        if (off > 0.2) continue;
        const [gx, gy] = slope(level, x, y);
        if (off < 0.5 * Math.hypot(gx, gy) && seen++ % stride === 0) border.push([x + 0.5, y + 0.5]);
      }
    }
    return { ...level, heightPx, border };
  });
}

function slope({ share, widthPx }, x, y) {
  const i = y * widthPx + x;
  return [(share[i + 1] - share[i - 1]) / 2, (share[i + widthPx] - share[i - widthPx]) / 2];
}

/** Level and gradient between pixels, bilinear; undefined at the image's rim. */
function levelAt(level, [px, py]) {
  const { share, widthPx, heightPx } = level;
  const [x, y] = [Math.floor(px - 0.5), Math.floor(py - 0.5)];
  if (x < 1 || y < 1 || x >= widthPx - 3 || y >= heightPx - 3) return undefined;
  const [u, v] = [px - 0.5 - x, py - 0.5 - y];
  const mix = (of) =>
    (1 - v) * ((1 - u) * of(x, y) + u * of(x + 1, y)) + v * ((1 - u) * of(x, y + 1) + u * of(x + 1, y + 1));
  return {
    value: mix((i, j) => share[j * widthPx + i]),
    gradient: [0, 1].map((axis) => mix((i, j) => slope(level, i, j)[axis])),
  };
}

/** Motion of the borders of two sections along their normals, per mm of the stack. */
function motions(first, second, pivot) {
  const samples = [];
  for (const k of [0, 1]) {
    for (const own of [first, second]) {
      for (const pixel of own.levels[k].border) {
        const place = own.plane.toMm(pixel);
        const seen = [first, second].map((one) => levelAt(one.levels[k], one.plane.toPx(place)));
        if (seen.includes(undefined)) continue;
        const [p, q] = [first, second].map((one, i) => one.plane.gradient(seen[i].gradient));
        const [gx, gz] = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
        const steep = Math.hypot(gx, gz);
        // Borders that are gone or another's in the other section tell no motion.
        if (p[0] * q[0] + p[1] * q[1] < 0.5 * Math.hypot(...p) * Math.hypot(...q) || steep < 2) continue;
        const moved = (seen[0].value - seen[1].value) / steep / (second.yMm - first.yMm);
        samples.push([place[0] - pivot[0], place[1] - pivot[1], gx / steep, gz / steep, moved]);
      }
    }
  }
  return samples;
}

const report = {};
for (const { id } of cohort.brains) {
  const rows = (await loadSections(cohort))
    .filter(({ brain, status }) => brain === id && status === "ok")
    .sort((a, b) => a.positionMm - b.positionMm)
    .filter((_, i) => i % Number(values.every) === 0);
  const truth = (row) => join(cohort.dir, "truth", id, row.section);
  const aligned = (row) => join(cohort.dir, "derived/align", id, "transforms", `${row.section}.json`);
  const placed = rows.filter((row) => existsSync(aligned(row)));
  const [at, velocities, corners] = [[], [], []];
  let [before, pivot, reach] = [undefined, undefined, 0];
  for (const row of placed) {
    const { affine } = read(join(truth(row), "pixelToBrain.json"));
    const levels = await levelsOf(join(truth(row), "tissue.png"));
    const now = { plane: planeOf(affine), levels, yMm: affine[7] };
    const { widthPx, heightPx } = levels[0];
    pivot ??= now.plane.toMm([widthPx / 2, heightPx / 2]);
    reach = (0.3 * widthPx * row.pixelSizeXUm) / 1000;
    if (before !== undefined) {
      at.push((before.yMm + now.yMm) / 2);
      velocities.push(rigidVelocity(motions(before, now, pivot)));
      corners.push(cornersOf(now, planeOf(read(aligned(row)).affine)));
    }
    before = now;
  }
  const best = beyondCubic(at, addedUp(at, velocities), reach);
  const own = beyondCubic(at, posesOf(corners, pivot), reach);
  const column = (poses, k) => poses.map((pose) => pose[k]);
  const um = (list, q) => 1000 * quantile(list, q);
  report[id] = {
    sections: placed.length,
    bordersUm: { median: um(best.distances, 0.5), p90: um(best.distances, 0.9) },
    oursUm: { median: um(own.distances, 0.5), p90: um(own.distances, 0.9) },
    correlation: Object.fromEntries(
      ["x", "z", "turn"].map((name, k) => [name, correlation(column(best.poses, k), column(own.poses, k))]),
    ),
  };
}
if (values.json !== undefined) await writeJsonAtomic(values.json, report);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);

/** Four points of a section where they truly lie, and where our alignment lays them. */
function cornersOf({ plane, levels }, ours) {
  const { widthPx, heightPx } = levels[0];
  const points = [0.2, 0.8].flatMap((u) => [0.2, 0.8].map((v) => [u * widthPx, v * heightPx]));
  return { right: points.map(plane.toMm), found: points.map(ours.toMm) };
}

/** Where our alignment, after the best rigid map of the whole brain, lays what lies at the pivot, and how it turns it. */
function posesOf(corners, pivot) {
  const whole = fitted(
    corners.flatMap(({ found }) => found),
    corners.flatMap(({ right }) => right),
  );
  return corners.map(({ right, found }) => {
    const fit = fitted(
      right,
      found.map((point) => apply(whole, point)),
    );
    const [x, z] = apply(fit, pivot);
    return [x - pivot[0], z - pivot[1], fit.angle];
  });
}

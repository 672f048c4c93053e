// Scores masks and volume of a series with truth (../align/writeSeries.mjs), aligned, segmented and reconstructed:
//
//   node scoreVolume.mjs COHORT [--json FILE]
//
// Sections: Dice coefficients of grey and white matter at the scan's pixels against the true classes, and of narrow sulci
// (slide in gaps below half a millimetre) the share that stayed open.
//
// Volume: `tissue.nii.gz`, and the same before cleaning, against a volume of truth on the same grid, made from the true
// masks and true transforms. The reconstruction's own frame is free, so every voxel's place is first carried into the
// truth's frame by the rigid map in space that takes our section transforms nearest to the true ones; there the class with
// the largest share of 3 × 3 places within the voxel's face counts, each from the nearest true section. `afterCubic` also
// removes a cubic along the stack from shift and turn, the smooth drift that no alignment of sections alone can know.
// `samePlaces` lays the true masks where our transforms put their sections: what is left is segmentation's, sampling's
// and cleaning's own.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadCohort, loadSections, writeJsonAtomic } from "@cytonet/cohort";
import { readNifti } from "@cytonet/scans";
import { cubic, fitted, rigidInSpace } from "../align/fits.mjs";
import { diceOf, overlap, quantile, readClasses, sectionScore, summariseSections } from "./overlap.mjs";

const UNKNOWN = 255;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
const cohort = await loadCohort(resolve(positionals[0] ?? "."));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The brain's sections in the order of the stack: true classes, true and our transforms, our mask's score. */
async function readSections(brain) {
  const sections = [];
  for (const row of (await loadSections(cohort)).filter(
    (one) => one.brain === brain && one.status === "ok",
  )) {
    const truth = join(cohort.dir, "truth", brain, row.section);
    const classes = await readClasses(join(truth, "tissue.png"));
    const affine = read(join(truth, "pixelToBrain.json")).affine;
    const aligned = join(cohort.dir, "derived/align", brain, "transforms", `${row.section}.json`);
    sections.push({
      section: row.section,
      ...classes,
      yMm: affine[7],
      affine,
      ours: existsSync(aligned) ? read(aligned).affine : undefined,
      score: await scored(brain, row, classes),
    });
  }
  return sections.sort((a, b) => a.yMm - b.yMm);
}

async function scored(brain, { section, pixelSizeXUm }, { labels, heightPx, widthPx }) {
  const path = join(cohort.dir, "derived/segment", brain, section, "mask.png");
  if (!existsSync(path)) return undefined;
  const mask = await readClasses(path);
  if (mask.widthPx !== widthPx || mask.heightPx !== heightPx) throw new Error(`${path} has another size`);
  return sectionScore(section, mask.labels, labels, heightPx, widthPx, pixelSizeXUm);
}

const at = (affine, x, y) => [0, 4, 8].map((row) => affine[row] * x + affine[row + 1] * y + affine[row + 3]);
const moved = (map, [x, y, z]) => map.map(([a, b, c, d]) => a * x + b * y + c * z + d);

/** How our transforms lie to the true ones: the rigid map, and the smooth drift that is left. */
function fitFrames(sections) {
  const placed = sections.filter(({ ours }) => ours !== undefined);
  const share = [0.2, 0.35, 0.5, 0.65, 0.8];
  const pairs = placed.map((one) =>
    share.flatMap((u) =>
      share.map((v) => {
        const [x, y] = [u * one.widthPx, v * one.heightPx];
        return { found: at(one.ours, x, y), right: at(one.affine, x, y) };
      }),
    ),
  );
  const rigid = rigidInSpace(
    pairs.flat().map(({ found }) => found),
    pairs.flat().map(({ right }) => right),
  );
  const errors = pairs.map(
    (list) =>
      list.reduce((sum, { found, right }) => {
        const p = moved(rigid, found);
        return sum + Math.hypot(...p.map((value, k) => value - right[k]));
      }, 0) / list.length,
  );
  const plane = ([x, , z]) => [x, z];
  const all = pairs.flat().map(({ right }) => plane(right));
  const pivot = [0, 1].map((k) => all.reduce((sum, p) => sum + p[k], 0) / all.length);
  const rests = pairs.map((list) =>
    fitted(
      list.map(({ found }) => plane(moved(rigid, found))),
      list.map(({ right }) => plane(right)),
    ),
  );
  // Shifts at one pivot, so that they and the turns vary smoothly along the stack.
  const shifts = rests.map(({ angle, from, to }) => {
    const [u, v, c, s] = [pivot[0] - from[0], pivot[1] - from[1], Math.cos(angle), Math.sin(angle)];
    return [c * u - s * v + to[0] - pivot[0], s * u + c * v + to[1] - pivot[1]];
  });
  const along = placed.map(({ yMm }) => yMm);
  const turn = cubic(
    along,
    rests.map(({ angle }) => angle),
  );
  const [shiftX, shiftZ] = [0, 1].map((k) =>
    cubic(
      along,
      shifts.map((one) => one[k]),
    ),
  );
  const smooth = ([x, y, z]) => {
    const angle = turn(y);
    const [u, v, c, s] = [x - pivot[0], z - pivot[1], Math.cos(angle), Math.sin(angle)];
    return [c * u - s * v + pivot[0] + shiftX(y), y, s * u + c * v + pivot[1] + shiftZ(y)];
  };
  return { rigid, smooth, errorMm: { median: quantile(errors, 0.5), p90: quantile(errors, 0.9) } };
}

/** From millimetres in the plane to pixels of the section. */
function toPixels(affine) {
  const [a, b, c, d, e, f] = [affine[0], affine[1], affine[3], affine[8], affine[9], affine[11]];
  const determinant = a * e - b * d;
  return [e, -b, b * f - e * c, -d, a, d * c - a * f].map((value) => value / determinant);
}

/** The true class at a place in the frame that `affineOf` puts sections in; UNKNOWN beyond the series' ends. */
function truthAt(sections, affineOf) {
  const [first, last] = [sections[0].yMm, sections.at(-1).yMm];
  const spacing = quantile(
    sections.slice(1).map(({ yMm }, i) => yMm - sections[i].yMm),
    0.5,
  );
  const step = 0.01;
  const maps = sections.map((one) => toPixels(affineOf(one)));
  const nearest = Int32Array.from({ length: Math.ceil((last - first) / step) + 2 }, (_, k) => {
    const y = first + k * step;
    const after = sections.findIndex(({ yMm }) => yMm >= y);
    if (after < 1) return after === 0 ? 0 : sections.length - 1;
    return sections[after].yMm - y < y - sections[after - 1].yMm ? after : after - 1;
  });
  return ([x, y, z]) => {
    if (y < first - spacing / 2 || y > last + spacing / 2) return UNKNOWN;
    const k = Math.min(nearest.length - 1, Math.max(0, Math.round((y - first) / step)));
    const { labels, widthPx, heightPx } = sections[nearest[k]];
    const m = maps[nearest[k]];
    const [u, v] = [Math.floor(m[0] * x + m[1] * z + m[2]), Math.floor(m[3] * x + m[4] * z + m[5])];
    return u < 0 || v < 0 || u >= widthPx || v >= heightPx ? 0 : labels[v * widthPx + u];
  };
}

async function volumeScore(brain, sections) {
  const folder = join(cohort.dir, "derived/reconstruct", brain);
  if (!existsSync(join(folder, "summary.json"))) return undefined;
  const summary = read(join(folder, "summary.json"));
  const { voxelMm, originMm, sizes } = summary;
  const [nx, ny, nz] = sizes;
  const { rigid, smooth, errorMm } = fitFrames(sections);
  const classAt = truthAt(sections, ({ affine }) => affine);
  const placedAt = truthAt(
    sections.filter(({ ours }) => ours !== undefined),
    ({ ours }) => ours,
  );
  const planes = summary.sections.map(({ plane }) => plane);
  const volumes = {
    cleaned: (await readNifti(join(folder, "tissue.nii.gz"))).data,
    uncleaned: (await readNifti(join(folder, "tissue-uncleaned.nii.gz"))).data,
  };
  const classes = {
    rigid: (p) => classAt(moved(rigid, p)),
    afterCubic: (p) => classAt(smooth(moved(rigid, p))),
    samePlaces: placedAt,
  };
  const sums = {};
  for (let j = Math.min(...planes); j <= Math.max(...planes); j++) {
    for (const [fit, classOf] of Object.entries(classes)) {
      const truth = truthPlane(j, classOf);
      for (const [name, data] of Object.entries(volumes)) {
        const plane = new Uint8Array(nx * nz);
        for (let k = 0; k < nz; k++)
          plane.set(data.subarray(nx * (j + ny * k), nx * (j + ny * k + 1)), nx * k);
        for (let i = 0; i < plane.length; i++) if (truth[i] === UNKNOWN) plane[i] = 0;
        const known = truth.map((value) => (value === UNKNOWN ? 0 : value));
        sums[name] ??= {};
        sums[name][fit] = overlap(plane, known, sums[name][fit]);
      }
    }
  }
  const dice = Object.fromEntries(
    Object.entries(sums).map(([name, fits]) => [
      name,
      Object.fromEntries(Object.entries(fits).map(([fit, counts]) => [fit, diceOf(counts)])),
    ]),
  );
  const { defects, detached, emptyPlanes, leftOut } = summary;
  return { voxelMm, sizes, errorMm, ...dice, defects, detached, emptyPlanes, leftOut: leftOut.length };

  function truthPlane(j, classOf) {
    const plane = new Uint8Array(nx * nz);
    const y = originMm[1] + j * voxelMm;
    for (let k = 0, n = 0; k < nz; k++) {
      for (let i = 0; i < nx; i++, n++) {
        const counts = [0, 0, 0];
        for (let part = 0; part < 9; part++) {
          const x = originMm[0] + (i + ((part % 3) - 1) / 3) * voxelMm;
          const z = originMm[2] + (k + (Math.floor(part / 3) - 1) / 3) * voxelMm;
          counts[classOf([x, y, z])] += 1;
        }
        const known = counts[0] + counts[1] + counts[2] === 9;
        plane[n] = known ? counts.indexOf(Math.max(...counts)) : UNKNOWN;
      }
    }
    return plane;
  }
}

const report = {};
for (const { id } of cohort.brains) {
  const sections = await readSections(id);
  const scores = sections.map(({ score }) => score).filter((score) => score !== undefined);
  report[id] = {
    withoutMask: sections.length - scores.length,
    ...(scores.length > 0 && { masks: summariseSections(scores) }),
    volume: await volumeScore(id, sections),
    worst: [...scores].sort((a, b) => a.grey - b.grey).slice(0, 5),
  };
}
if (values.json !== undefined) await writeJsonAtomic(values.json, report);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);

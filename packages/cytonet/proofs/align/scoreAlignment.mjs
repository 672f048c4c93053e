// Scores an alignment against a phantom's truth:
//
//   node scoreAlignment.mjs COHORT [--json FILE]
//
// Errors are mean distances over the section's tissue box, sampled on a grid, between where two transforms put a point.
// Pairwise: the map of a pair against the truth's. Accumulated: positions in the brain against the truth's after the best
// rigid map of the whole brain, and after removing from shift and turn a cubic along the stack (alignment from sections
// alone cannot know a smooth drift): the one nearest by least squares, the one nearest by distances, and one for each
// stretch of 100 neighbouring sections.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadCohort, loadSections, writeJsonAtomic } from "@cytonet/cohort";
import { apply, cubic, fitted, lessCubic, robustCubic } from "./fits.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
const cohort = await loadCohort(resolve(positionals[0] ?? "."));
const rows = await loadSections(cohort);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
const share = (list, q) => [...list].sort((a, b) => a - b)[Math.floor(q * list.length)] ?? Number.NaN;
const spread = (list) => ({ median: median(list), p90: share(list, 0.9), most: Math.max(...list) });

/** In-plane map of a section, x and y of level-0 µm to two of the brain's µm. */
function planeMap(affine, pixelUm, axes) {
  const [p, q] = axes.map((axis) =>
    [0, 1, 3].map((k) => affine[4 * axis + k] * 1000 * (k === 3 ? 1 : 1 / pixelUm)),
  );
  return ([x, y]) => [p[0] * x + p[1] * y + p[2], q[0] * x + q[1] * y + q[2]];
}

const report = {};
for (const { id } of cohort.brains) {
  const folder = join(cohort.dir, "derived/align", id);
  if (!existsSync(join(folder, "summary.json"))) continue;
  const summary = read(join(folder, "summary.json"));
  // Coronal phantoms: x and z of the brain are the plane.
  const axes = [0, 2];
  const sections = rows
    .filter((row) => row.brain === id && row.status === "ok")
    .map((row) => {
      const path = join(folder, "transforms", `${row.section}.json`);
      const truth = read(join(cohort.dir, "truth", id, row.section, "pixelToBrain.json")).affine;
      const size = read(join(cohort.dir, "derived/align-features", id, row.section, "summary.json"));
      const ours = existsSync(path) ? read(path).affine : undefined;
      const grid = [0.2, 0.35, 0.5, 0.65, 0.8];
      const points = grid.flatMap((u) => grid.map((v) => [u * size.widthUm, v * size.heightUm]));
      const determinant = truth[0] * truth[9] - truth[1] * truth[8];
      return {
        ...row,
        truth: planeMap(truth, row.pixelSizeXUm, axes),
        mirrored: determinant > 0,
        ours,
        points,
      };
    });
  const byName = new Map(sections.map((one) => [one.section, one]));
  const isMirrored = new Map(summary.mirrored.map((section) => [section, true]));

  // Pairs.
  const [, ...lines] = readFileSync(join(folder, "pairs.csv"), "utf8").trim().split("\n");
  const header = readFileSync(join(folder, "pairs.csv"), "utf8").split("\n", 1)[0].split(",");
  const pairErrors = new Map();
  let wrongAccepted = 0;
  for (const line of lines) {
    // No figure holds a comma; problems, which may be quoted, are those of pairs that are left out.
    if (line.includes('"')) continue;
    const cells = Object.fromEntries(line.split(",").map((value, i) => [header[i], value]));
    if (cells.accepted !== "true") continue;
    const [a, b] = [byName.get(cells.section), byName.get(cells.other)];
    const sign = cells.mirrored === "true" ? -1 : 1;
    const turn = (Number(cells.turnDeg) * Math.PI) / 180;
    const map = ([x, y]) => [
      Math.cos(turn) * sign * x - Math.sin(turn) * y + Number(cells.shiftXUm),
      Math.sin(turn) * sign * x + Math.cos(turn) * y + Number(cells.shiftYUm),
    ];
    const error =
      a.points.reduce((sum, point) => {
        const [p, q] = [b.truth(map(point)), a.truth(point)];
        return sum + Math.hypot(p[0] - q[0], p[1] - q[1]);
      }, 0) / a.points.length;
    if ((a.mirrored !== b.mirrored) !== sign < 0 || error > 2000) wrongAccepted += 1;
    pairErrors.set(cells.steps, [...(pairErrors.get(cells.steps) ?? []), error]);
  }

  // Positions.
  const placed = sections.filter((one) => one.ours !== undefined);
  for (const one of placed) {
    const ours = planeMap(one.ours, one.pixelSizeXUm, axes);
    one.found = one.points.map(ours);
    one.right = one.points.map(one.truth);
  }
  const whole = fitted(
    placed.flatMap((one) => one.found),
    placed.flatMap((one) => one.right),
  );
  const distance = (from, to) =>
    from.reduce((sum, p, i) => sum + Math.hypot(p[0] - to[i][0], p[1] - to[i][1]), 0) / from.length;
  const raw = placed.map((one) => {
    one.moved = one.found.map((point) => apply(whole, point));
    return distance(one.moved, one.right);
  });
  // Shifts at one pivot: at the slides' own middles they would jump with where a section lies on its slide.
  const pivot = whole.to;
  const rest = placed.map((one) => {
    const fit = fitted(one.moved, one.right);
    const [x, y] = apply(fit, pivot);
    return { at: one.positionMm, angle: fit.angle, shift: [x - pivot[0], y - pivot[1]] };
  });
  /** Errors of neighbouring sections after removing their cubic. */
  const beyondCubic = (first, end, fit = cubic) => {
    const part = rest.slice(first, end);
    const smooth = lessCubic(
      part.map(({ at }) => at),
      part.map(({ angle }) => angle),
      part.map(({ shift }) => shift),
      fit,
    );
    return placed.slice(first, end).map((one, i) => {
      const [x, y] = smooth.shift(part[i].at);
      const map = { angle: smooth.turn(part[i].at), from: pivot, to: [pivot[0] + x, pivot[1] + y] };
      return distance(
        one.moved.map((point) => apply(map, point)),
        one.right,
      );
    });
  };
  const stretch = 100;
  const stretches = Array.from(
    { length: Math.max(0, Math.floor((2 * (placed.length - stretch)) / stretch) + 1) },
    (_, i) => beyondCubic((i * stretch) / 2, (i * stretch) / 2 + stretch),
  );
  const truly = sections.filter(({ mirrored }) => mirrored);
  report[id] = {
    sections: sections.length,
    missing: rows.filter((row) => row.brain === id && row.status === "missing").length,
    placed: placed.length,
    adjustment: summary.adjustment,
    acceptedPairs: summary.acceptedPairs,
    pairs: summary.pairs,
    wrongPairsAccepted: wrongAccepted,
    pairErrorUm: Object.fromEntries(
      [...pairErrors].map(([steps, list]) => [
        steps,
        { n: list.length, median: median(list), p90: share(list, 0.9) },
      ]),
    ),
    rawDriftUm: spread(raw),
    afterCubicUm: spread(beyondCubic(0, placed.length)),
    afterRobustCubicUm: spread(beyondCubic(0, placed.length, robustCubic)),
    ...(stretches.length > 0 && {
      afterCubicOver100Um: { ...spread(stretches.flat()), worstMedian: Math.max(...stretches.map(median)) },
    }),
    mirrored: {
      truly: truly.length,
      found: truly.filter(({ section }) => isMirrored.has(section)).length,
      false: sections.filter((one) => !one.mirrored && isMirrored.has(one.section)).length,
    },
    correlation: [summary.neighbourCorrelationBefore, summary.neighbourCorrelationAfter],
  };
}
if (values.json !== undefined) await writeJsonAtomic(values.json, report);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);

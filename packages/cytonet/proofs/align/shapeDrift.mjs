// How much of the drift of an alignment is the brain's own shape, of which sections tell nothing:
//
//   node shapeDrift.mjs [--preset study] [--seed 3] [--brains 5] [--step-mm 0.5] [--json FILE]
//
// An individual phantom is the template, smoothly deformed. From section to section the deformation moves what lies in the
// plane; its rigid part looks exactly like a section that lies askew on its slide. Here that part alone is added up along
// the stack and a cubic removed: no alignment of sections comes nearer to the truth than this but by luck, however well it
// knows the template. Distances as in scoreAlignment.mjs, over 0.6 of the slide's width.
import { parseArgs } from "node:util";
import { writeJsonAtomic } from "@cytonet/cohort";
import {
  createBrain,
  createTemplate,
  phantomPresets,
  pialDistance,
  planSections,
  toTemplate,
} from "@cytonet/phantom";
import { addedUp, beyondCubic, quantile, rigidVelocity } from "./drift.mjs";

const { values } = parseArgs({
  options: {
    preset: { type: "string", default: "study" },
    seed: { type: "string", default: "3" },
    brains: { type: "string", default: "5" },
    "step-mm": { type: "string", default: "0.5" },
    json: { type: "string" },
  },
});
const preset = phantomPresets[values.preset];
const template = createTemplate(preset.geometry, Number(values.seed));

/** Motion in the plane, per mm along the stack, of what keeps its x and z in the template. */
function motionAt(warp, x, y, z) {
  const h = 0.05;
  const slopes = [0, 1, 2].map((axis) => {
    const [from, to] = [-h, h].map((off) => {
      const at = [x, y, z];
      at[axis] += off;
      return toTemplate(warp, ...at);
    });
    return to.map((value, k) => (value - from[k]) / (2 * h));
  });
  // Of dt = X dx + Y dy + Z dz the first and third parts vanish: two equations for dx / dy and dz / dy.
  const [[xx, , xz], [yx, , yz], [zx, , zz]] = slopes;
  const determinant = xx * zz - zx * xz;
  return [(zx * yz - zz * yx) / determinant, (xz * yx - xx * yz) / determinant];
}

/** The rigid part of that motion over a section's tissue; undefined where there is hardly any. */
function sectionVelocity({ warp, volumes, extentXMm, extentZMm }, y, pivot) {
  const samples = [];
  for (let x = extentXMm[0]; x < extentXMm[1]; x += 2) {
    for (let z = extentZMm[0]; z < extentZMm[1]; z += 2) {
      if (pialDistance(volumes, x, y, z) <= 0) continue;
      const [vx, vz] = motionAt(warp, x, y, z);
      samples.push([x - pivot[0], z - pivot[1], 1, 0, vx], [x - pivot[0], z - pivot[1], 0, 1, vz]);
    }
  }
  return samples.length < 40 ? undefined : rigidVelocity(samples);
}

function driftOf(number) {
  const brain = createBrain(template, number);
  const settings = {
    seed: Number(values.seed),
    confounds: "strong",
    pixelUm: 64,
    format: "tiff",
    variant: {},
  };
  const [{ placement }] = planSections(preset, settings, preset.brains[0].id, brain);
  const pivot = [placement.middleXMm, placement.middleZMm];
  const [first, last] = brain.extentYMm;
  const [at, velocities] = [[], []];
  for (let y = first; y <= last; y += Number(values["step-mm"])) {
    const velocity = sectionVelocity(brain, y, pivot);
    if (velocity === undefined) continue;
    at.push(y);
    velocities.push(velocity);
  }
  const { distances } = beyondCubic(
    at,
    addedUp(at, velocities),
    (0.3 * placement.widthPx * placement.pixelUm) / 1000,
  );
  return { brain: number, medianUm: 1000 * quantile(distances, 0.5), p90Um: 1000 * quantile(distances, 0.9) };
}

const brains = Array.from({ length: Number(values.brains) }, (_, i) => driftOf(i + 1));
const report = {
  preset: preset.name,
  medianUm: quantile(
    brains.map(({ medianUm }) => medianUm),
    0.5,
  ),
  brains,
};
if (values.json !== undefined) await writeJsonAtomic(values.json, report);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);

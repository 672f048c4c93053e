// Scores the masks and volumes of a phantom cohort against its truth. After
//
//   cytonet phantom --preset study --confounds strong --out DIR …    (or any other phantom cohort)
//   cytonet segment --cohort DIR; cytonet reconstruct --cohort DIR
//   node packages/cytonet/proofs/tissue/score.mjs DIR [BRAIN]
//
// it prints, and keeps as DIR/tissue-scores.json: the Dice coefficient of grey and white matter of every section (median,
// worst) at the masks' pixels; of narrow sulci (slide in gaps below half a millimetre) the share that stayed open; and
// of volumes the Dice coefficients over the planes that hold a section, before and after cleaning, and with ALL_PLANES=1
// over all planes, which takes minutes.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { computeSectionFields, openPhantom, tissueTruth } from "@cytonet/phantom";
import { readNifti } from "@cytonet/scans";
import { diceOf, overlap, readClasses, sectionScore, summariseSections } from "./overlap.mjs";

const [dir, only] = process.argv.slice(2);
const phantom = await openPhantom(dir);
const brains = phantom.preset.brains.map(({ id }) => id).filter((id) => only === undefined || id === only);

async function sectionScores(brain) {
  const scores = [];
  const masks = join(dir, "derived/segment", brain);
  for (const section of existsSync(masks) ? readdirSync(masks).sort() : []) {
    const folder = join(masks, section);
    if (!existsSync(join(folder, "mask.png"))) continue;
    const { yMm, placement } = JSON.parse(
      readFileSync(join(dir, "truth", brain, section, "section.json"), "utf8"),
    );
    const { widthPx, heightPx, pixelSizeUm } = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"));
    const { labels: ours } = await readClasses(join(folder, "mask.png"));
    const window = { xPx: 0, yPx: 0, widthPx, heightPx };
    const truth = tissueTruth(
      computeSectionFields(phantom.brain(brain), yMm),
      placement,
      window,
      pixelSizeUm,
    );
    const score = sectionScore(section, ours, truth, heightPx, widthPx, pixelSizeUm);
    const { narrow, open } = score;
    console.error(
      `${brain}/${section}: grey ${score.grey.toFixed(4)}, white ${score.white.toFixed(4)}, ` +
        `narrow sulci ${narrow} px, ${((100 * open) / Math.max(1, narrow)).toFixed(0)} % open`,
    );
    scores.push(score);
  }
  return scores;
}

async function volumeScores(brain) {
  const folder = join(dir, "derived/reconstruct", brain);
  if (!existsSync(join(folder, "summary.json"))) return undefined;
  const { sections, voxelMm, originMm, sizes } = JSON.parse(
    readFileSync(join(folder, "summary.json"), "utf8"),
  );
  const held = new Set(sections.map(({ plane }) => plane));
  const result = {};
  const names = { cleaned: "tissue.nii.gz", uncleaned: "tissue-uncleaned.nii.gz" };
  const volumes = {};
  for (const [name, file] of Object.entries(names))
    volumes[name] = (await readNifti(join(folder, file))).data;
  const [nx, ny, nz] = sizes;
  for (const name of Object.keys(names)) result[name] = { atSections: undefined, all: undefined };
  // A slide whose pixels are the volume's plane, upright.
  const placement = {
    widthPx: nx,
    heightPx: nz,
    pixelUm: voxelMm * 1000,
    middleXMm: originMm[0] + ((nx - 1) * voxelMm) / 2,
    middleZMm: originMm[2] + ((nz - 1) * voxelMm) / 2,
    shiftXMm: 0,
    shiftYMm: 0,
    turnDeg: 0,
    mirrored: false,
  };
  for (let j = 0; j < ny; j++) {
    if (process.env.ALL_PLANES !== "1" && !held.has(j)) continue;
    const fields = computeSectionFields(phantom.brain(brain), originMm[1] + j * voxelMm);
    const truth = tissueTruth(
      fields,
      placement,
      { xPx: 0, yPx: 0, widthPx: nx, heightPx: nz },
      voxelMm * 1000,
    );
    for (const [name, data] of Object.entries(volumes)) {
      const plane = new Uint8Array(nx * nz);
      for (let row = 0; row < nz; row++) {
        const start = nx * (j + ny * (nz - 1 - row));
        plane.set(data.subarray(start, start + nx), row * nx);
      }
      if (process.env.ALL_PLANES === "1") result[name].all = overlap(plane, truth, result[name].all);
      if (held.has(j)) result[name].atSections = overlap(plane, truth, result[name].atSections);
    }
  }
  for (const scores of Object.values(result)) {
    for (const [where, sums] of Object.entries(scores)) {
      scores[where] = sums && diceOf(sums);
    }
  }
  return result;
}

const report = {};
for (const brain of brains) {
  const sections = await sectionScores(brain);
  const volume = await volumeScores(brain);
  if (sections.length === 0) continue;
  report[brain] = { ...summariseSections(sections), volume, bySection: sections };
  const { bySection, ...short } = report[brain];
  console.log(`${brain}: ${JSON.stringify(short)}`);
}
writeFileSync(join(dir, "tissue-scores.json"), `${JSON.stringify(report, null, 2)}\n`);

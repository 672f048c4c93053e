// Copies a reconstructed cohort's masks and transforms and spoils some masks of a brain, the first without --brain, as
// damage and failed segmentation would:
//
//   node plantDefects.mjs COHORT OUT [--brain ID]    plants, and writes OUT/planted.json
//   node plantDefects.mjs COHORT OUT [--brain ID] --score    after `cytonet reconstruct` of OUT: how much of each is gone
//
// Of sections that fill a plane of the volume: one becomes one whole blob of grey matter, one loses a hemisphere, one has a
// blob as large as a fifth of its width beside the tissue, one is strewn with specks on the slide. What is gone: of the
// voxels that a defect changed before cleaning, the share that is after cleaning as in the volume without defects.
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadCohort } from "@cytonet/cohort";
import { readNifti } from "@cytonet/scans";
import sharp from "sharp";
import { readClasses } from "./overlap.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { score: { type: "boolean", default: false }, brain: { type: "string" } },
});
const [source, out] = positionals.map((dir) => resolve(dir));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const brain = values.brain ?? (await loadCohort(source)).brains[0].id;
const volumeDir = (cohort) => join(cohort, "derived/reconstruct", brain);

/** Columns and rows that the tissue reaches. */
function box({ labels, widthPx, heightPx }) {
  const found = { left: widthPx, right: -1, top: heightPx, bottom: -1 };
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const [x, y] = [i % widthPx, Math.floor(i / widthPx)];
    found.left = Math.min(found.left, x);
    found.right = Math.max(found.right, x);
    found.top = Math.min(found.top, y);
    found.bottom = Math.max(found.bottom, y);
  }
  return found;
}

/** Paints a disc where `where` allows it. */
function disc({ labels, widthPx, heightPx }, x, y, radius, value, where = () => true) {
  for (let v = Math.max(0, y - radius); v < Math.min(heightPx, y + radius); v++) {
    for (let u = Math.max(0, x - radius); u < Math.min(widthPx, x + radius); u++) {
      const i = v * widthPx + u;
      if (Math.hypot(u - x, v - y) < radius && where(labels[i])) labels[i] = value;
    }
  }
}

const round = Math.round;
const defects = {
  "whole section one blob": (mask) => {
    const { left, right, top, bottom } = box(mask);
    for (let y = top; y <= bottom; y++)
      mask.labels.fill(1, y * mask.widthPx + left, y * mask.widthPx + right + 1);
  },
  "lost hemisphere": (mask) => {
    const { left, right } = box(mask);
    const middle = round((left + right) / 2);
    for (let y = 0; y < mask.heightPx; y++) mask.labels.fill(0, y * mask.widthPx, y * mask.widthPx + middle);
  },
  "blob beside the tissue": (mask) => {
    const { left, right, top } = box(mask);
    const radius = round((right - left) / 10);
    disc(mask, left, top, radius, 1, (label) => label === 0);
  },
  "specks on the slide": (mask) => {
    const [nearMm, specks] = [1.5, 40];
    const clear = round((1000 * nearMm) / 64);
    let state = 7;
    const next = (most) => {
      state = (state * 48271) % 2147483647;
      return state % most;
    };
    for (let n = 0, tries = 0; n < specks && tries < 10_000; tries++) {
      const [x, y] = [next(mask.widthPx), next(mask.heightPx)];
      const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [
        round(x + clear * Math.cos((k * Math.PI) / 4)),
        round(y + clear * Math.sin((k * Math.PI) / 4)),
      ]);
      const inside = ([u, v]) => u >= 0 && v >= 0 && u < mask.widthPx && v < mask.heightPx;
      if (![[x, y], ...corners].every((p) => inside(p) && mask.labels[p[1] * mask.widthPx + p[0]] === 0))
        continue;
      disc(mask, x, y, 6, 1 + (n % 2));
      n += 1;
    }
  },
};

async function plant() {
  rmSync(out, { recursive: true, force: true });
  for (const name of ["cohort.yaml", "sections.csv", "derived/align", "derived/segment"]) {
    cpSync(join(source, name), join(out, name), { recursive: true });
  }
  symlinkSync(join(source, "scans"), join(out, "scans"));
  const { sections } = read(join(volumeDir(source), "summary.json"));
  const names = Object.keys(defects);
  const planted = [];
  for (const [k, name] of names.entries()) {
    const { section, plane } = sections[Math.floor(((k + 1) * sections.length) / (names.length + 1))];
    const path = join(out, "derived/segment", brain, section, "mask.png");
    const mask = await readClasses(path);
    defects[name](mask);
    const greys = mask.labels.map((label) => [0, 128, 255][label]);
    await sharp(greys, { raw: { width: mask.widthPx, height: mask.heightPx, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toFile(`${path}.part`);
    cpSync(`${path}.part`, path);
    rmSync(`${path}.part`);
    planted.push({ brain, defect: name, section, plane });
  }
  writeFileSync(join(out, "planted.json"), `${JSON.stringify(planted, null, 2)}\n`);
  return planted;
}

/** A volume with the place of its first voxel on the grid that all volumes share. */
async function volume(cohort, name) {
  const { sizes, originMm, voxelMm } = read(join(volumeDir(cohort), "summary.json"));
  const { data } = await readNifti(join(volumeDir(cohort), name));
  return { data, sizes, first: originMm.map((mm) => round(mm / voxelMm - 0.5)) };
}

const valueAt = ({ data, sizes, first }, x, y, z) => {
  const [i, j, k] = [x - first[0], y - first[1], z - first[2]];
  const inside = i >= 0 && j >= 0 && k >= 0 && i < sizes[0] && j < sizes[1] && k < sizes[2];
  return inside ? data[i + sizes[0] * (j + sizes[1] * k)] : 0;
};

async function score() {
  const whole = await volume(source, "tissue.nii.gz");
  const wholeUncleaned = await volume(source, "tissue-uncleaned.nii.gz");
  const cleaned = await volume(out, "tissue.nii.gz");
  const uncleaned = await volume(out, "tissue-uncleaned.nii.gz");
  const { first, sizes } = uncleaned;
  return read(join(out, "planted.json")).map(({ defect, section, plane }) => {
    // Planes are counted on the grid of the volume without defects.
    const y = plane + wholeUncleaned.first[1];
    let [changed, left] = [0, 0];
    for (let z = first[2]; z < first[2] + sizes[2]; z++) {
      for (let x = first[0]; x < first[0] + sizes[0]; x++) {
        if (valueAt(uncleaned, x, y, z) === valueAt(wholeUncleaned, x, y, z)) continue;
        changed += 1;
        if (valueAt(cleaned, x, y, z) !== valueAt(whole, x, y, z)) left += 1;
      }
    }
    return { defect, section, changed, left, gone: changed === 0 ? Number.NaN : 1 - left / changed };
  });
}

process.stdout.write(`${JSON.stringify(values.score ? await score() : await plant(), null, 2)}\n`);

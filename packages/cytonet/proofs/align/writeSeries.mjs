// Phantom brains cut into dense series, as sections are aligned in practice: the presets' own sections lie further apart
// than rigid alignment to 64 µm can bridge.
//
//   node writeSeries.mjs OUT [--preset study] [--spacing-mm 0.13] [--confounds strong] [--seed 1] [--every N]
//                            [--from N] [--to N] | [--brains N --block N]
//
// Cuts the preset's first brain, whole or from one section to another; or of the first brains a block of neighbouring
// sections each, the first brain's at the posterior end, the last one's at the anterior end, the others' between.
//
// Writes a cohort with `truth/BRAIN/SECTION/{pixelToBrain.json, tissue.png}` (0 slide, 128 grey, 255 white matter, at the
// scan's pixels); what is there already is kept. `--part K/N` renders every Nth section from the Kth on and no cohort, so
// that several processes can share the work.
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeCohort, writePointTransform } from "@cytonet/cohort";
import {
  computeSectionFields,
  createBrain,
  createTemplate,
  modelOf,
  phantomPresets,
  pixelToBrain,
  planSections,
  tissueTruth,
  writeSectionScan,
} from "@cytonet/phantom";
import sharp from "sharp";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: "string", default: "study" },
    "spacing-mm": { type: "string", default: "0.13" },
    "pixel-um": { type: "string", default: "64" },
    confounds: { type: "string", default: "strong" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    to: { type: "string" },
    every: { type: "string", default: "1" },
    brains: { type: "string", default: "1" },
    block: { type: "string" },
    part: { type: "string" },
  },
});
const out = resolve(positionals[0] ?? "");
const base = phantomPresets[values.preset];
const preset = { ...base, sectionSpacingMm: Number(values["spacing-mm"]) };
const settings = {
  seed: Number(values.seed),
  confounds: values.confounds,
  pixelUm: Number(values["pixel-um"]),
  format: "tiff",
  variant: {},
};
const template = createTemplate(preset.geometry, settings.seed);
const blocks = preset.brains.slice(0, Number(values.brains)).map(({ id }, index, { length }) => {
  const brain = createBrain(template, index + 1);
  const planned = planSections(preset, settings, id, brain);
  return { id, brain, planned: chosen(planned, length > 1 ? (index + 0.5) / length : 0.5) };
});
const scanned = blocks.flatMap(({ brain, planned }) =>
  planned.filter(({ missing }) => !missing).map((section) => ({ brain, section })),
);
const mirrored = scanned.filter(({ section }) => section.placement.mirrored).length;
const all = blocks.reduce((sum, { planned }) => sum + planned.length, 0);
process.stderr.write(`${all} sections, ${scanned.length} scanned, ${mirrored} of them mirrored\n`);

/** The sections of a brain that are cut: a block at a share of its length, or those asked for. */
function chosen(planned, share) {
  if (values.block === undefined) {
    return planned.slice(Number(values.from), values.to === undefined ? undefined : Number(values.to));
  }
  const length = Math.min(planned.length, Number(values.block));
  const first = Math.round(share * (planned.length - length));
  return planned.slice(first, first + length);
}

async function writeTruth(fields, placement, path) {
  const { widthPx: width, heightPx: height, pixelUm } = placement;
  const tissue = tissueTruth(
    fields,
    placement,
    { xPx: 0, yPx: 0, widthPx: width, heightPx: height },
    pixelUm,
  );
  const greys = tissue.map((label) => [0, 128, 255][label]);
  await sharp(greys, { raw: { width, height, channels: 1 } })
    .toColourspace("b-w")
    .png()
    .toFile(`${path}.part`);
  await rename(`${path}.part`, path);
}

for (const { id } of blocks) await mkdir(join(out, "scans", id), { recursive: true });
const [part, parts] = (values.part ?? "0/1").split("/").map(Number);
for (const [i, { brain, section }] of scanned.entries()) {
  if (i % Number(values.every) !== 0 || i % parts !== part) continue;
  const scan = join(out, "scans", section.path);
  const truth = join(out, "truth", section.brain, section.section);
  const mask = join(truth, "tissue.png");
  if (existsSync(scan) && existsSync(mask)) continue;
  const fields = computeSectionFields(brain, section.yMm);
  const { placement } = section;
  await writePointTransform(join(truth, "pixelToBrain.json"), {
    from: `${section.brain}-${section.section}-pixels`,
    to: `brain:${section.brain}`,
    maps: "points",
    affine: pixelToBrain(placement, section.yMm),
  });
  await writeTruth(fields, placement, mask);
  if (!existsSync(scan)) {
    await writeSectionScan(modelOf(preset, settings, brain, section, fields), section, settings.format, scan);
  }
  if (i % 10 === 0) process.stderr.write(`${i + 1} of ${scanned.length}\n`);
}

const sections = blocks
  .flatMap(({ planned }) => planned)
  .filter(({ missing, path }) => missing || existsSync(join(out, "scans", path)))
  .map(({ brain, section, yMm, missing, path }) => ({
    brain,
    section,
    thicknessUm: preset.sectionThicknessUm,
    positionMm: yMm,
    note: "",
    ...(missing
      ? { path: null, pixelSizeXUm: null, pixelSizeYUm: null, status: "missing" }
      : { path, pixelSizeXUm: settings.pixelUm, pixelSizeYUm: settings.pixelUm, status: "ok" }),
  }));
const cohort = {
  name: `series-${preset.name}`,
  roots: { scans: "scans" },
  referenceSpace: blocks.length === 1 ? `brain:${blocks[0].id}` : "phantom-template",
  spaces: [{ id: "phantom-template" }],
  brains: blocks.map(({ id }) => ({
    id,
    species: "phantom",
    sharing: "open",
    sectionOrder: "posterior-to-anterior",
    imageLeftIs: "left",
    stainPolarity: "dark",
  })),
};
if (values.part === undefined) await writeCohort(out, { cohort, sections }, { force: true });

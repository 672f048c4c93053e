// A phantom brain cut into a dense series, as sections are aligned in practice: the presets' own sections lie further
// apart than rigid alignment to 64 µm can bridge.
//
//   node writeSeries.mjs OUT [--preset study] [--spacing-mm 0.13] [--confounds strong] [--seed 1] [--from N] [--to N]
//
// Writes a cohort with `truth/BRAIN/SECTION/{pixelToBrain.json, tissue.png}` (0 slide, 128 grey, 255 white matter, at the
// scan's pixels); what is there already is kept.
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
const { id } = preset.brains[0];
const brain = createBrain(createTemplate(preset.geometry, settings.seed), 1);
const planned = planSections(preset, settings, id, brain).slice(
  Number(values.from),
  values.to === undefined ? undefined : Number(values.to),
);
const scanned = planned.filter(({ missing }) => !missing);
const mirrored = scanned.filter(({ placement }) => placement.mirrored).length;
process.stderr.write(`${planned.length} sections, ${scanned.length} scanned, ${mirrored} of them mirrored\n`);

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

await mkdir(join(out, "scans", id), { recursive: true });
for (const [i, section] of scanned.entries()) {
  if (i % Number(values.every) !== 0) continue;
  const scan = join(out, "scans", section.path);
  const truth = join(out, "truth", id, section.section);
  const mask = join(truth, "tissue.png");
  if (existsSync(scan) && existsSync(mask)) continue;
  const fields = computeSectionFields(brain, section.yMm);
  const { placement } = section;
  await writePointTransform(join(truth, "pixelToBrain.json"), {
    from: `${id}-${section.section}-pixels`,
    to: `brain:${id}`,
    maps: "points",
    affine: pixelToBrain(placement, section.yMm),
  });
  await writeTruth(fields, placement, mask);
  if (!existsSync(scan)) {
    await writeSectionScan(modelOf(preset, settings, brain, section, fields), section, settings.format, scan);
  }
  if (i % 10 === 0) process.stderr.write(`${i + 1} of ${scanned.length}\n`);
}

await writeCohort(
  out,
  {
    cohort: {
      name: `series-${preset.name}`,
      roots: { scans: "scans" },
      referenceSpace: `brain:${id}`,
      spaces: [{ id: "phantom-template" }],
      brains: [
        {
          id,
          species: "phantom",
          sharing: "open",
          sectionOrder: "posterior-to-anterior",
          imageLeftIs: "left",
          stainPolarity: "dark",
        },
      ],
    },
    sections: planned
      .filter(({ missing, path }) => missing || existsSync(join(out, "scans", path)))
      .map(({ section, yMm, missing, path }) => ({
        brain: id,
        section,
        thicknessUm: preset.sectionThicknessUm,
        positionMm: yMm,
        note: "",
        ...(missing
          ? { path: null, pixelSizeXUm: null, pixelSizeYUm: null, status: "missing" }
          : { path, pixelSizeXUm: settings.pixelUm, pixelSizeYUm: settings.pixelUm, status: "ok" }),
      })),
  },
  { force: true },
);

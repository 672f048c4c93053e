// Contact sheets of phantom cortex, to look at: for every area of a preset a strip from the pia (above) into the
// white matter, at a place cut along its columns. Usage: node tools/phantomSheets.mjs DIR [preset] [umPerPx] [seed]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  computeSectionFields,
  createBrain,
  createTemplate,
  modelOf,
  NO_AREA,
  phantomPresets,
  planeToPixel,
  planSections,
  renderWindow,
} from "@cytonet/phantom";
import sharp from "sharp";

const [dir, name = "demo", um = "4", seed = "1"] = process.argv.slice(2);
if (dir === undefined) {
  process.stderr.write("Usage: node tools/phantomSheets.mjs DIR [demo|study|paper] [umPerPx] [seed]\n");
  process.exit(2);
}
const pixelUm = Number(um);
const preset = phantomPresets[name];
const template = createTemplate(preset.geometry, Number(seed));
const brain = createBrain(template, 1);
const settings = { seed: Number(seed), confounds: "mild", pixelUm, format: "tiff", variant: {} };
const stripMm = { width: 1.4, height: 3.6 };
const [width, height] = [stripMm.width, stripMm.height].map((mm) => Math.round((1000 * mm) / pixelUm));
const strips = new Map();

for (const section of planSections(preset, settings, preset.brains[0].id, brain)) {
  const fields = computeSectionFields(brain, section.yMm);
  const best = bestPlaces(fields);
  if (best.size === 0) continue;
  const model = modelOf(preset, settings, brain, section, fields);
  const toPixel = planeToPixel(section.placement);
  for (const [area, sample] of best) {
    const place = (depthMm) => {
      const x = fields.originXMm + (sample % fields.width) * fields.stepMm;
      const z = fields.originZMm - Math.floor(sample / fields.width) * fields.stepMm;
      return toPixel(x + depthMm * fields.columnX[sample], z + depthMm * fields.columnZ[sample]);
    };
    const [[x, y], [dx, dy]] = [place(0.3), place(1.3)];
    const turnDeg = (Math.atan2(dx - x, dy - y) * 180) / Math.PI;
    const side = Math.ceil(Math.hypot(width, height));
    const half = Math.floor(side / 2);
    const grey = renderWindow(
      model,
      { xPx: Math.round(x) - half, yPx: Math.round(y) - half, widthPx: side, heightPx: side },
      pixelUm,
    );
    const turned = await sharp(grey, { raw: { width: side, height: side, channels: 1 } })
      .rotate(turnDeg, { background: "white" })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const left = Math.floor((turned.info.width - width) / 2);
    const top = Math.floor((turned.info.height - height) / 2);
    const picture = await sharp(turned.data, { raw: turned.info })
      .extract({ left, top, width, height })
      .png()
      .toBuffer();
    strips.set(area, picture);
  }
}

/** Areas that have no strip yet, with a sample half-way through their cortex, cut along columns, far from borders. */
function bestPlaces(fields) {
  const found = new Map();
  for (let i = 0; i < fields.depth.length; i++) {
    const area = fields.area[i];
    if (area === NO_AREA || strips.has(area) || found.has(area)) continue;
    const flat = Math.abs(fields.curvaturePerMm[i]) < 0.15 && fields.borderMm[i] > 1;
    if (Math.abs(fields.depth[i] - 0.5) < 0.03 && fields.obliqueness[i] > 0.97 && flat) found.set(area, i);
  }
  return found;
}

mkdirSync(dir, { recursive: true });
const perRow = 8;
const gap = 8;
const label = 26;
const entries = [...strips].sort(([a], [b]) => a - b);
for (let first = 0, sheet = 1; first < entries.length; first += 2 * perRow, sheet++) {
  const shown = entries.slice(first, first + 2 * perRow);
  const rows = Math.ceil(shown.length / perRow);
  const composites = shown.flatMap(([area, input], i) => {
    const left = (i % perRow) * (width + gap);
    const top = Math.floor(i / perRow) * (height + gap + label);
    const text = Buffer.from(
      `<svg width="${width}" height="${label}"><text x="4" y="19" font-family="sans-serif" font-size="18">${template.areas[area].name}</text></svg>`,
    );
    return [
      { input: text, left, top },
      { input, left, top: top + label },
    ];
  });
  const file = join(dir, `${name}-${pixelUm}um-${sheet}.png`);
  const size = { width: perRow * (width + gap), height: rows * (height + gap + label) };
  await sharp({ create: { ...size, channels: 3, background: "white" } })
    .composite(composites)
    .png()
    .toFile(file);
  console.log(file, shown.map(([area]) => template.areas[area].name).join(" "));
}

// Sections of a phantom brain for benchmarks: as models to render from, or rendered in memory.
import {
  computeSectionFields,
  createBrain,
  createTemplate,
  modelOf,
  phantomPresets,
  planSections,
  renderWindow,
} from "@cytonet/phantom";

/**
 * Sections about the middle of a preset's first brain, each with the model that its pixels are rendered from.
 *
 * @param preset a preset of the phantom package, or one made from it
 * @param given settings of the phantom's histology: `confounds`, `pixelUm`, and what else departs from seed 1 and TIFF
 * @param {{ count?: number, accepts?: Function, altered?: Function }} which `accepts`: whether a planned section counts;
 *   `altered`: the section to model in its place
 */
export function modelledSections(
  preset,
  given,
  { count = 1, accepts = () => true, altered = (section) => section } = {},
) {
  const settings = { seed: 1, format: "tiff", variant: {}, ...given };
  const brain = createBrain(createTemplate(preset.geometry, settings.seed), settings.seed);
  const planned = planSections(preset, settings, preset.brains[0].id, brain).filter(accepts);
  const middle = planned.length >> 1;
  return planned
    .slice(middle, middle + count)
    .map(altered)
    .map((section) => ({
      section,
      model: modelOf(preset, settings, brain, section, computeSectionFields(brain, section.yMm)),
    }));
}

/**
 * Sections about the middle of a preset's first brain, with strong confounds, neither missing nor mirrored.
 *
 * @param {string} presetName
 * @param {{ pixelUm: number, count?: number, spacingMm?: number }} wanted `spacingMm`: the preset's own where left out
 */
export function middleSections(presetName, { pixelUm, count = 1, spacingMm }) {
  const own = phantomPresets[presetName];
  const preset = spacingMm === undefined ? own : { ...own, sectionSpacingMm: spacingMm };
  const accepts = ({ missing, placement }) => !missing && !placement.mirrored;
  return modelledSections(preset, { confounds: "strong", pixelUm }, { count, accepts }).map(
    ({ section, model }) => {
      const { widthPx, heightPx } = section.placement;
      const window = { xPx: 0, yPx: 0, widthPx, heightPx };
      return { section, widthPx, heightPx, grey: renderWindow(model, window, pixelUm) };
    },
  );
}

// Sections of a phantom brain, rendered in memory for benchmarks of preparation.
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
 * Sections about the middle of a preset's first brain, with strong confounds, neither missing nor mirrored.
 *
 * @param {string} presetName
 * @param {{ pixelUm: number, count?: number, spacingMm?: number }} wanted `spacingMm`: the preset's own where left out
 */
export function middleSections(presetName, { pixelUm, count = 1, spacingMm }) {
  const own = phantomPresets[presetName];
  const preset = spacingMm === undefined ? own : { ...own, sectionSpacingMm: spacingMm };
  const settings = { seed: 1, confounds: "strong", pixelUm, format: "tiff", variant: {} };
  const brain = createBrain(createTemplate(preset.geometry, 1), 1);
  const planned = planSections(preset, settings, preset.brains[0].id, brain).filter(
    ({ missing, placement }) => !missing && !placement.mirrored,
  );
  const middle = planned.length >> 1;
  return planned.slice(middle, middle + count).map((section) => {
    const { widthPx, heightPx } = section.placement;
    const model = modelOf(preset, settings, brain, section, computeSectionFields(brain, section.yMm));
    const window = { xPx: 0, yPx: 0, widthPx, heightPx };
    return { section, widthPx, heightPx, grey: renderWindow(model, window, pixelUm) };
  });
}

import { join } from "node:path";
import {
  formatCsv,
  writeFileAtomic,
  writeJsonAtomic,
  writeMorphology,
  writePointTransform,
} from "@cytonet/cohort";
import type { Brain, Template } from "../brain.js";
import { drawStain } from "../histology/stain.js";
import { pixelToBrain } from "../sections/placement.js";
import type { PhantomPreset } from "./presets.js";
import type { PhantomSettings, PlannedSection } from "./sectionPlan.js";
import type { SectionPoints } from "./sectionPoints.js";

/** Folder of a section's truth. Stages never read it. */
export function truthDir(cohortDir: string, { brain, section }: { brain: string; section: string }): string {
  return join(cohortDir, "truth", brain, section);
}

/**
 * Writes what is true of a section: `section.json` (how it lies on its slide, how it was stained),
 * `pixelToBrain.json` (level-0 pixels to brain mm, each pixel in place of a millimetre), `morphology.parquet` and
 * `layers.csv` (expected cells per mm² of each layer at the points).
 */
export async function writeSectionTruth(
  cohortDir: string,
  settings: PhantomSettings,
  brain: Brain,
  planned: PlannedSection,
  result: SectionPoints,
  metadata: { readonly referenceSpace: string; readonly provenance: string },
): Promise<void> {
  const dir = truthDir(cohortDir, planned);
  const { placement, yMm } = planned;
  const size = [placement.widthPx * placement.pixelUm, placement.heightPx * placement.pixelUm] as const;
  const stain = drawStain(settings.confounds, brain.individuality, ...size, ...planned.key);
  const lines = (all: typeof stain.tears): object[] =>
    all.map(({ pointsUm, halfWidthUm }) => ({ halfWidthUm, pointsUm: Array.from(pointsUm, Math.round) }));
  await writeJsonAtomic(join(dir, "section.json"), {
    brain: planned.brain,
    section: planned.section,
    yMm,
    placement,
    stain: { ...stain, tears: lines(stain.tears), folds: lines(stain.folds) },
  });
  await writePointTransform(join(dir, "pixelToBrain.json"), {
    from: `${planned.brain}-${planned.section}-pixels`,
    to: `brain:${planned.brain}`,
    maps: "points",
    affine: pixelToBrain(placement, yMm),
  });
  await writeMorphology(join(dir, "morphology.parquet"), result.morphology, metadata);
  await writeFileAtomic(join(dir, "layers.csv"), layersCsv(result));
}

function layersCsv({ points, part, layerDensityPerMm2 }: SectionPoints): string {
  const layers = [1, 2, 3, 4, 5, 6].map((layer) => `layer${layer}CellsPerMm2`);
  const rows = points.pointId.map((pointId, i) => {
    const densities = layers.map((_, layer) => {
      const density = layerDensityPerMm2[6 * i + layer]!;
      return Number.isNaN(density) ? "" : density.toFixed(1);
    });
    return [pointId, String(part[i]), ...densities];
  });
  return formatCsv([["pointId", "part", ...layers], ...rows]);
}

/** Writes `truth/areas.json`: areas, their profiles in the template, and which areas touch. */
export async function writeTemplateTruth(
  cohortDir: string,
  preset: PhantomPreset,
  template: Template,
  adjacency: readonly (readonly [string, string])[],
): Promise<void> {
  await writeJsonAtomic(join(cohortDir, "truth", "areas.json"), {
    preset: preset.name,
    geometry: preset.geometry,
    areas: template.areas,
    profiles: template.profiles,
    adjacency,
  });
}

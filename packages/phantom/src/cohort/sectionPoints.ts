import type { LabelColumns, MorphologyColumns, PointColumns } from "@cytonet/cohort";
import type { Brain } from "../brain.js";
import type { SectionFields } from "../sectionFields.js";
import { midlinePoints, tissueShares } from "../sections/midline.js";
import { planeToPixel } from "../sections/placement.js";
import { type PointTruth, pointTruth } from "../truth/pointTruth.js";
import type { PhantomPreset } from "./presets.js";
import type { PlannedSection } from "./sectionPlan.js";

/** Name of the parcellation that phantoms are made with. */
export const phantomAtlas = "phantom-areas";

/** The tables of a section, and what only its maker knows. */
export interface SectionPoints {
  readonly points: PointColumns;
  readonly labels: LabelColumns;
  readonly morphology: MorphologyColumns;
  /** For every point the half of its area: 1 only in the area that is secretly two. */
  readonly part: Uint8Array;
  /** Cells per mm² of each layer, six numbers a point; NaN where a layer is missing. */
  readonly layerDensityPerMm2: Float64Array;
}

/** Points along the midline of a section's cortex, with the coordinates, areas and shape that they were made from. */
export function sectionPoints(
  preset: PhantomPreset,
  brain: Brain,
  section: PlannedSection,
  fields: SectionFields,
): SectionPoints {
  const share = tissueShares(fields, preset.fieldOfViewMm);
  const toPixel = planeToPixel(section.placement);
  const found: {
    readonly truth: PointTruth;
    readonly px: readonly [number, number];
    readonly tissue: number;
  }[] = [];
  for (const { xMm, zMm, sample } of midlinePoints(fields, preset.pointSpacingMm)) {
    const truth = pointTruth(brain, xMm, section.yMm, zMm);
    if (truth !== null) found.push({ truth, px: toPixel(xMm, zMm), tissue: share(sample) });
  }
  const numbers = (value: (truth: PointTruth) => number): Float64Array =>
    Float64Array.from(found, ({ truth }) => value(truth));
  const pointId = found.map((_, i) => `${section.brain}/${section.section}/m${String(i).padStart(5, "0")}`);
  const points: PointColumns = {
    pointId,
    brain: found.map(() => section.brain),
    section: found.map(() => section.section),
    hemisphere: found.map(({ truth }) => truth.hemisphere),
    xPx: Float64Array.from(found, ({ px }) => px[0]),
    yPx: Float64Array.from(found, ({ px }) => px[1]),
    xBrainMm: numbers(({ brainMm }) => brainMm[0]),
    yBrainMm: numbers(({ brainMm }) => brainMm[1]),
    zBrainMm: numbers(({ brainMm }) => brainMm[2]),
    xRefMm: numbers(({ referenceMm }) => referenceMm[0]),
    yRefMm: numbers(({ referenceMm }) => referenceMm[1]),
    zRefMm: numbers(({ referenceMm }) => referenceMm[2]),
    sampler: found.map(() => "midline"),
    tissueShare: Float32Array.from(found, ({ tissue }) => tissue),
  };
  const labels: LabelColumns = {
    pointId,
    atlas: found.map(() => phantomAtlas),
    area: found.map(({ truth }) => truth.areaName),
    // Within the width of a border, how surely the point lies on this side of it.
    probability: Float32Array.from(found, ({ truth }) =>
      Math.min(1, 0.5 + truth.borderMm / preset.geometry.borderWidthMm / 2),
    ),
    source: found.map(() => "construction"),
  };
  const morphology: MorphologyColumns = {
    pointId,
    thicknessMm: numbers(({ thicknessMm }) => thicknessMm),
    curvaturePerMm: numbers(({ curvaturePerMm }) => curvaturePerMm),
    cuttingAngleDeg: numbers(({ cuttingAngleDeg }) => cuttingAngleDeg),
    layer1ThicknessMm: numbers(({ layerThicknessMm }) => layerThicknessMm[0]!),
    layer2ThicknessMm: numbers(({ layerThicknessMm }) => layerThicknessMm[1]!),
    layer3ThicknessMm: numbers(({ layerThicknessMm }) => layerThicknessMm[2]!),
    layer4ThicknessMm: numbers(({ layerThicknessMm }) => layerThicknessMm[3]!),
    layer5ThicknessMm: numbers(({ layerThicknessMm }) => layerThicknessMm[4]!),
    layer6ThicknessMm: numbers(({ layerThicknessMm }) => layerThicknessMm[5]!),
    xPialMm: numbers(({ pialFootMm }) => pialFootMm[0]),
    yPialMm: numbers(({ pialFootMm }) => pialFootMm[1]),
    zPialMm: numbers(({ pialFootMm }) => pialFootMm[2]),
    xWhiteMm: numbers(({ whiteFootMm }) => whiteFootMm[0]),
    yWhiteMm: numbers(({ whiteFootMm }) => whiteFootMm[1]),
    zWhiteMm: numbers(({ whiteFootMm }) => whiteFootMm[2]),
  };
  return {
    points,
    labels,
    morphology,
    part: Uint8Array.from(found, ({ truth }) => truth.part),
    layerDensityPerMm2: Float64Array.from(found.flatMap(({ truth }) => truth.layerDensityPerMm2)),
  };
}

import type { LabelColumns, MorphologyColumns, PointColumns } from "@cytonet/cohort";
import { type AreaProfile, layerShares } from "../areas/profile.js";
import type { Brain } from "../brain.js";
import { equivolumeDistance } from "../geometry/equivolume.js";
import { toReference } from "../geometry/warp.js";
import { pointGeometry, pointGeometryResult } from "../pointFields.js";
import { Hemisphere, NO_AREA, type SectionFields } from "../sectionFields.js";
import { midlinePoints, tissueShares } from "../sections/midline.js";
import { planeToPixel } from "../sections/placement.js";
import type { PhantomPreset } from "./presets.js";
import type { PlannedSection } from "./sectionPlan.js";

/** Name of the parcellation that phantoms are made with. */
export const phantomAtlas = "phantom-areas";

/** The tables of a section, and what only its maker knows. */
export interface SectionPoints {
  readonly points: PointColumns;
  readonly labels: LabelColumns;
  readonly morphology: MorphologyColumns;
  /** For every point the index of its profile, which tells the halves of the split area apart. */
  readonly profile: Uint16Array;
  /** Cells per mm² of each layer, six numbers a point; 0 where a layer is missing. */
  readonly layerDensityPerMm2: Float64Array;
}

/** Points along the midline of a section's cortex, with the coordinates, areas and shape that they were made from. */
export function sectionPoints(
  preset: PhantomPreset,
  brain: Brain,
  section: PlannedSection,
  fields: SectionFields,
): SectionPoints {
  const found = midlinePoints(fields, preset.pointSpacingMm).filter(
    ({ sample }) => fields.area[sample] !== NO_AREA && fields.hemisphere[sample] !== Hemisphere.none,
  );
  const count = found.length;
  const floats = (): Float64Array => new Float64Array(count);
  const names = ["xPx", "yPx", "xBrainMm", "yBrainMm", "zBrainMm", "xRefMm", "yRefMm", "zRefMm"] as const;
  const place = Object.fromEntries(names.map((name) => [name, floats()])) as Record<
    (typeof names)[number],
    Float64Array
  >;
  const toPixel = planeToPixel(section.placement);
  const share = tissueShares(fields, preset.fieldOfViewMm);
  const pointId: string[] = [];
  const { areaName, morphology, layerDensityPerMm2 } = measure(brain, section, fields, found);
  for (const [i, { xMm, zMm }] of found.entries()) {
    const [xPx, yPx] = toPixel(xMm, zMm);
    const [xRefMm, yRefMm, zRefMm] = toReference(brain.warp, xMm, section.yMm, zMm);
    const all = { xPx, yPx, xBrainMm: xMm, yBrainMm: section.yMm, zBrainMm: zMm, xRefMm, yRefMm, zRefMm };
    for (const name of names) place[name][i] = all[name];
    pointId.push(`${section.brain}/${section.section}/m${String(i).padStart(5, "0")}`);
  }
  const points: PointColumns = {
    pointId,
    brain: found.map(() => section.brain),
    section: found.map(() => section.section),
    hemisphere: found.map(({ sample }) => (fields.hemisphere[sample] === Hemisphere.left ? "left" : "right")),
    ...place,
    sampler: found.map(() => "midline"),
    tissueShare: Float32Array.from(found, ({ sample }) => share(sample)),
  };
  const width = preset.geometry.borderWidthMm;
  const labels: LabelColumns = {
    pointId,
    atlas: found.map(() => phantomAtlas),
    area: areaName,
    probability: Float32Array.from(found, ({ sample }) =>
      Math.min(1, 0.5 + Math.max(0, fields.borderMm[sample]!) / width / 2),
    ),
    source: found.map(() => "construction"),
  };
  const profile = Uint16Array.from(found, ({ sample }) => fields.profile[sample]!);
  return { points, labels, morphology: { pointId, ...morphology }, profile, layerDensityPerMm2 };
}

/** Shape of the cortex at the points, by the geometry that the brain was made with. */
function measure(
  brain: Brain,
  section: PlannedSection,
  fields: SectionFields,
  found: readonly { readonly xMm: number; readonly zMm: number; readonly sample: number }[],
): {
  readonly areaName: string[];
  readonly morphology: Omit<MorphologyColumns, "pointId">;
  readonly layerDensityPerMm2: Float64Array;
} {
  const floats = (): Float64Array => new Float64Array(found.length);
  const layers = Array.from({ length: 6 }, floats);
  const morphology = {
    thicknessMm: floats(),
    curvaturePerMm: floats(),
    cuttingAngleDeg: floats(),
    layer1ThicknessMm: layers[0]!,
    layer2ThicknessMm: layers[1]!,
    layer3ThicknessMm: layers[2]!,
    layer4ThicknessMm: layers[3]!,
    layer5ThicknessMm: layers[4]!,
    layer6ThicknessMm: layers[5]!,
    xPialMm: floats(),
    yPialMm: floats(),
    zPialMm: floats(),
    xWhiteMm: floats(),
    yWhiteMm: floats(),
    zWhiteMm: floats(),
  };
  const layerDensityPerMm2 = new Float64Array(6 * found.length);
  const areaName: string[] = [];
  const g = pointGeometryResult();
  for (const [i, { xMm, zMm, sample }] of found.entries()) {
    pointGeometry(brain, xMm, section.yMm, zMm, g);
    const profile = brain.profiles[fields.profile[sample]!]!;
    areaName.push(brain.template.areas[profile.area]!.name);
    morphology.thicknessMm[i] = g.thicknessMm;
    morphology.curvaturePerMm[i] = fields.curvaturePerMm[sample]!;
    morphology.cuttingAngleDeg[i] = (Math.asin(Math.min(1, Math.abs(g.ny))) * 180) / Math.PI;
    const toWhite = g.thicknessMm - g.pialMm;
    const ends = [
      ["Pial", -g.pialMm],
      ["White", toWhite],
    ] as const;
    for (const [end, step] of ends) {
      morphology[`x${end}Mm`][i] = xMm + step * g.nx;
      morphology[`y${end}Mm`][i] = section.yMm + step * g.ny;
      morphology[`z${end}Mm`][i] = zMm + step * g.nz;
    }
    let lower = 0;
    let lowerMm = 0;
    for (const [layer, share] of layerShares(profile).entries()) {
      lower += share;
      const mm = equivolumeDistance(Math.min(1, lower), g.thicknessMm, g.e1, g.e2);
      layers[layer]![i] = share > 0 ? mm - lowerMm : 0;
      lowerMm = mm;
      layerDensityPerMm2[6 * i + layer] = layerDensity(profile, layer + 1, fields, sample);
    }
  }
  return { areaName, morphology, layerDensityPerMm2 };
}

/** Expected cells per mm² of a layer, its strata weighted by their shares. */
function layerDensity({ strata }: AreaProfile, layer: number, fields: SectionFields, sample: number): number {
  let sum = 0;
  let shares = 0;
  for (const stratum of strata) {
    if (stratum.layer !== layer) continue;
    const log = stratum.densityGradient.reduce(
      (total, slope, g) => total + slope * (fields.gradients[g]?.[sample] ?? 0),
      0,
    );
    sum += stratum.share * stratum.densityPerMm2 * Math.exp(log);
    shares += stratum.share;
  }
  return shares > 0 ? sum / shares : 0;
}

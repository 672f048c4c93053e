import { DataError } from "@cytonet/cohort";
import type { AtlasLabel } from "./atlasLabels.js";
import { type CcfAtlas, ccfHemisphere } from "./ccfAtlas.js";
import { type PlacedSection, positionAt, type SectionPosition } from "./sectionPositions.js";
import { type TissueMask, tissueShares } from "./tissue.js";

/** Which points of the grid are kept: those in the isocortex, or all that lie in the atlas. */
export type Region = "cortex" | "all";

/** How a section is sampled. */
export interface GridSettings {
  /** Distance of neighbouring points in the section's plane, mm. */
  readonly gridSpacingMm: number;
  readonly region: Region;
  /** Side of the square in which the share of tissue is measured, mm. */
  readonly tissueWindowMm: number;
  /** Points with a smaller share of tissue are dropped, 0 to 1. */
  readonly minTissueShare: number;
}

/** A point of the grid with its label. */
export interface GridPoint extends SectionPosition {
  readonly row: number;
  readonly column: number;
  readonly hemisphere: "left" | "right" | "unknown";
  readonly tissueShare: number;
  readonly label: AtlasLabel;
}

/**
 * Sample a section on a regular grid, row by row. Grid cells tile the image from its top-left corner in
 * millimetres; a point is the centre of its cell, so neighbours are equally far along both axes whatever the
 * shape of the pixels.
 *
 * Kept are points with enough tissue that lie in the atlas and in the region.
 *
 * @throws DataError where the annotation holds a label that the label file does not name
 */
export function sampleGrid(
  section: PlacedSection,
  mask: TissueMask,
  atlas: CcfAtlas,
  labels: ReadonlyMap<number, AtlasLabel>,
  settings: GridSettings,
): GridPoint[] {
  const spacingUm = settings.gridSpacingMm * 1000;
  const shareAt = tissueShares(mask, settings.tissueWindowMm * 1000);
  const columns = Math.floor((section.widthPx * section.pixelSizeXUm) / spacingUm);
  const rows = Math.floor((section.heightPx * section.pixelSizeYUm) / spacingUm);
  const points: GridPoint[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const xUm = (column + 0.5) * spacingUm;
      const yUm = (row + 0.5) * spacingUm;
      const tissueShare = shareAt(xUm, yUm);
      if (tissueShare < settings.minTissueShare) continue;
      const position = positionAt(section, xUm, yUm);
      const id = atlas.labelAt(...position.refMm);
      if (id === 0) continue;
      const label = labels.get(id);
      if (label === undefined) throw unknownLabel(id);
      if (settings.region === "cortex" && label.cortex === undefined) continue;
      const hemisphere = ccfHemisphere(position.refMm);
      points.push({ ...position, row, column, hemisphere, tissueShare, label });
    }
  }
  return points;
}

function unknownLabel(id: number): DataError {
  return new DataError({
    field: "idx",
    message: `the annotation holds label ${id}, which the label file does not name`,
    remedy: "Give the label file that belongs to the annotation.",
  });
}

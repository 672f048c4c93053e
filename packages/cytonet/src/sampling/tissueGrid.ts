import { ConfigError } from "@cytonet/cohort";
import { z } from "zod";
import type { TissueMaskImage } from "../preparation/maskImage.js";
import { tissueShares } from "../preparation/tissue.js";

const regions = ["grey", "white", "tissue"] as const;

/** How `cytonet sample grid` lays points on the masks of `cytonet segment`. */
export const TissueGridSettings = z.strictObject({
  /** Distance of neighbouring points in the section's plane, mm. */
  gridSpacingMm: z.number().min(0.01).default(0.5),
  /** Class that a point must lie in; `tissue` is grey or white matter. */
  region: z.enum(regions).default("grey"),
  /** Side of the square in which the share of tissue is measured, mm. */
  tissueWindowMm: z.number().positive().default(0.5),
  /** Points with a smaller share of tissue are dropped, 0 to 1. */
  minTissueShare: z.number().min(0).max(1).default(0.5),
});

export type TissueGridSettings = z.output<typeof TissueGridSettings>;
export const tissueRegions = regions;

/** Settings with their defaults. @throws ConfigError naming what is out of range */
export function readTissueGridSettings(given: z.input<typeof TissueGridSettings>): TissueGridSettings {
  const parsed = TissueGridSettings.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map(({ path, message }) => ({
      field: path.map(String).join("."),
      message,
      remedy: "See `cytonet sample grid --help`.",
    })),
  );
}

/** A point of the grid: its cell, and where it lies in µm from the image's top-left corner, along width and height. */
export interface TissueGridPoint {
  readonly row: number;
  readonly column: number;
  readonly xUm: number;
  readonly yUm: number;
  /** Share of grey and white matter in the window around it, 0 to 1. */
  readonly tissueShare: number;
}

/**
 * Points of a regular grid that lie in the tissue of a mask, row by row. Cells tile the section from its top-left corner
 * in millimetres; a point is the centre of its cell, so that neighbours are equally far along both axes.
 *
 * @param mask classes 0 slide, 1 grey, 2 white matter
 * @param pixelSizeUm µm per pixel of the mask
 */
export function tissueGrid(
  mask: TissueMaskImage,
  pixelSizeUm: number,
  { gridSpacingMm, region, tissueWindowMm, minTissueShare }: TissueGridSettings,
): TissueGridPoint[] {
  const { widthPx, heightPx, labels } = mask;
  const isIn =
    region === "tissue" ? (label: number) => label > 0 : (label: number) => label === CLASS[region];
  const inside = labels.map((label) => (label > 0 ? 1 : 0));
  const shareAt = tissueShares({ widthPx, heightPx, pixelSizeUm, inside }, tissueWindowMm * 1000);
  const spacingUm = gridSpacingMm * 1000;
  const [columns, rows] = [widthPx, heightPx].map((px) => Math.floor((px * pixelSizeUm) / spacingUm));
  const points: TissueGridPoint[] = [];
  for (let row = 0; row < rows!; row++) {
    const yUm = (row + 0.5) * spacingUm;
    const maskRow = Math.floor(yUm / pixelSizeUm) * widthPx;
    for (let column = 0; column < columns!; column++) {
      const xUm = (column + 0.5) * spacingUm;
      if (!isIn(labels[maskRow + Math.floor(xUm / pixelSizeUm)]!)) continue;
      const tissueShare = shareAt(xUm, yUm);
      if (tissueShare >= minTissueShare) points.push({ row, column, xUm, yUm, tissueShare });
    }
  }
  return points;
}

const CLASS = { grey: 1, white: 2 } as const;

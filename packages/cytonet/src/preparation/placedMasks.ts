import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type Cohort,
  DataError,
  itemDir,
  readFailures,
  type ScannedSection,
  scanPath,
} from "@cytonet/cohort";
import { readMask, type TissueMaskImage } from "./maskImage.js";
import { readSectionAlignment, sectionAlignmentPath } from "./sectionAlignment.js";
import { type SegmentSummary, segmentStage } from "./segmentStage.js";
import type { StackFrame } from "./stackFrame.js";

/** A section's mask and its place in the brain. */
export interface PlacedMask {
  readonly section: string;
  readonly maskPath: string;
  readonly scan: string;
  readonly pixelSizeXUm: number;
  readonly pixelSizeYUm: number;
  /** From level-0 pixels (x, y, 0) to the brain's millimetres, 4 × 4, row by row. */
  readonly affine: readonly number[];
  readonly positionMm: number;
  /** Its image shows the mirror image of what the brain's other sections show. */
  readonly mirrored: boolean;
  /** Pixels of the mask, and their size. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly maskPixelUm: number;
}

/** Sections whose segmentation failed last: the mask of an earlier scan or setting may still stand there. */
export async function sectionsWithoutMask(cohortDir: string): Promise<ReadonlySet<string>> {
  return new Set((await readFailures(cohortDir, segmentStage.name)).map(({ item }) => item));
}

/**
 * Where the parts of a section are that a volume is made from; undefined for those that it lacks.
 *
 * @param without sections whose mask does not count, see {@link sectionsWithoutMask}
 */
export function sectionParts(cohort: Cohort, section: ScannedSection, without: ReadonlySet<string>) {
  const mask = join(itemDir(cohort.dir, segmentStage.name, section), "mask.png");
  const counts = !without.has(`${section.brain}/${section.section}`) && existsSync(mask);
  return {
    mask: counts ? mask : undefined,
    alignment: sectionAlignmentPath(cohort.dir, section.brain, section.section),
    scan: scanPath(cohort, section),
  };
}

/** Reads a section's place and the size of its mask. @throws DataError where one of them is damaged. */
export async function placeMask(
  section: ScannedSection,
  parts: { readonly mask: string; readonly alignment: string; readonly scan: string },
  frame: StackFrame,
): Promise<PlacedMask> {
  const { affine } = await readSectionAlignment(parts.alignment, section.brain);
  const summary = await readSegmentSummary(join(dirname(parts.mask), "summary.json"));
  const stackRow = 4 * frame.stackAxis;
  if (affine[stackRow] !== 0 || affine[stackRow + 1] !== 0) {
    throw new DataError({
      file: parts.alignment,
      field: "affine",
      message: "tilts the section out of the cutting plane",
      remedy: "Give a transform within the plane of the section.",
    });
  }
  const [w, h] = [4 * frame.widthAxis, 4 * frame.heightAxis];
  const turn = affine[w]! * affine[h + 1]! - affine[w + 1]! * affine[h]!;
  return {
    section: section.section,
    maskPath: parts.mask,
    scan: parts.scan,
    pixelSizeXUm: section.pixelSizeXUm,
    pixelSizeYUm: section.pixelSizeYUm,
    affine,
    positionMm: affine[stackRow + 3]!,
    mirrored: turn * frame.widthSign * frame.heightSign < 0,
    widthPx: summary.widthPx,
    heightPx: summary.heightPx,
    maskPixelUm: summary.pixelSizeUm,
  };
}

/** What segmentation found of a section. @throws DataError where the file is damaged */
export async function readSegmentSummary(path: string): Promise<SegmentSummary> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as SegmentSummary;
  } catch (cause) {
    const remedy = "Remove the folder and run cytonet segment again.";
    throw new DataError({ file: path, message: "cannot be read as JSON", remedy }, { cause });
  }
}

/** Reads the mask itself. @throws DataError where it is damaged or not of the size that its summary says. */
export async function readPlacedMask(placed: PlacedMask): Promise<TissueMaskImage> {
  const mask = await readMask(placed.maskPath);
  if (mask.widthPx === placed.widthPx && mask.heightPx === placed.heightPx) return mask;
  throw new DataError({
    file: placed.maskPath,
    message: `is ${mask.widthPx} × ${mask.heightPx} px and its summary says ${placed.widthPx} × ${placed.heightPx}`,
    remedy: "Run cytonet segment again; draw corrections into overrides/masks.",
  });
}

/** Least and greatest millimetres that a mask's tissue reaches along x, y, z; undefined for an empty mask. */
export function tissueBox(
  placed: PlacedMask,
  { widthPx, heightPx, labels }: TissueMaskImage,
): { least: number[]; greatest: number[] } | undefined {
  let [left, right, top, bottom] = [widthPx, -1, heightPx, -1];
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      if (labels[at] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return undefined;
  const corners = [left, right + 1].flatMap((x) => [top, bottom + 1].map((y) => [x, y] as const));
  const { affine, maskPixelUm } = placed;
  const [sx, sy] = [maskPixelUm / placed.pixelSizeXUm, maskPixelUm / placed.pixelSizeYUm];
  const along = (row: number) =>
    corners.map(([x, y]) => affine[row]! * x * sx + affine[row + 1]! * y * sy + affine[row + 3]!);
  const rows = [0, 4, 8].map(along);
  return { least: rows.map((v) => Math.min(...v)), greatest: rows.map((v) => Math.max(...v)) };
}

import type { Affine, Brain } from "@cytonet/cohort";
import { extentFault } from "../scans/plausibleExtent.js";
import {
  type Anchoring,
  anchoredPixelSizesUm,
  anchoredSkew,
  atlasPosition,
  sectionOrientation,
  type Vec3,
} from "./anchoring.js";
import { type CcfGrid, ccfMm } from "./ccfAtlas.js";
import type { QuintSection } from "./quintResult.js";
import type { SectionExtent, StackFrame } from "./stackFrame.js";

/** Largest cosine between an image's axes that still counts as a right angle: about 6°. */
const maxSkew = 0.1;

/** How a series was cut and imaged, as `cohort.yaml` says it. */
export type SeriesOrientation = Pick<Brain, "sectionOrder"> & Pick<Required<Brain>, "imageLeftIs">;

/**
 * The scale and position of an image, by its anchoring. Only the shape of the image must be that of the
 * registered one: a larger or smaller copy is placed just as well. Lengths are rounded to 10⁻⁶ of their unit.
 *
 * @returns pixel sizes, and the position of the image's centre along the stack in `allen-ccfv3`
 * @throws RangeError saying what is wrong with image or anchoring
 */
export function placeImage(
  section: QuintSection,
  image: { readonly widthPx: number; readonly heightPx: number },
  grid: CcfGrid,
): SectionExtent {
  const { anchoring } = section;
  const { widthPx, heightPx } = image;
  const scale = widthPx / section.widthPx;
  // One pixel of the coarser copy is what rounding of its size can account for.
  if (Math.abs(heightPx - section.heightPx * scale) > Math.max(1, scale)) {
    throw new RangeError(
      `the image is ${widthPx} x ${heightPx} px, not of the registered shape ${section.widthPx} x ${section.heightPx}`,
    );
  }
  const orientation = sectionOrientation(anchoring);
  const skew = anchoredSkew(anchoring);
  if (orientation === undefined || Math.abs(skew) > maxSkew) {
    throw new RangeError(`the anchoring's axes are not at right angles (cosine ${skew.toFixed(3)})`);
  }
  const { pixelSizeXUm, pixelSizeYUm } = anchoredPixelSizesUm(anchoring, grid.voxelUm, widthPx, heightPx);
  const fault = extentFault({ widthPx, heightPx, pixelSizeXUm, pixelSizeYUm });
  if (fault !== undefined) throw new RangeError(`by its anchoring ${fault.problem}`);
  const centre = ccfMm(atlasPosition(anchoring, 0.5, 0.5), grid);
  const { stackAxis } = orientation;
  const positionMm = centre[stackAxis];
  if (Math.abs(positionMm) > (grid.sizes[stackAxis] * grid.voxelUm) / 2000) {
    throw new RangeError(`by its anchoring it lies outside the atlas, at ${positionMm.toFixed(1)} mm`);
  }
  return {
    widthPx,
    heightPx,
    pixelSizeXUm: rounded(pixelSizeXUm),
    pixelSizeYUm: rounded(pixelSizeYUm),
    positionMm: rounded(positionMm),
  };
}

/**
 * How the series was cut, from its anchorings: the axis that sections follow one another along with the
 * direction of ascending `nr`, and which hemisphere is on the image's left.
 *
 * @returns undefined where the sections do not agree or are not coronal; only coronal series are imported
 */
export function seriesOrientation(sections: readonly QuintSection[]): SeriesOrientation | undefined {
  const orientations = sections.map(({ anchoring }) => sectionOrientation(anchoring));
  const first = orientations[0];
  const alike = orientations.every(
    (o) => o?.stackAxis === 1 && o.widthAxis === 0 && o.widthSign === first?.widthSign,
  );
  if (first === undefined || !alike) return undefined;
  const y = (section: QuintSection) => atlasPosition(section.anchoring, 0.5, 0.5)[1];
  const ascending = y(sections.at(-1)!) >= y(sections[0]!);
  return {
    sectionOrder: ascending ? "posterior-to-anterior" : "anterior-to-posterior",
    // x of the atlas grows to the right, so an image whose width runs against it begins on the right.
    imageLeftIs: first.widthSign < 0 ? "right" : "left",
  };
}

/**
 * The affine map of points of one section from the brain's own millimetres to those of `allen-ccfv3`. In the
 * plane it is the anchoring exactly, tilt and shear included; across the plane it runs along the plane's
 * normal.
 */
export function sectionAffine(
  anchoring: Anchoring,
  positionMm: number,
  frame: StackFrame,
  grid: CcfGrid,
): Affine {
  const width = unit(anchoring.u);
  const height = unit(anchoring.v);
  const across = unit(cross(anchoring.u, anchoring.v));
  const columns: Vec3[] = [];
  columns[frame.widthAxis] = scaled(width, frame.widthSign);
  columns[frame.heightAxis] = scaled(height, frame.heightSign);
  columns[frame.stackAxis] = scaled(across, across[frame.stackAxis] < 0 ? -1 : 1);
  const centre = ccfMm(atlasPosition(anchoring, 0.5, 0.5), grid);
  const shift = centre.map((mm, row) => mm - columns[frame.stackAxis]![row]! * positionMm);
  return [0, 1, 2]
    .flatMap((row) => [...columns.map((column) => column[row]!), shift[row]!])
    .concat([0, 0, 0, 1]);
}

function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function scaled([x, y, z]: Vec3, factor: number): Vec3 {
  return [x * factor, y * factor, z * factor];
}

function unit(vector: Vec3): Vec3 {
  return scaled(vector, 1 / Math.hypot(...vector));
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

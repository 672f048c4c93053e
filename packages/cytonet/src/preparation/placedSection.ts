import {
  type Anchoring,
  type Axis,
  anchoredPixelSizesUm,
  anchoredSkew,
  atlasPosition,
  type SectionOrientation,
  sectionOrientation,
  type Vec3,
} from "./anchoring.js";
import { type CcfAtlas, ccfMm } from "./ccfAtlas.js";
import type { QuintSection } from "./quintResult.js";

/** Largest cosine between an image's axes that still counts as a right angle: about 6°. */
const maxSkew = 0.1;

/** An image of a section with its size and its place in the atlas. */
export interface PlacedSection {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelSizeXUm: number;
  readonly pixelSizeYUm: number;
  readonly anchoring: Anchoring;
  readonly orientation: SectionOrientation;
  /** Reference millimetres of the image's centre along the axis on which sections follow one another. */
  readonly positionMm: number;
}

/** A position of a section in all the frames that a point needs. */
export interface SectionPosition {
  /** Level-0 pixels. */
  readonly xPx: number;
  readonly yPx: number;
  /** The brain's own millimetres: the stack of sections as cut. */
  readonly brainMm: Vec3;
  /** Position in voxels of the atlas. */
  readonly voxel: Vec3;
  /** Millimetres in the reference space. */
  readonly refMm: Vec3;
}

/**
 * Place an image in the atlas by its anchoring. Only the shape of the image must be that of the registered
 * one: a larger or smaller copy is placed just as well.
 *
 * @throws RangeError saying what is wrong with image or anchoring
 */
export function placeSection(
  section: QuintSection,
  image: { readonly widthPx: number; readonly heightPx: number },
  atlas: Pick<CcfAtlas, "sizes" | "voxelUm">,
): PlacedSection {
  const { anchoring } = section;
  const { widthPx, heightPx } = image;
  const scale = widthPx / section.widthPx;
  // One pixel of the coarser copy is what rounding of its size can account for.
  if (Math.abs(heightPx - section.heightPx * scale) > Math.max(1, scale)) {
    throw new RangeError(
      `the image is ${widthPx} x ${heightPx} px, not of the shape ${section.widthPx} x ${section.heightPx} that was registered`,
    );
  }
  const orientation = sectionOrientation(anchoring);
  const skew = anchoredSkew(anchoring);
  if (orientation === undefined || Math.abs(skew) > maxSkew) {
    throw new RangeError(`the anchoring's axes are not at right angles (cosine ${skew.toFixed(3)})`);
  }
  const centre = ccfMm(atlasPosition(anchoring, 0.5, 0.5), atlas);
  return {
    widthPx,
    heightPx,
    ...anchoredPixelSizesUm(anchoring, atlas.voxelUm, widthPx, heightPx),
    anchoring,
    orientation,
    positionMm: centre[orientation.stackAxis],
  };
}

/**
 * The position of a point given in µm from the image's top-left corner, along its width and height.
 *
 * The brain's own frame is the stack as cut: RAS axes, in the section's plane measured from the image's
 * centre, along the stack at the section's position. No tilt of the plane and no alignment between sections is
 * in it; those are in the reference position.
 */
export function positionOf(
  section: PlacedSection,
  xUm: number,
  yUm: number,
  atlas: Pick<CcfAtlas, "sizes" | "voxelUm">,
): SectionPosition {
  const { widthPx, heightPx, pixelSizeXUm, pixelSizeYUm, orientation, positionMm } = section;
  const xPx = xUm / pixelSizeXUm;
  const yPx = yUm / pixelSizeYUm;
  const voxel = atlasPosition(section.anchoring, xPx / widthPx, yPx / heightPx);
  const along: Record<Axis, number> = { 0: 0, 1: 0, 2: 0 };
  along[orientation.widthAxis] = (orientation.widthSign * (xUm - (widthPx * pixelSizeXUm) / 2)) / 1000;
  along[orientation.heightAxis] = (orientation.heightSign * (yUm - (heightPx * pixelSizeYUm) / 2)) / 1000;
  along[orientation.stackAxis] = positionMm;
  return { xPx, yPx, brainMm: [along[0], along[1], along[2]], voxel, refMm: ccfMm(voxel, atlas) };
}

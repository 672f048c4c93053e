import type { Brain } from "@cytonet/cohort";
import type { Axis, Vec3 } from "./anchoring.js";

/** Which RAS axes an image's width and height and the stack of sections follow, and in which direction. */
export interface StackFrame {
  readonly widthAxis: Axis;
  readonly widthSign: 1 | -1;
  readonly heightAxis: Axis;
  readonly heightSign: 1 | -1;
  readonly stackAxis: Axis;
}

/** An image with its scale and its place in the stack. */
export interface SectionExtent {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelSizeXUm: number;
  readonly pixelSizeYUm: number;
  readonly positionMm: number;
}

/**
 * The axes of a brain's own space, the stack of sections as cut.
 *
 * Coronal sections show left and right along their width, as `imageLeftIs` says, and superior above;
 * horizontal ones likewise, with anterior above; sagittal ones anterior on the right and superior above. An
 * image that lies otherwise is turned by its section's transform, not here.
 */
export function stackFrame({
  sectionOrder,
  imageLeftIs,
}: Pick<Brain, "sectionOrder" | "imageLeftIs">): StackFrame {
  const leftToRight = imageLeftIs === "right" ? -1 : 1;
  if (sectionOrder.includes("anterior")) {
    return { widthAxis: 0, widthSign: leftToRight, heightAxis: 2, heightSign: -1, stackAxis: 1 };
  }
  if (sectionOrder.includes("superior")) {
    return { widthAxis: 0, widthSign: leftToRight, heightAxis: 1, heightSign: -1, stackAxis: 2 };
  }
  return { widthAxis: 1, widthSign: 1, heightAxis: 2, heightSign: -1, stackAxis: 0 };
}

/**
 * Millimetres in the brain's own space of a level-0 pixel position: in the section's plane measured from the
 * image's centre, along the stack the section's position. Neither the tilt of the plane nor the alignment
 * between sections is in it; those belong to the section's transform.
 */
export function brainMm(frame: StackFrame, section: SectionExtent, xPx: number, yPx: number): Vec3 {
  const along: [number, number, number] = [0, 0, 0];
  const { widthPx, heightPx, pixelSizeXUm, pixelSizeYUm, positionMm } = section;
  along[frame.widthAxis] = (frame.widthSign * (xPx - widthPx / 2) * pixelSizeXUm) / 1000;
  along[frame.heightAxis] = (frame.heightSign * (yPx - heightPx / 2) * pixelSizeYUm) / 1000;
  along[frame.stackAxis] = positionMm;
  return along;
}

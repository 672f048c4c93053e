import type { Affine } from "@cytonet/cohort";
import type { Vec3 } from "./anchoring.js";
import { brainMm, type SectionExtent, type StackFrame } from "./stackFrame.js";

/** A section's image with the frame of its brain and the map of its points to the reference space. */
export interface PlacedSection extends SectionExtent {
  readonly frame: StackFrame;
  /** From the brain's millimetres to those of the reference space. */
  readonly toReference: Affine;
}

/** One position of a section in all the frames that a point needs. */
export interface SectionPosition {
  /** Level-0 pixels. */
  readonly xPx: number;
  readonly yPx: number;
  readonly brainMm: Vec3;
  readonly refMm: Vec3;
}

/** The position of a point given in µm from the image's top-left corner, along its width and height. */
export function positionAt(section: PlacedSection, xUm: number, yUm: number): SectionPosition {
  const xPx = xUm / section.pixelSizeXUm;
  const yPx = yUm / section.pixelSizeYUm;
  const brain = brainMm(section.frame, section, xPx, yPx);
  const m = section.toReference;
  const row = (at: number) => m[at]! * brain[0] + m[at + 1]! * brain[1] + m[at + 2]! * brain[2] + m[at + 3]!;
  return { xPx, yPx, brainMm: brain, refMm: [row(0), row(4), row(8)] };
}

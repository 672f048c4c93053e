import { type Affine, multiplyAffine } from "@cytonet/cohort";
import { nearestRigid, type Rigid2D, rigidMatrix } from "@cytonet/imaging";
import type { StackFrame } from "../stackFrame.js";

/** Where the plane of the base lies in the brain's space: its image's centre is the origin. */
export interface BasePlane {
  readonly frame: StackFrame;
  readonly widthUm: number;
  readonly heightUm: number;
}

/** The map from µm of the base's plane (x, y) to brain millimetres at a position along the stack. */
export function planeToBrain({ frame, widthUm, heightUm }: BasePlane, positionMm: number): Affine {
  const affine = new Array<number>(16).fill(0);
  affine[4 * frame.widthAxis] = frame.widthSign / 1000;
  affine[4 * frame.widthAxis + 3] = (-frame.widthSign * widthUm) / 2000;
  affine[4 * frame.heightAxis + 1] = frame.heightSign / 1000;
  affine[4 * frame.heightAxis + 3] = (-frame.heightSign * heightUm) / 2000;
  // Sections are flat: the third coordinate only makes the map invertible.
  affine[4 * frame.stackAxis + 2] = 1;
  affine[4 * frame.stackAxis + 3] = positionMm;
  affine[15] = 1;
  return affine;
}

/**
 * Point transform from level-0 pixels (x, y, 0) of a section to brain millimetres (RAS). A section that lies face down
 * has the opposite sign of determinant.
 */
export function sectionToBrain(
  pose: Rigid2D,
  { pixelSizeXUm, pixelSizeYUm, positionMm }: SectionScale,
  plane: BasePlane,
): Affine {
  const [a, b, c, d, e, f] = rigidMatrix(pose) as [number, number, number, number, number, number];
  const toPlane = [a * pixelSizeXUm, b * pixelSizeYUm, 0, c, d * pixelSizeXUm, e * pixelSizeYUm, 0, f];
  return multiplyAffine(planeToBrain(plane, positionMm), [...toPlane, 0, 0, 1, 0, 0, 0, 0, 1]);
}

/** A section's pixels and its place along the stack. */
export interface SectionScale {
  readonly pixelSizeXUm: number;
  readonly pixelSizeYUm: number;
  readonly positionMm: number;
}

/** The rigid pose nearest to a section's transform, from its µm to the base's. */
export function poseOfTransform(
  affine: Affine,
  { pixelSizeXUm, pixelSizeYUm }: Pick<SectionScale, "pixelSizeXUm" | "pixelSizeYUm">,
  { frame, widthUm, heightUm }: BasePlane,
): Rigid2D {
  const row = (axis: number, sign: number, sizeUm: number): number[] => {
    const at = 4 * axis;
    const perUm = [affine[at]! / pixelSizeXUm, affine[at + 1]! / pixelSizeYUm, affine[at + 3]!];
    const [x, y, shift] = perUm.map((value) => 1000 * sign * value) as [number, number, number];
    return [x, y, shift + sizeUm / 2];
  };
  return nearestRigid([
    ...row(frame.widthAxis, frame.widthSign, widthUm),
    ...row(frame.heightAxis, frame.heightSign, heightUm),
  ]);
}

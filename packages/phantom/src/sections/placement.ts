import type { Brain } from "../brain.js";
import { KeyedStream } from "../histology/counter.js";
import type { Confounds } from "../histology/stain.js";

/**
 * How a section lies on its slide: turned about its middle, shifted, and mounted face down where mirrored. Image µm
 * are measured from the image's top-left corner, x to the right and y down; plane mm are x (right) and z (superior)
 * of the brain.
 */
export interface SectionPlacement {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Level-0 pixel. */
  readonly pixelUm: number;
  /** Plane mm that lie in the middle of the image, before the shift. */
  readonly middleXMm: number;
  readonly middleZMm: number;
  /** How far the section lies from the middle of its slide, in the image, and how it is turned (clockwise). */
  readonly shiftXMm: number;
  readonly shiftYMm: number;
  readonly turnDeg: number;
  readonly mirrored: boolean;
}

/** Shift (mm, for a brain of human size) and turn (degrees) at most, and the share of mirrored sections. */
const displacement: Readonly<Record<Confounds, { shiftMm: number; turnDeg: number; mirrored: number }>> = {
  none: { shiftMm: 0, turnDeg: 0, mirrored: 0 },
  mild: { shiftMm: 2.5, turnDeg: 10, mirrored: 0.02 },
  strong: { shiftMm: 5, turnDeg: 20, mirrored: 0.04 },
};

/** Room on the slide around the largest section, as a share of its size. */
const marginShare = 0.04;

/** Draws how a section lies on its slide. All sections of a brain have slides of one size. */
export function drawPlacement(
  brain: Pick<Brain, "extentXMm" | "extentZMm" | "template">,
  confounds: Confounds,
  pixelUm: number,
  ...key: readonly number[]
): SectionPlacement {
  const { shiftMm, turnDeg, mirrored } = displacement[confounds];
  const stream = new KeyedStream(...key, 0x91ace);
  const widthMm = brain.extentXMm[1] - brain.extentXMm[0];
  const heightMm = brain.extentZMm[1] - brain.extentZMm[0];
  const most = shiftMm * brain.template.preset.scale;
  const [sin, cos] = [Math.sin((turnDeg * Math.PI) / 180), Math.cos((turnDeg * Math.PI) / 180)];
  const sizePx = (sideMm: number, otherMm: number): number =>
    Math.ceil((1000 * ((sideMm * cos + otherMm * sin) * (1 + marginShare) + 2 * most)) / pixelUm);
  return {
    widthPx: sizePx(widthMm, heightMm),
    heightPx: sizePx(heightMm, widthMm),
    pixelUm,
    middleXMm: (brain.extentXMm[0] + brain.extentXMm[1]) / 2,
    middleZMm: (brain.extentZMm[0] + brain.extentZMm[1]) / 2,
    shiftXMm: round(most * stream.between(-1, 1)),
    shiftYMm: round(most * stream.between(-1, 1)),
    turnDeg: round(turnDeg * stream.between(-1, 1)),
    mirrored: stream.next() < mirrored,
  };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

/** The map from image µm to plane mm: x = a·u + b·v + c, z = d·u + e·v + f. */
export interface PlaneMap {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** From image µm to the plane of the section. */
export function imageToPlane(placement: SectionPlacement): PlaneMap {
  const { widthPx, heightPx, pixelUm, middleXMm, middleZMm, shiftXMm, shiftYMm, turnDeg } = placement;
  const angle = (turnDeg * Math.PI) / 180;
  const cos = Math.cos(angle) / 1000;
  const sin = Math.sin(angle) / 1000;
  const flip = placement.mirrored ? -1 : 1;
  const u0 = (widthPx * pixelUm) / 2 + 1000 * shiftXMm;
  const v0 = (heightPx * pixelUm) / 2 + 1000 * shiftYMm;
  // Undo the shift, the clockwise turn, the mirroring, and point z up.
  const [a, b] = [flip * cos, flip * sin];
  const [d, e] = [sin, -cos];
  return { a, b, c: middleXMm - a * u0 - b * v0, d, e, f: middleZMm - d * u0 - e * v0 };
}

/** Level-0 pixels (centres at + ½) at plane mm: the inverse, in pixels. */
export function planeToPixel(placement: SectionPlacement): (xMm: number, zMm: number) => [number, number] {
  const { a, b, c, d, e, f } = imageToPlane(placement);
  const determinant = (a * e - b * d) * placement.pixelUm;
  return (x, z) => [(e * (x - c) - b * (z - f)) / determinant, (a * (z - f) - d * (x - c)) / determinant];
}

/**
 * Point transform from the section's level-0 pixels (x, y, 0) to brain mm, row by row; its determinant is negative
 * for sections that lie face up, since image rows grow downwards, and positive for mirrored ones.
 */
export function pixelToBrain(placement: SectionPlacement, yMm: number): number[] {
  const { a, b, c, d, e, f } = imageToPlane(placement);
  const p = placement.pixelUm;
  return [a * p, b * p, 0, c, 0, 0, 1, yMm, d * p, e * p, 0, f, 0, 0, 0, 1];
}

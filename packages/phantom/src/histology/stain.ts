import { KeyedStream, seedOf } from "./counter.js";

/** How strongly sections suffer from what happens to real ones. */
export type Confounds = "none" | "mild" | "strong";
export const confoundLevels = ["none", "mild", "strong"] as const;

/** A crack or a fold: a chain of points with a width. */
export interface Line {
  /** x and y in µm, one point after the other. */
  readonly pointsUm: Float64Array;
  readonly halfWidthUm: number;
}

/** How one section was stained, cut, mounted and scanned. Grey levels are of 8 bits, light from 255 down. */
export interface SectionStain {
  readonly seed: number;
  /** Bare slide, neuropil of grey and of white matter. */
  readonly glass: number;
  readonly grey: number;
  readonly white: number;
  /** How many levels a fully stained body is darker than the neuropil. */
  readonly cells: number;
  /** Amplitude of slow changes of the stain, as a share. */
  readonly unevenness: number;
  /** Change of light over the whole image, as a share, along x and y. */
  readonly light: readonly [number, number];
  /** Half the width over which edges are soft, µm. */
  readonly blurUm: number;
  /** Factor on the neuropil's texture. */
  readonly texture: number;
  /** Factor on the number of cells: the section's own thickness. */
  readonly thickness: number;
  /** Particles per mm² of slide. */
  readonly dustPerMm2: number;
  readonly tears: readonly Line[];
  readonly folds: readonly Line[];
}

/** Spread of a confound at each level. */
const spread: Readonly<Record<Confounds, number>> = { none: 0, mild: 1, strong: 2.2 };

/**
 * Draws how a section came out. Nothing of it depends on where the section lies in the brain.
 *
 * @param brain factors of the brain on the stain of cells and of neuropil.
 * @param widthUm,heightUm the slide's image.
 */
export function drawStain(
  confounds: Confounds,
  brain: { readonly stainStrength: number; readonly neuropil: number },
  widthUm: number,
  heightUm: number,
  ...key: readonly number[]
): SectionStain {
  const s = spread[confounds];
  const seed = seedOf(...key, 0x57a1);
  const stream = new KeyedStream(seed);
  const glass = 240 + 4 * s * stream.between(-1, 1);
  // Factors on how far tissue is from the glass: strongly stained sections are darker in every part.
  const strength = (1 + 0.07 * s * stream.between(-1, 1)) * (s > 0 ? brain.stainStrength : 1);
  const neuropil = (1 + 0.08 * s * stream.between(-1, 1)) * (s > 0 ? brain.neuropil : 1);
  const sizeMm = Math.min(widthUm, heightUm) / 1000;
  return {
    seed,
    glass,
    grey: glass - 38 * neuropil,
    white: glass - 24 * neuropil * (1 + 0.06 * s * stream.between(-1, 1)),
    cells: 148 * strength,
    unevenness: 0.05 * s,
    light: [0.02 * s * stream.between(-1, 1), 0.02 * s * stream.between(-1, 1)],
    blurUm: 0.5 + 0.7 * s * stream.next() ** 2,
    texture: 1 + 0.1 * s * stream.between(-1, 1),
    thickness: 1 + 0.05 * s * stream.between(-1, 1),
    dustPerMm2: 0.02 * s * stream.next(),
    tears: lines(stream, stream.poisson(0.9 * s), widthUm, heightUm, () => ({
      lengthUm: 1000 * sizeMm * stream.between(0.04, 0.25),
      halfWidthUm: stream.between(18, 40 + 35 * s),
      wander: 0.5,
    })),
    folds: lines(stream, stream.poisson(0.4 * s), widthUm, heightUm, () => ({
      lengthUm: 1000 * sizeMm * stream.between(0.15, 0.8),
      halfWidthUm: stream.between(50, 130),
      wander: 0.12,
    })),
  };
}

/** Random walks that begin somewhere in the middle four fifths of the image. */
function lines(
  stream: KeyedStream,
  count: number,
  widthUm: number,
  heightUm: number,
  draw: () => { readonly lengthUm: number; readonly halfWidthUm: number; readonly wander: number },
): Line[] {
  return Array.from({ length: count }, () => {
    const { lengthUm, halfWidthUm, wander } = draw();
    const stepUm = 180;
    const points = [stream.between(0.1, 0.9) * widthUm, stream.between(0.1, 0.9) * heightUm];
    let angle = stream.between(0, 2 * Math.PI);
    for (let walked = 0; walked < lengthUm; walked += stepUm) {
      angle += wander * stream.between(-1, 1);
      const at = points.length - 2;
      points.push(points[at]! + stepUm * Math.cos(angle), points[at + 1]! + stepUm * Math.sin(angle));
    }
    return { pointsUm: Float64Array.from(points), halfWidthUm };
  });
}

/** Pieces of lines farther than this are not looked at, µm. */
const nearUm = 900;

/**
 * Distance to the axis of the nearest line less its half width, in µm; lines thin out towards their ends. Infinite
 * where no line is near.
 */
export function distanceToLines(lines: readonly Line[], xUm: number, yUm: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const { pointsUm, halfWidthUm } of lines) {
    const pieces = pointsUm.length / 2 - 1;
    for (let i = 0; i < pieces; i++) {
      const ax = pointsUm[2 * i]!;
      const ay = pointsUm[2 * i + 1]!;
      if (Math.abs(xUm - ax) > nearUm || Math.abs(yUm - ay) > nearUm) continue;
      const bx = pointsUm[2 * i + 2]! - ax;
      const by = pointsUm[2 * i + 3]! - ay;
      const t = Math.min(1, Math.max(0, ((xUm - ax) * bx + (yUm - ay) * by) / (bx * bx + by * by)));
      const dx = xUm - ax - t * bx;
      const dy = yUm - ay - t * by;
      const off = Math.sqrt(dx * dx + dy * dy);
      const along = (i + t) / pieces;
      const width = halfWidthUm * Math.min(1, 6 * along, 6 * (1 - along));
      nearest = Math.min(nearest, off - width);
    }
  }
  return nearest;
}

/** The lines that can reach into a rectangle. */
export function linesNear(
  lines: readonly Line[],
  leftUm: number,
  topUm: number,
  rightUm: number,
  bottomUm: number,
): Line[] {
  const margin = 400;
  const result: Line[] = [];
  for (const { pointsUm, halfWidthUm } of lines) {
    for (let i = 0; i < pointsUm.length; i += 2) {
      const [x, y] = [pointsUm[i]!, pointsUm[i + 1]!];
      if (x < leftUm - margin || x > rightUm + margin || y < topUm - margin || y > bottomUm + margin)
        continue;
      result.push({ pointsUm, halfWidthUm });
      break;
    }
  }
  return result;
}

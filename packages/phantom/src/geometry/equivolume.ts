/**
 * Equivolume depth along straight streamlines (Bok 1929; Waehnert et al. 2014): the cross-section of a column of cortex
 * at a distance s from its middle is A(s) = 1 + e1·s + e2·s², where e1 is the sum and e2 the product of the principal
 * curvatures of the level surface at mid-depth; depth is the share of the column's volume between the pia and the point.
 */

/** Bounds the curvatures so that the column's cross-section stays positive over its thickness. */
export function boundCurvature(e1: number, e2: number, thicknessMm: number): [number, number] {
  const limit = 1.7 / thicknessMm;
  const sum = Math.max(-limit, Math.min(limit, e1));
  const cap = (sum * sum) / 4;
  return [sum, Math.max(-0.1 * limit * limit, Math.min(cap, e2))];
}

function volume(s: number, e1: number, e2: number): number {
  return s * (1 + s * (e1 / 2 + (s * e2) / 3));
}

/**
 * Gives the equivolume depth of a point at a distance below the pia; outside [0, thickness] it continues linearly.
 *
 * @param e1 sum of the principal curvatures at mid-depth, 1/mm; positive in fundi, where the sheet widens inwards
 * @param e2 their product, 1/mm²
 */
export function equivolumeDepth(distanceMm: number, thicknessMm: number, e1: number, e2: number): number {
  if (distanceMm <= 0 || distanceMm >= thicknessMm) {
    return distanceMm / thicknessMm;
  }
  const half = thicknessMm / 2;
  const start = volume(-half, e1, e2);
  return (volume(distanceMm - half, e1, e2) - start) / (volume(half, e1, e2) - start);
}

/** The inverse: the distance below the pia at which an equivolume depth in [0, 1] is reached, by bisection to 1e-6. */
export function equivolumeDistance(depth: number, thicknessMm: number, e1: number, e2: number): number {
  let low = 0;
  let high = thicknessMm;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (equivolumeDepth(middle, thicknessMm, e1, e2) < depth) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A point of a plane; the unit is the caller's. */
export type Point2 = readonly [x: number, y: number];

/**
 * A rigid map of a plane: first, where `mirrored`, x changes its sign; then a turn by `angleRad` (from x to y) and a
 * shift. Its determinant is −1 where `mirrored`, else 1.
 */
export interface Rigid2D {
  readonly angleRad: number;
  readonly mirrored: boolean;
  readonly shift: Point2;
}

export const identityRigid: Rigid2D = { angleRad: 0, mirrored: false, shift: [0, 0] };

/** Where a point goes. */
export function applyRigid({ angleRad, mirrored, shift }: Rigid2D, [x, y]: Point2): Point2 {
  const [cos, sin, u] = [Math.cos(angleRad), Math.sin(angleRad), mirrored ? -x : x];
  return [cos * u - sin * y + shift[0], sin * u + cos * y + shift[1]];
}

/** First `first`, then `second`. */
export function composeRigid(first: Rigid2D, second: Rigid2D): Rigid2D {
  return {
    angleRad: wrapAngle(second.angleRad + (second.mirrored ? -first.angleRad : first.angleRad)),
    mirrored: first.mirrored !== second.mirrored,
    shift: applyRigid(second, first.shift),
  };
}

/** The map back. */
export function invertRigid({ angleRad, mirrored, shift }: Rigid2D): Rigid2D {
  const turn = { angleRad: mirrored ? angleRad : -angleRad, mirrored, shift: [0, 0] as const };
  const [x, y] = applyRigid(turn, shift);
  return { ...turn, shift: [-x, -y] };
}

/** Its matrix by rows: a b c / d e f, with x' = a·x + b·y + c and y' = d·x + e·y + f. */
export function rigidMatrix({ angleRad, mirrored, shift }: Rigid2D): number[] {
  const [cos, sin, sign] = [Math.cos(angleRad), Math.sin(angleRad), mirrored ? -1 : 1];
  return [sign * cos, -sin, shift[0], sign * sin, cos, shift[1]];
}

/** The nearest rigid map to a matrix a b c / d e f: its linear part's rotation, mirrored where the determinant is < 0. */
export function nearestRigid([a, b, c, d, e, f]: readonly number[]): Rigid2D {
  const mirrored = a! * e! - b! * d! < 0;
  const sign = mirrored ? -1 : 1;
  return { angleRad: Math.atan2(sign * d! - b!, sign * a! + e!), mirrored, shift: [c!, f!] };
}

/** An angle in (−π, π]. */
export function wrapAngle(angleRad: number): number {
  const turns = Math.ceil(angleRad / (2 * Math.PI) - 0.5);
  return angleRad - turns * 2 * Math.PI;
}

/**
 * The rigid map with the least sum of weighted squared distances from mapped `from` to `to`, in closed form (Umeyama
 * 1991 in two dimensions).
 *
 * @param from x0 y0 x1 y1 …
 * @param to likewise, as many
 * @param weight weight of a pair, by its index; 0 leaves it out
 * @throws RangeError without a pair of positive weight
 */
export function fitRigid(
  from: Float64Array,
  to: Float64Array,
  weight: (pair: number) => number,
  mirrored: boolean,
): Rigid2D {
  const sign = mirrored ? -1 : 1;
  let [total, fx, fy, tx, ty] = [0, 0, 0, 0, 0];
  for (let i = 0; 2 * i < from.length; i++) {
    const w = weight(i);
    total += w;
    fx += w * sign * from[2 * i]!;
    fy += w * from[2 * i + 1]!;
    tx += w * to[2 * i]!;
    ty += w * to[2 * i + 1]!;
  }
  if (!(total > 0)) throw new RangeError("a rigid map needs at least one pair of positive weight");
  [fx, fy, tx, ty] = [fx / total, fy / total, tx / total, ty / total];
  let [dot, cross] = [0, 0];
  for (let i = 0; 2 * i < from.length; i++) {
    const w = weight(i);
    const [ax, ay] = [sign * from[2 * i]! - fx, from[2 * i + 1]! - fy];
    const [bx, by] = [to[2 * i]! - tx, to[2 * i + 1]! - ty];
    dot += w * (ax * bx + ay * by);
    cross += w * (ax * by - ay * bx);
  }
  const angleRad = Math.atan2(cross, dot);
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  return { angleRad, mirrored, shift: [tx - (cos * fx - sin * fy), ty - (sin * fx + cos * fy)] };
}

// Drift of a stack whose sections move by known velocities: what an alignment that lays neighbours on one another adds up.
import { lessCubic } from "./fits.mjs";

/**
 * Places that sections come to have when each is laid on the one before, while their tissue moves: the integral of the
 * motion, taken away.
 *
 * @param at positions along the stack, mm
 * @param velocities [x, z, turn] per mm at a common pivot, one for each position
 */
export function addedUp(at, velocities) {
  const poses = [[0, 0, 0]];
  for (let i = 1; i < at.length; i++) {
    const half = (at[i] - at[i - 1]) / 2;
    poses.push(poses[i - 1].map((value, k) => value - half * (velocities[i - 1][k] + velocities[i][k])));
  }
  return poses;
}

/**
 * What a cubic along the stack leaves of poses: mean distances over a square around the pivot, in its unit, and the
 * poses themselves.
 */
export function beyondCubic(at, poses, reach) {
  const { shifts, turns } = lessCubic(
    at,
    poses.map(([, , turn]) => turn),
    poses.map(([x, z]) => [x, z]),
  );
  const grid = [-1, -0.5, 0, 0.5, 1].map((share) => share * reach);
  const distances = shifts.map(([x, z], i) => {
    const all = grid.flatMap((u) => grid.map((v) => Math.hypot(x - turns[i] * v, z + turns[i] * u)));
    return all.reduce((sum, value) => sum + value, 0) / all.length;
  });
  return { distances, poses: shifts.map(([x, z], i) => [x, z, turns[i]]) };
}

/**
 * The rigid velocity nearest to velocities that are known along directions only, by least squares.
 *
 * @param samples [x, z, direction x, direction z, velocity along it]; places from the pivot
 */
export function rigidVelocity(samples) {
  const a = [0, 1, 2].map(() => [0, 0, 0, 0]);
  for (const [x, z, nx, nz, value] of samples) {
    const row = [nx, nz, x * nz - z * nx, value];
    for (let i = 0; i < 3; i++) for (let j = 0; j < 4; j++) a[i][j] += row[i] * row[j];
  }
  // The normal equations of three unknowns, by elimination.
  for (let i = 0; i < 3; i++) {
    for (let r = 0; r < 3; r++) {
      if (r === i) continue;
      const factor = a[r][i] / a[i][i];
      for (let c = i; c < 4; c++) a[r][c] -= factor * a[i][c];
    }
  }
  return a.map((row, i) => row[3] / row[i]);
}

export function quantile(values, q) {
  return [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];
}

/** Pearson's correlation. */
export function correlation(a, b) {
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [p, q] = [mean(a), mean(b)];
  const product = (f, g) => a.reduce((sum, _, i) => sum + f(i) * g(i), 0);
  const [u, v] = [(i) => a[i] - p, (i) => b[i] - q];
  return product(u, v) / Math.sqrt(product(u, u) * product(v, v));
}

// Fits by least squares that scores are made with: rigid maps in the plane and in space, cubics along the stack.

/** Rigid map (no mirroring) of points in the plane onto others. */
export function fitted(from, to) {
  const mean = (points) =>
    points.reduce(([a, b], [x, y]) => [a + x / points.length, b + y / points.length], [0, 0]);
  const [f, t] = [mean(from), mean(to)];
  let [dot, cross] = [0, 0];
  for (const [i, [x, y]] of from.entries()) {
    const [a, b, c, d] = [x - f[0], y - f[1], to[i][0] - t[0], to[i][1] - t[1]];
    dot += a * c + b * d;
    cross += a * d - b * c;
  }
  return { angle: Math.atan2(cross, dot), from: f, to: t };
}

export function apply({ angle, from, to }, [x, y]) {
  const [u, v, c, s] = [x - from[0], y - from[1], Math.cos(angle), Math.sin(angle)];
  return [c * u - s * v + to[0], s * u + c * v + to[1]];
}

/** The cubic of `at` that is nearest to `of` by weighted least squares, by normal equations. */
export function cubic(at, of, weight = () => 1) {
  const [low, high] = [Math.min(...at), Math.max(...at)];
  const powers = (y) => [0, 1, 2, 3].map((k) => ((2 * (y - low)) / Math.max(1e-9, high - low) - 1) ** k);
  const basis = at.map(powers);
  const a = [0, 1, 2, 3].map((i) => [
    ...[0, 1, 2, 3].map((j) => basis.reduce((sum, b, n) => sum + weight(n) * b[i] * b[j], 0)),
    basis.reduce((sum, b, n) => sum + weight(n) * b[i] * of[n], 0),
  ]);
  for (let i = 0; i < 4; i++) {
    const pivot = a
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]) > Math.abs(a[best][i]) ? i + k : best), i);
    [a[i], a[pivot]] = [a[pivot], a[i]];
    for (let r = 0; r < 4; r++) {
      if (r === i || a[i][i] === 0) continue;
      const factor = a[r][i] / a[i][i];
      for (let c = i; c < 5; c++) a[r][c] -= factor * a[i][c];
    }
  }
  const weights = a.map((row, i) => row[4] / row[i]);
  return (y) => powers(y).reduce((sum, value, i) => sum + value * weights[i], 0);
}

/** The cubic with the least sum of distances, which a few far values do not move, by reweighted least squares. */
export function robustCubic(at, of) {
  let fit = cubic(at, of);
  const least = 1e-6 * Math.max(...of.map(Math.abs), Number.MIN_VALUE);
  for (let round = 0; round < 100; round++) {
    const off = at.map((y, i) => Math.max(least, Math.abs(of[i] - fit(y))));
    fit = cubic(at, of, (i) => 1 / off[i]);
  }
  return fit;
}

/**
 * What is left of rigid motions along a stack after a cubic is removed from shift and turn: turns (radians) and shifts
 * of one pivot, each less its cubic.
 */
export function lessCubic(at, turns, shifts, fit = cubic) {
  const turn = fit(at, turns);
  const [x, y] = [0, 1].map((k) =>
    fit(
      at,
      shifts.map((one) => one[k]),
    ),
  );
  return {
    turn,
    shift: (a) => [x(a), y(a)],
    turns: at.map((a, i) => turns[i] - turn(a)),
    shifts: at.map((a, i) => [shifts[i][0] - x(a), shifts[i][1] - y(a)]),
  };
}

/**
 * Rigid map of points in space onto others, as 3 rows of 4: Horn's quaternion (1987), the eigenvector of the greatest
 * eigenvalue, by power iteration.
 */
export function rigidInSpace(from, to) {
  const mean = (points) => [0, 1, 2].map((k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);
  const [f, t] = [mean(from), mean(to)];
  const s = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => from.reduce((sum, p, n) => sum + (p[i] - f[i]) * (to[n][j] - t[j]), 0)),
  );
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = s;
  const n = [
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ];
  // Shifted by its norm no eigenvalue is negative, so that the greatest is also the largest.
  const norm = Math.sqrt(n.flat().reduce((sum, value) => sum + value * value, 0));
  let q = [1, 0.01, 0.02, 0.03];
  for (let step = 0; step < 10_000; step++) {
    const next = n.map((row, i) => row.reduce((sum, value, j) => sum + value * q[j], norm * q[i]));
    const length = Math.hypot(...next);
    q = next.map((value) => value / length);
  }
  const [w, x, y, z] = q;
  const turn = [
    [w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z],
  ];
  return turn.map((row, i) => [...row, t[i] - row[0] * f[0] - row[1] * f[1] - row[2] * f[2]]);
}

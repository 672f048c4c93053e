/** Solves a symmetric positive definite system of any size in place by Gaussian elimination with pivoting. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) {
      if (Math.abs(matrix[r]![c]!) > Math.abs(matrix[pivot]![c]!)) pivot = r;
    }
    [matrix[c], matrix[pivot]] = [matrix[pivot]!, matrix[c]!];
    [right[c], right[pivot]] = [right[pivot]!, right[c]!];
    for (let r = c + 1; r < n; r++) {
      const f = matrix[r]![c]! / matrix[c]![c]!;
      for (let k = c; k < n; k++) matrix[r]![k]! -= f * matrix[c]![k]!;
      right[r]! -= f * right[c]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let r = n - 1; r >= 0; r--) {
    let sum = right[r]!;
    for (let k = r + 1; k < n; k++) sum -= matrix[r]![k]! * x[k]!;
    x[r] = sum / matrix[r]![r]!;
  }
  return x;
}

/**
 * Fits the best affine map from one point set to another by least squares and returns the root mean square of what
 * remains, in the points' unit.
 *
 * @param from x, y, z of n ≥ 4 points that do not lie in a plane
 * @param to their images
 */
export function affineResidual(from: Float64Array, to: Float64Array): number {
  const normal = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  const right = Array.from({ length: 3 }, () => [0, 0, 0, 0]);
  const count = from.length / 3;
  for (let i = 0; i < count; i++) {
    const p = [from[3 * i]!, from[3 * i + 1]!, from[3 * i + 2]!, 1];
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) normal[a]![b]! += p[a]! * p[b]!;
      for (let c = 0; c < 3; c++) right[c]![a]! += p[a]! * to[3 * i + c]!;
    }
  }
  const rows = right.map((r) =>
    solve(
      normal.map((row) => row.slice()),
      r.slice(),
    ),
  );
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) {
      const [a, b, d, e] = rows[c]!;
      const fit = a! * from[3 * i]! + b! * from[3 * i + 1]! + d! * from[3 * i + 2]! + e!;
      sum += (to[3 * i + c]! - fit) ** 2;
    }
  }
  return Math.sqrt(sum / count);
}

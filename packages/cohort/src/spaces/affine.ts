/**
 * A 4 × 4 affine matrix in row-major order, last row 0 0 0 1. It maps column vectors (x, y, z, 1):
 * right-handed RAS millimetres, or voxel indices where a function says so.
 */
export type Affine = readonly number[];

export const identityAffine: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** Determinant of the linear part; negative for a map that mirrors. */
export function determinant(m: Affine): number {
  return (
    m[0]! * (m[5]! * m[10]! - m[6]! * m[9]!) -
    m[1]! * (m[4]! * m[10]! - m[6]! * m[8]!) +
    m[2]! * (m[4]! * m[9]! - m[5]! * m[8]!)
  );
}

/** True when left and right hands are exchanged: the determinant is negative. */
export function isReflection(m: Affine): boolean {
  return determinant(m) < 0;
}

/** The matrix product a·b: first b, then a. */
export function multiply(a: Affine, b: Affine): Affine {
  const product = new Array<number>(16);
  for (let row = 0; row < 4; row += 1) {
    for (let column = 0; column < 4; column += 1) {
      let sum = 0;
      for (let k = 0; k < 4; k += 1) sum += a[row * 4 + k]! * b[k * 4 + column]!;
      product[row * 4 + column] = sum;
    }
  }
  return product;
}

/** The inverse map. @throws RangeError when the matrix is singular. */
export function invert(m: Affine): Affine {
  const det = determinant(m);
  if (!Number.isFinite(1 / det)) throw new RangeError("The affine matrix is singular: it has no inverse.");
  const [a, b, c, x, d, e, f, y, g, h, i, z] = m as number[] & { length: 16 };
  const inverse = [e! * i! - f! * h!, c! * h! - b! * i!, b! * f! - c! * e!]
    .concat([f! * g! - d! * i!, a! * i! - c! * g!, c! * d! - a! * f!])
    .concat([d! * h! - e! * g!, b! * g! - a! * h!, a! * e! - b! * d!])
    .map((cofactor) => cofactor / det);
  const shift = (row: number): number =>
    -(inverse[row * 3]! * x! + inverse[row * 3 + 1]! * y! + inverse[row * 3 + 2]! * z!);
  return [0, 1, 2]
    .flatMap((row) => [inverse[row * 3]!, inverse[row * 3 + 1]!, inverse[row * 3 + 2]!, shift(row)])
    .concat([0, 0, 0, 1]);
}

/** Maps points laid out x0 y0 z0 x1 y1 z1 …; the result is a new array of the same length. */
export function applyAffine(m: Affine, xyz: Float64Array): Float64Array {
  if (xyz.length % 3 !== 0)
    throw new RangeError(`Points need three numbers each; got ${xyz.length} numbers.`);
  const mapped = new Float64Array(xyz.length);
  for (let at = 0; at < xyz.length; at += 3) {
    const x = xyz[at]!;
    const y = xyz[at + 1]!;
    const z = xyz[at + 2]!;
    mapped[at] = m[0]! * x + m[1]! * y + m[2]! * z + m[3]!;
    mapped[at + 1] = m[4]! * x + m[5]! * y + m[6]! * z + m[7]!;
    mapped[at + 2] = m[8]! * x + m[9]! * y + m[10]! * z + m[11]!;
  }
  return mapped;
}

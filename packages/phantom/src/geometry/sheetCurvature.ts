import { nodeCount, sampleScalar, sharedFloats, type VectorVolume } from "./grid.js";

/** Passes of the [1 2 1]/4 filter: a Gaussian of σ = √(passes/2) voxels. */
const PASSES = 5;

/**
 * Computes the sum and the product of the principal curvatures of the cortical sheet at mid-depth, for every voxel of the
 * cortex (two channels, 1/mm and 1/mm²): the invariants of the Hessian of the distance to the pia, taken where the
 * streamline through the voxel is at mid-depth, then averaged over the neighbourhood. All depths of one streamline get
 * the same value. Outside the cortex the average of the nearest cortex continues for a few voxels.
 *
 * @param pial distance to the pial surface in mm
 * @param thicknessMm thickness of the cortex around a point
 */
export function sheetCurvature(
  pial: VectorVolume,
  thicknessMm: (x: number, y: number, z: number) => number,
): VectorVolume {
  const { size, originMm, stepMm: h, values: phi } = pial;
  const [nx, ny, nz] = size;
  const count = nodeCount(pial);
  const sum = new Float32Array(count);
  const product = new Float32Array(count);
  const weight = new Float32Array(count);
  const sy = nx;
  const sz = nx * ny;
  const hh = h * h;
  for (let k = 1; k < nz - 1; k++) {
    for (let j = 1; j < ny - 1; j++) {
      for (let i = 1; i < nx - 1; i++) {
        const n = i + j * sy + k * sz;
        const p = phi[n]!;
        if (p < 0.9 * h) continue;
        const x = originMm[0] + i * h;
        const y = originMm[1] + j * h;
        const z = originMm[2] + k * h;
        if (p > 3.5 * h) {
          const t = thicknessMm(x, y, z);
          if (p > 1.15 * t) continue;
        }
        let gx = phi[n + 1]! - phi[n - 1]!;
        let gy = phi[n + sy]! - phi[n - sy]!;
        let gz = phi[n + sz]! - phi[n - sz]!;
        const slope = Math.sqrt(gx * gx + gy * gy + gz * gz);
        // Where the slope is not 1 two fronts meet, and no streamline passes.
        if (slope < 1.4 * h) continue;
        gx /= slope;
        gy /= slope;
        gz /= slope;
        const shift = Math.max(0.5 * thicknessMm(x, y, z), 1.6 * h) - p;
        const mx = x + shift * gx;
        const my = y + shift * gy;
        const mz = z + shift * gz;
        const f = (a: number, b: number, c: number) => sampleScalar(pial, mx + a * h, my + b * h, mz + c * h);
        const xp = f(1, 0, 0);
        const xm = f(-1, 0, 0);
        const yp = f(0, 1, 0);
        const ym = f(0, -1, 0);
        const zp = f(0, 0, 1);
        const zm = f(0, 0, -1);
        const steep = Math.sqrt((xp - xm) ** 2 + (yp - ym) ** 2 + (zp - zm) ** 2);
        if (steep < 1.5 * h) continue;
        const twice = 2 * f(0, 0, 0);
        const xx = (xp + xm - twice) / hh;
        const yy = (yp + ym - twice) / hh;
        const zz = (zp + zm - twice) / hh;
        const xy = (f(1, 1, 0) + f(-1, -1, 0) - f(1, -1, 0) - f(-1, 1, 0)) / (4 * hh);
        const xz = (f(1, 0, 1) + f(-1, 0, -1) - f(1, 0, -1) - f(-1, 0, 1)) / (4 * hh);
        const yz = (f(0, 1, 1) + f(0, -1, -1) - f(0, 1, -1) - f(0, -1, 1)) / (4 * hh);
        sum[n] = xx + yy + zz;
        product[n] = xx * yy - xy * xy + xx * zz - xz * xz + yy * zz - yz * yz;
        weight[n] = 1;
      }
    }
  }
  for (let pass = 0; pass < PASSES; pass++) {
    for (const stride of [1, sy, sz]) {
      smooth(sum, stride);
      smooth(product, stride);
      smooth(weight, stride);
    }
  }
  const values = sharedFloats(2 * count);
  for (let n = 0; n < count; n++) {
    if (weight[n]! > 1e-4) {
      values[2 * n] = sum[n]! / weight[n]!;
      values[2 * n + 1] = product[n]! / weight[n]!;
    }
  }
  return { originMm, stepMm: h, size, channels: 2, values };
}

/** Filters with [1 2 1]/4 along one stride, in place; the array's ends are assumed to be zero. */
function smooth(values: Float32Array, stride: number): void {
  const n = values.length;
  const before = new Float32Array(stride);
  for (let i = 0; i < n; i++) {
    const own = values[i]!;
    const next = i + stride < n ? values[i + stride]! : 0;
    const slot = i % stride;
    values[i] = 0.25 * before[slot]! + 0.5 * own + 0.25 * next;
    before[slot] = own;
  }
}

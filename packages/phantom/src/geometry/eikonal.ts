import type { VolumeGrid } from "./grid.js";

/**
 * Solves |∇φ| = 1 on a grid by fast sweeping (Zhao 2005), first order.
 *
 * @param grid the grid
 * @param phi distances: known values at frozen nodes, `limitMm` elsewhere; overwritten
 * @param frozen 1 where phi is known or not wanted
 * @param limitMm distances are not followed beyond this
 * @param rounds how often all eight orders are swept
 */
export function sweepDistance(
  grid: VolumeGrid,
  phi: Float32Array,
  frozen: Uint8Array,
  limitMm: number,
  rounds = 1,
): void {
  const [nx, ny, nz] = grid.size;
  const h = grid.stepMm;
  const sy = nx;
  const sz = nx * ny;
  for (let round = 0; round < 8 * rounds; round++) {
    const backX = (round & 1) === 1;
    const backY = (round & 2) === 2;
    const backZ = (round & 4) === 4;
    for (let kk = 0; kk < nz; kk++) {
      const k = backZ ? nz - 1 - kk : kk;
      for (let jj = 0; jj < ny; jj++) {
        const j = backY ? ny - 1 - jj : jj;
        const row = j * sy + k * sz;
        for (let ii = 0; ii < nx; ii++) {
          const i = backX ? nx - 1 - ii : ii;
          const n = row + i;
          if (frozen[n] === 1) continue;
          const a = Math.min(i > 0 ? phi[n - 1]! : limitMm, i < nx - 1 ? phi[n + 1]! : limitMm);
          const b = Math.min(j > 0 ? phi[n - sy]! : limitMm, j < ny - 1 ? phi[n + sy]! : limitMm);
          const c = Math.min(k > 0 ? phi[n - sz]! : limitMm, k < nz - 1 ? phi[n + sz]! : limitMm);
          const low = Math.min(a, b, c);
          if (low >= limitMm) continue;
          const high = Math.max(a, b, c);
          const middle = a + b + c - low - high;
          let value = low + h;
          if (value > middle) {
            const q = low - middle;
            value = 0.5 * (low + middle + Math.sqrt(2 * h * h - q * q));
            if (value > high) {
              const sum = a + b + c;
              const squares = a * a + b * b + c * c;
              value = (sum + Math.sqrt(Math.max(0, sum * sum - 3 * (squares - h * h)))) / 3;
            }
          }
          if (value < phi[n]!) phi[n] = value;
        }
      }
    }
  }
}

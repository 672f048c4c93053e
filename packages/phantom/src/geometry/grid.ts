/** A regular grid in brain mm: node (i, j, k) lies at origin + step·(i, j, k); x runs fastest. */
export interface VolumeGrid {
  readonly originMm: readonly [number, number, number];
  readonly stepMm: number;
  readonly size: readonly [number, number, number];
}

/** A vector field on a grid: `channels` numbers a node, interleaved. */
export interface VectorVolume extends VolumeGrid {
  readonly channels: number;
  readonly values: Float32Array;
}

/** Makes a grid that covers ± half, in mm, with a node at the origin. */
export function centredGrid(halfMm: readonly [number, number, number], stepMm: number): VolumeGrid {
  const half = halfMm.map((mm) => Math.ceil(mm / stepMm)) as [number, number, number];
  return {
    originMm: [-half[0] * stepMm, -half[1] * stepMm, -half[2] * stepMm],
    stepMm,
    size: [2 * half[0] + 1, 2 * half[1] + 1, 2 * half[2] + 1],
  };
}

/** Number of nodes. */
export function nodeCount(grid: VolumeGrid): number {
  return grid.size[0] * grid.size[1] * grid.size[2];
}

/** Allocates numbers on memory that workers share. */
export function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

/** Interpolates `count` channels from `first` trilinearly into `out`; points outside take the nearest border's value. */
export function sampleVector(
  volume: VectorVolume,
  x: number,
  y: number,
  z: number,
  first: number,
  count: number,
  out: Float64Array,
): void {
  const { originMm, stepMm, size, channels, values } = volume;
  const fx = Math.min(size[0] - 1.000001, Math.max(0, (x - originMm[0]) / stepMm));
  const fy = Math.min(size[1] - 1.000001, Math.max(0, (y - originMm[1]) / stepMm));
  const fz = Math.min(size[2] - 1.000001, Math.max(0, (z - originMm[2]) / stepMm));
  const i = fx | 0;
  const j = fy | 0;
  const k = fz | 0;
  const ax = fx - i;
  const ay = fy - j;
  const az = fz - k;
  const dx = channels;
  const dy = channels * size[0];
  const dz = dy * size[1];
  const base = i * dx + j * dy + k * dz + first;
  for (let c = 0; c < count; c++) {
    const n = base + c;
    const v00 = values[n]! + ax * (values[n + dx]! - values[n]!);
    const v10 = values[n + dy]! + ax * (values[n + dy + dx]! - values[n + dy]!);
    const v01 = values[n + dz]! + ax * (values[n + dz + dx]! - values[n + dz]!);
    const v11 = values[n + dz + dy]! + ax * (values[n + dz + dy + dx]! - values[n + dz + dy]!);
    const v0 = v00 + ay * (v10 - v00);
    const v1 = v01 + ay * (v11 - v01);
    out[c] = v0 + az * (v1 - v0);
  }
}

/** Interpolates one channel. */
export function sampleScalar(volume: VectorVolume, x: number, y: number, z: number, channel = 0): number {
  const { originMm, size, channels, values } = volume;
  const scale = 1 / volume.stepMm;
  const nx = size[0];
  const ny = size[1];
  const nz = size[2];
  let fx = (x - originMm[0]) * scale;
  let fy = (y - originMm[1]) * scale;
  let fz = (z - originMm[2]) * scale;
  if (!(fx > 0)) fx = 0;
  else if (fx > nx - 1.000001) fx = nx - 1.000001;
  if (!(fy > 0)) fy = 0;
  else if (fy > ny - 1.000001) fy = ny - 1.000001;
  if (!(fz > 0)) fz = 0;
  else if (fz > nz - 1.000001) fz = nz - 1.000001;
  const i = fx | 0;
  const j = fy | 0;
  const k = fz | 0;
  const ax = fx - i;
  const ay = fy - j;
  const dy = channels * nx;
  const dz = dy * ny;
  const n = i * channels + j * dy + k * dz + channel;
  const m = n + dz;
  const a = values[n]! + ax * (values[n + channels]! - values[n]!);
  const b = values[n + dy]! + ax * (values[n + dy + channels]! - values[n + dy]!);
  const c = values[m]! + ax * (values[m + channels]! - values[m]!);
  const d = values[m + dy]! + ax * (values[m + dy + channels]! - values[m + dy]!);
  const low = a + ay * (b - a);
  return low + (fz - k) * (c + ay * (d - c) - low);
}

/**
 * Interpolates one channel with the cubic B-spline, which is twice continuously differentiable; it smooths a little
 * instead of passing through the nodes.
 */
export function sampleSpline(volume: VectorVolume, x: number, y: number, z: number, channel: number): number {
  const { originMm, stepMm, size, channels, values } = volume;
  const clamp = (v: number, n: number) => Math.min(n - 2.000001, Math.max(1, v));
  const fx = clamp((x - originMm[0]) / stepMm, size[0]);
  const fy = clamp((y - originMm[1]) / stepMm, size[1]);
  const fz = clamp((z - originMm[2]) / stepMm, size[2]);
  const i = fx | 0;
  const j = fy | 0;
  const k = fz | 0;
  basis(fx - i, 0);
  basis(fy - j, 4);
  basis(fz - k, 8);
  const dy = channels * size[0];
  const dz = dy * size[1];
  let sum = 0;
  for (let c = 0; c < 4; c++) {
    for (let b = 0; b < 4; b++) {
      const n = (i - 1) * channels + (j + b - 1) * dy + (k + c - 1) * dz + channel;
      const row =
        spline[0]! * values[n]! +
        spline[1]! * values[n + channels]! +
        spline[2]! * values[n + 2 * channels]! +
        spline[3]! * values[n + 3 * channels]!;
      sum += spline[8 + c]! * spline[4 + b]! * row;
    }
  }
  return sum;
}

const spline = new Float64Array(12);

function basis(t: number, at: number): void {
  const u = 1 - t;
  spline[at] = (u * u * u) / 6;
  spline[at + 1] = (3 * t * t * t - 6 * t * t + 4) / 6;
  spline[at + 2] = (3 * u * u * u - 6 * u * u + 4) / 6;
  spline[at + 3] = (t * t * t) / 6;
}

import type { PixelMap } from "@cytonet/imaging";
import type { StackFrame } from "./stackFrame.js";

/** An isotropic grid of voxels along the RAS axes of a brain's own space. */
export interface VolumeGrid {
  readonly voxelMm: number;
  /** Voxels along x, y, z. */
  readonly sizes: readonly [number, number, number];
  /** Millimetres of the first voxel's centre. */
  readonly originMm: readonly [number, number, number];
}

/** From voxel indices to RAS millimetres, 4 × 4, row by row. */
export function gridAffine({ voxelMm: v, originMm: [x, y, z] }: VolumeGrid): number[] {
  return [v, 0, 0, x, 0, v, 0, y, 0, 0, v, z, 0, 0, 0, 1];
}

/**
 * The grid that holds a box with a voxel's margin. Voxel borders lie at whole multiples of the voxel's edge, so that
 * brains and runs share their grid.
 */
export function gridAround(
  leastMm: readonly number[],
  greatestMm: readonly number[],
  voxelMm: number,
): VolumeGrid {
  const first = leastMm.map((value) => Math.floor(value / voxelMm) - 1);
  const end = greatestMm.map((value) => Math.ceil(value / voxelMm) + 1);
  const triple = (of: (axis: number) => number): [number, number, number] => [of(0), of(1), of(2)];
  return {
    voxelMm,
    sizes: triple((axis) => end[axis]! - first[axis]!),
    originMm: triple((axis) => (first[axis]! + 0.5) * voxelMm),
  };
}

/** The axes of a plane of the grid in the order of its columns, rows and planes. */
export function planeAxes({ widthAxis, heightAxis, stackAxis }: StackFrame): [number, number, number] {
  return [widthAxis, heightAxis, stackAxis];
}

/**
 * The map from a plane's pixels (column along the width axis, row along the height axis; centres at +½) to the pixels of
 * a section's image.
 *
 * @param affine from level-0 pixels to millimetres
 * @param scaleX level-0 pixels per pixel of the image along x, and `scaleY` along y
 */
export function planeToImage(
  grid: VolumeGrid,
  frame: StackFrame,
  affine: readonly number[],
  scaleX: number,
  scaleY: number,
): PixelMap {
  const { voxelMm, originMm } = grid;
  const [w, h] = [frame.widthAxis, frame.heightAxis];
  const [a, b, c] = [affine[4 * w]!, affine[4 * w + 1]!, affine[4 * w + 3]!];
  const [d, e, f] = [affine[4 * h]!, affine[4 * h + 1]!, affine[4 * h + 3]!];
  const determinant = a * e - b * d;
  // Millimetres at (u, v) of the plane are first + (u, v)·voxel.
  const u0 = originMm[w]! - voxelMm / 2 - c;
  const v0 = originMm[h]! - voxelMm / 2 - f;
  const x = [e * voxelMm, -b * voxelMm, e * u0 - b * v0].map((value) => value / determinant / scaleX);
  const y = [-d * voxelMm, a * voxelMm, a * v0 - d * u0].map((value) => value / determinant / scaleY);
  return [x[0]!, x[1]!, x[2]!, y[0]!, y[1]!, y[2]!];
}

/** The index of a voxel: (i, j, k) lies at i + nx · (j + ny · k). Strides along x, y, z. */
export function gridStrides({ sizes }: VolumeGrid): [number, number, number] {
  return [1, sizes[0], sizes[0] * sizes[1]];
}

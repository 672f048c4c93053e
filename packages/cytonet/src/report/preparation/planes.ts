import type { TissueMaskImage } from "../../preparation/maskImage.js";
import type { PlacedMask } from "../../preparation/placedMasks.js";
import type { StackFrame } from "../../preparation/stackFrame.js";
import { planeToImage, type VolumeGrid } from "../../preparation/volumeGrid.js";

/** A grid for pictures: about `longPx` pixels along the longer side of what the sections reach. */
export function pictureGrid(halfMm: number, longPx: number): VolumeGrid {
  const voxelMm = (2 * halfMm) / longPx;
  const first = -halfMm + voxelMm / 2;
  return { voxelMm, sizes: [longPx, longPx, longPx], originMm: [first, first, first] };
}

/** The affine of a section that nobody has aligned: its image's middle at the origin. */
export function affineAsCut(frame: StackFrame, placed: PlacedMask): number[] {
  const affine = new Array<number>(16).fill(0);
  affine[15] = 1;
  const [w, h] = [4 * frame.widthAxis, 4 * frame.heightAxis];
  affine[w] = (frame.widthSign * placed.pixelSizeXUm) / 1000;
  affine[w + 3] = (-frame.widthSign * placed.widthPx * placed.maskPixelUm) / 2000;
  affine[h + 1] = (frame.heightSign * placed.pixelSizeYUm) / 1000;
  affine[h + 3] = (-frame.heightSign * placed.heightPx * placed.maskPixelUm) / 2000;
  affine[4 * frame.stackAxis + 2] = 1;
  return affine;
}

/** A mask's classes on a plane of the grid, by the nearest pixel; the first row is the topmost. */
export function maskOnPlane(
  placed: PlacedMask,
  mask: TissueMaskImage,
  affine: readonly number[],
  grid: VolumeGrid,
  frame: StackFrame,
): Uint8Array {
  const { maskPixelUm, pixelSizeXUm, pixelSizeYUm } = placed;
  const map = planeToImage(grid, frame, affine, maskPixelUm / pixelSizeXUm, maskPixelUm / pixelSizeYUm);
  const [columns, rows] = [grid.sizes[frame.widthAxis], grid.sizes[frame.heightAxis]];
  const plane = new Uint8Array(columns * rows);
  for (let row = 0, at = 0; row < rows; row++) {
    // Pictures have superior above, as the axis' millimetres grow upwards.
    const v = rows - row - 0.5;
    for (let column = 0; column < columns; column++, at++) {
      const u = column + 0.5;
      const x = Math.floor(map[0] * u + map[1] * v + map[2]);
      const y = Math.floor(map[3] * u + map[4] * v + map[5]);
      if (x < 0 || y < 0 || x >= mask.widthPx || y >= mask.heightPx) continue;
      plane[at] = mask.labels[y * mask.widthPx + x]!;
    }
  }
  return plane;
}

/** Dice coefficient of the tissue of two planes; 0 where neither has any. */
export function tissueOverlap(a: Uint8Array, b: Uint8Array): number {
  let [inA, inB, both] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== 0) inA += 1;
    if (b[i] !== 0) inB += 1;
    if (a[i] !== 0 && b[i] !== 0) both += 1;
  }
  return inA + inB === 0 ? 0 : (2 * both) / (inA + inB);
}

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { invertAffine, multiplyAffine } from "@cytonet/cohort";
import { readNifti, type Volume } from "@cytonet/scans";
import { gridAffine, type VolumeGrid } from "./volumeGrid.js";

/** Files of `overrides/exclude/BRAIN`: volumes whose non-zero voxels are no part of the cortex, as drawn by a user. */
export async function exclusionFiles(cohortDir: string, brain: string): Promise<string[]> {
  const dir = join(cohortDir, "overrides", "exclude", brain);
  try {
    const names = await readdir(dir);
    return names
      .filter((name) => /^[^.].*\.nii(\.gz)?$/.test(name))
      .sort()
      .map((name) => join(dir, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/**
 * Sets to 0 what a mask excludes, in place: a voxel whose centre lies in a non-zero voxel of the mask. The two meet in
 * RAS millimetres through their affines, so that the mask may have another grid, extent or order of axes.
 *
 * @returns voxels that were tissue before
 * @throws ScanError where the mask cannot be read or lies nowhere
 */
export async function applyExclusion(volume: Uint8Array, grid: VolumeGrid, path: string): Promise<number> {
  return exclude(volume, grid, await readNifti(path));
}

function exclude(volume: Uint8Array, grid: VolumeGrid, mask: Volume): number {
  const m = multiplyAffine(invertAffine(mask.affine), gridAffine(grid));
  const [nx, ny, nz] = grid.sizes;
  const [mi, mj, mk] = mask.sizes;
  let removed = 0;
  for (let z = 0, at = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, at++) {
        if (volume[at] === 0) continue;
        const i = Math.round(m[0]! * x + m[1]! * y + m[2]! * z + m[3]!);
        const j = Math.round(m[4]! * x + m[5]! * y + m[6]! * z + m[7]!);
        const k = Math.round(m[8]! * x + m[9]! * y + m[10]! * z + m[11]!);
        if (i < 0 || j < 0 || k < 0 || i >= mi || j >= mj || k >= mk) continue;
        if (Number(mask.data[i + mi * (j + mj * k)]) === 0) continue;
        volume[at] = 0;
        removed += 1;
      }
    }
  }
  return removed;
}

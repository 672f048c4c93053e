import { DataError } from "@cytonet/cohort";
import { type NrrdVolume, readNrrd } from "@cytonet/scans";
import type { Vec3 } from "./anchoring.js";

/** Space id of the Allen Mouse Common Coordinate Framework, version 3. */
export const ccfSpace = "allen-ccfv3";

/** Extent of the framework in mm along left-right, posterior-anterior and inferior-superior. */
const extentMm: Vec3 = [11.4, 13.2, 8];

/** An array over the framework: x grows to the right, y to anterior, z to superior. */
export interface CcfGrid {
  /** Voxels along x, y and z. */
  readonly sizes: Vec3;
  readonly voxelUm: number;
}

/** The annotation of the Allen CCFv3. */
export interface CcfAtlas extends CcfGrid {
  /** Label of the voxel that holds a point in millimetres of `allen-ccfv3`; 0 outside the array. */
  labelAt(xMm: number, yMm: number, zMm: number): number;
  /** Every label that occurs, 0 included; goes through the whole array. */
  labelIds(): ReadonlySet<number>;
}

/**
 * Read an annotation in the orientation that QuickNII and its relatives use (right, anterior, superior), an
 * NRRD of any resolution. The file's own space directions give the voxel size in µm, never the orientation:
 * the headers of such files are wrong about it.
 *
 * @param voxelUm edge of a voxel; needed where the file does not state it
 * @throws DataError where size and voxel do not make the framework's 11.4 × 13.2 × 8 mm; ScanError
 */
export async function readCcfAtlas(path: string, voxelUm?: number): Promise<CcfAtlas> {
  const volume = await readNrrd(path);
  const { data, sizes } = volume;
  const [nx, ny, nz] = sizes as [number, number, number];
  const edgeUm = voxelUm ?? statedVoxelUm(volume);
  if (edgeUm === undefined) {
    throw new DataError({
      file: path,
      field: "space directions",
      message: "states no cubic voxel size",
      remedy: "Give it with --voxel-um.",
    });
  }
  const fits =
    sizes.length === 3 && extentMm.every((mm, i) => Math.abs(sizes[i]! * edgeUm - mm * 1000) < edgeUm);
  if (!fits || data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const remedy = "Give the CCFv3 annotation in left-right, posterior-anterior, inferior-superior order.";
    const message = `${sizes.join(" x ")} voxels of ${edgeUm} µm are not the framework's 11.4 x 13.2 x 8 mm`;
    throw new DataError({ file: path, field: "sizes", message, remedy });
  }
  const perMm = 1000 / edgeUm;
  return {
    sizes: [nx, ny, nz],
    voxelUm: edgeUm,
    labelAt(xMm, yMm, zMm) {
      const i = Math.floor(xMm * perMm + nx / 2);
      const j = Math.floor(yMm * perMm + ny / 2);
      const k = Math.floor(zMm * perMm + nz / 2);
      if (!(i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz)) return 0;
      return data[i + nx * (j + ny * k)]!;
    },
    labelIds() {
      const ids = new Set<number>();
      // Labels come in runs, and asking the set for every voxel takes seconds.
      let last = Number.NaN;
      for (let at = 0; at < data.length; at += 1) {
        const id = data[at]!;
        if (id !== last) ids.add(id);
        last = id;
      }
      return ids;
    },
  };
}

/**
 * Millimetres of the space `allen-ccfv3` for a position in voxels (voxel corners at whole numbers).
 *
 * RAS axes with the origin at the centre of the array, which lies on the midline: x = 0 is the midsagittal
 * plane, positive to the right. In the Allen Institute's own µm coordinates (origin at the anterior, superior,
 * left corner) a point lies at AP = 6600 − 1000 y, DV = 4000 − 1000 z, LR = 5700 + 1000 x.
 */
export function ccfMm(voxel: Vec3, { sizes, voxelUm }: CcfGrid): Vec3 {
  const mm = (axis: 0 | 1 | 2) => ((voxel[axis] - sizes[axis] / 2) * voxelUm) / 1000;
  return [mm(0), mm(1), mm(2)];
}

/** The hemisphere of a point in `allen-ccfv3`, by the side of the midsagittal plane that it lies on. */
export function ccfHemisphere([x]: Vec3): "left" | "right" | "unknown" {
  if (x === 0 || !Number.isFinite(x)) return "unknown";
  return x < 0 ? "left" : "right";
}

function statedVoxelUm({ spaceDirections }: NrrdVolume): number | undefined {
  const edges = spaceDirections?.map((vector) => (vector === undefined ? Number.NaN : Math.hypot(...vector)));
  const [first] = edges ?? [];
  const cubic =
    first !== undefined && first > 0 && edges!.every((edge) => Math.abs(edge - first) < 1e-6 * first);
  return cubic ? first : undefined;
}

import { sweepDistance } from "./eikonal.js";
import {
  nodeCount,
  sampleScalar,
  sampleSpline,
  sampleVector,
  sharedFloats,
  type VectorVolume,
  type VolumeGrid,
} from "./grid.js";
import { type Hull, type HullPoint, hullPoint, locate } from "./hull.js";
import type { GeometryPreset } from "./preset.js";

/** Channels of the coarse map. Fold, depth of sulci and thickness exist once for each hemisphere. */
export const Channel = { template: 0, right: 3, left: 6, gap: 9, count: 10 } as const;

/** Offsets from `Channel.right` or `Channel.left`. */
export const FOLD = 0;
export const SULCAL_DEPTH = 1;
export const THICKNESS = 2;

/** What defines the pial surface of one brain in closed form. On shared memory. */
export interface PialShape {
  readonly hull: Hull;
  /**
   * Smooth functions on a coarse grid: template coordinates, and for each hemisphere the folding pattern, the depth of
   * sulci and the thickness; last the width of closed sulci.
   */
  readonly coarse: VectorVolume;
  /** The folding pattern of the hemisphere that a voxel lies in, on the fine grid. */
  readonly fold: VectorVolume;
  readonly spacingMm: number;
  /** Radius over which gyral crowns are rounded. */
  readonly crownMm: number;
}

/** The surfaces of one brain, ready to be evaluated anywhere. On shared memory. */
export interface BrainVolumes extends PialShape {
  /** Distance to the pial surface on the fine grid: positive in the brain, followed to a little over a thickness. */
  readonly pial: VectorVolume;
  /** Sum and product of the sheet's principal curvatures at mid-depth, on the fine grid. */
  readonly curvature: VectorVolume;
}

/** Distances are followed to this many thicknesses of the mean cortex. */
const REACH = 2.2;

/** The analytic level of the pial surface near it. */
export interface PialLevel {
  /** Distance to the pial surface to first order; positive in the brain. */
  levelMm: number;
  /** Length of its gradient, 1 except where hull and sulcus blend. */
  slope: number;
  /** Distance below the hull. */
  hullDepthMm: number;
  sulcalDepthMm: number;
  /** Template coordinates. */
  tx: number;
  ty: number;
  tz: number;
  readonly foot: HullPoint;
}

/** Makes an empty result for `pialLevel`. */
export function pialLevelResult(): PialLevel {
  return { levelMm: 0, slope: 1, hullDepthMm: 0, sulcalDepthMm: 0, tx: 0, ty: 0, tz: 0, foot: hullPoint() };
}

const at = new Float64Array(3);

/** Evaluates template coordinates and the place under the hull: the part of `pialLevel` that is needed everywhere. */
export function hullLevel(v: PialShape, x: number, y: number, z: number, out: PialLevel): void {
  sampleVector(v.coarse, x, y, z, Channel.template, 3, at);
  out.tx = at[0]!;
  out.ty = at[1]!;
  out.tz = at[2]!;
  locate(v.hull, Math.abs(out.tx), out.ty, out.tz, out.foot);
  out.hullDepthMm = out.foot.depthMm;
}

/**
 * Evaluates the pial level in closed form. A sulcus is a sheet below a zero line of the folding pattern, down to the
 * depth of the sulcus there; the brain's outside is what lies above the hull or within half a gap of a sheet:
 *
 *   ψ = smin(d, √(s² + max(0, d − D)²) − g/2),   s = (L/π)·atan2(π u / L, |∇u|)
 *
 * with d the depth below the hull, u the pattern, L the spacing of sulci, D their depth, g the gap, and the polynomial
 * smooth minimum that rounds the crowns. s is exact for a sinusoid of any amplitude.
 *
 * @param near levels above this many mm need not be exact
 */
export function pialLevel(v: PialShape, x: number, y: number, z: number, near: number, out: PialLevel): void {
  hullLevel(v, x, y, z, out);
  const d = out.hullDepthMm;
  const channel = out.tx >= 0 ? Channel.right : Channel.left;
  const sulcal = sampleScalar(v.coarse, x, y, z, channel + SULCAL_DEPTH);
  out.sulcalDepthMm = sulcal;
  out.slope = 1;
  const below = Math.max(0, d - sulcal);
  const k = v.crownMm;
  if (d < -k || below > near + k || (d - sulcal > d + k && d < near)) {
    out.levelMm = Math.min(d, below);
    return;
  }
  const e = v.fold.stepMm;
  const ux = sampleScalar(v.fold, x + e, y, z) - sampleScalar(v.fold, x - e, y, z);
  const uy = sampleScalar(v.fold, x, y + e, z) - sampleScalar(v.fold, x, y - e, z);
  const uz = sampleScalar(v.fold, x, y, z + e) - sampleScalar(v.fold, x, y, z - e);
  const slope = Math.sqrt(ux * ux + uy * uy + uz * uz) / (2 * e);
  const wave = Math.PI / v.spacingMm;
  const s = Math.atan2(sampleScalar(v.fold, x, y, z) * wave, slope) / wave;
  const gap = sampleScalar(v.coarse, x, y, z, Channel.gap);
  // Fundi are a little wider than the narrowest part of the sulcus above them.
  const bulge = 0.35 * Math.exp(-(((d - sulcal) / 1.2) ** 2));
  const sheet = Math.sqrt(s * s + below * below) - gap / 2 - bulge;
  const h = Math.max(k - Math.abs(d - sheet), 0) / k;
  const low = Math.min(d, sheet);
  out.levelMm = low - (h * h * k) / 4;
  const w = h / 2;
  out.slope = Math.sqrt(w * w + (1 - w) * (1 - w));
}

/**
 * Refines the folding pattern to the fine grid, smoothly, wherever sulci can be; gives also every voxel's depth below the
 * hull.
 */
export function fillFold(
  coarse: VectorVolume,
  hull: Hull,
  grid: VolumeGrid,
  preset: GeometryPreset,
): { readonly fold: VectorVolume; readonly hullDepthMm: Float32Array } {
  const values = sharedFloats(nodeCount(grid));
  const hullDepthMm = new Float32Array(values.length);
  const foot = hullPoint();
  const deepest = preset.sulcalDepthMm + 4 * grid.stepMm;
  const [nx, ny, nz] = grid.size;
  let n = 0;
  for (let k = 0; k < nz; k++) {
    const z = grid.originMm[2] + k * grid.stepMm;
    for (let j = 0; j < ny; j++) {
      const y = grid.originMm[1] + j * grid.stepMm;
      for (let i = 0; i < nx; i++, n++) {
        const x = grid.originMm[0] + i * grid.stepMm;
        sampleVector(coarse, x, y, z, Channel.template, 3, at);
        locate(hull, Math.abs(at[0]!), at[1]!, at[2]!, foot);
        hullDepthMm[n] = foot.depthMm;
        if (foot.depthMm > -3 * grid.stepMm && foot.depthMm < deepest) {
          values[n] = sampleSpline(coarse, x, y, z, (at[0]! >= 0 ? Channel.right : Channel.left) + FOLD);
        }
      }
    }
  }
  return { fold: { ...grid, channels: 1, values }, hullDepthMm };
}

/** Fills the fine volume of distances: exact near the pial surface, by fast sweeping away from it. */
export function fillPial(
  v: PialShape,
  grid: VolumeGrid,
  preset: GeometryPreset,
  hullDepthMm: Float32Array,
): VectorVolume {
  const values = sharedFloats(nodeCount(grid));
  const pial: VectorVolume = { ...grid, channels: 1, values };
  const frozen = new Uint8Array(values.length);
  const limit = REACH * preset.cortexThicknessMm;
  const near = 1.5 * grid.stepMm;
  const deepest = preset.sulcalDepthMm + near + v.crownMm;
  const level = pialLevelResult();
  const [nx, ny, nz] = grid.size;
  let n = 0;
  for (let k = 0; k < nz; k++) {
    const z = grid.originMm[2] + k * grid.stepMm;
    for (let j = 0; j < ny; j++) {
      const y = grid.originMm[1] + j * grid.stepMm;
      for (let i = 0; i < nx; i++, n++) {
        const d = hullDepthMm[n]!;
        if (d < -limit || d > deepest) {
          values[n] = d > 0 ? limit : -limit;
          frozen[n] = d > 0 ? 0 : 1;
          continue;
        }
        pialLevel(v, grid.originMm[0] + i * grid.stepMm, y, z, near, level);
        const value = level.levelMm / level.slope;
        if (value < near) {
          values[n] = Math.max(value, -limit);
          frozen[n] = 1;
        } else {
          values[n] = limit;
        }
      }
    }
  }
  sweepDistance(grid, values, frozen, limit);
  return pial;
}

const scratch = pialLevelResult();

/**
 * Gives the distance to the pial surface in mm: the closed form near it, so that narrow sulci stay sharp, blended into
 * the swept volume within a voxel and a half. Positive in the brain.
 */
export function pialDistance(v: BrainVolumes, x: number, y: number, z: number): number {
  const h = v.pial.stepMm;
  const swept = sampleScalar(v.pial, x, y, z);
  if (swept > 1.9 * h) return swept;
  pialLevel(v, x, y, z, 1.5 * h, scratch);
  const level = scratch.levelMm / scratch.slope;
  const t = Math.max(0, Math.min(1, (level - 0.8 * h) / (0.6 * h)));
  const weight = t * t * (3 - 2 * t);
  return weight >= 1 ? swept : level + weight * (swept - level);
}

import type { Brain } from "./brain.js";
import { boundCurvature, equivolumeDepth } from "./geometry/equivolume.js";
import { sampleScalar } from "./geometry/grid.js";
import {
  Channel,
  hullLevel,
  type PialLevel,
  pialDistance,
  pialLevelResult,
  THICKNESS,
} from "./geometry/levelSets.js";

/** The geometry of one point of a brain. */
export interface PointGeometry {
  /** Distance to the pial surface in mm, positive in the brain. */
  pialMm: number;
  /** Thickness of the cortex along the streamline through the point. */
  thicknessMm: number;
  /** Equivolume depth: 0 pia, 1 white matter; below 0 outside the brain, above 1 in white matter. */
  depth: number;
  /** Unit vector of growing depth. */
  nx: number;
  ny: number;
  nz: number;
  /** Sum and product of the sheet's principal curvatures at mid-depth (1/mm, 1/mm²), positive in fundi. */
  e1: number;
  e2: number;
  /** Place under the hull and template coordinates. */
  readonly level: PialLevel;
}

/** Makes an empty result for `pointGeometry`. */
export function pointGeometryResult(): PointGeometry {
  return {
    pialMm: 0,
    thicknessMm: 0,
    depth: 0,
    nx: 0,
    ny: 0,
    nz: 0,
    e1: 0,
    e2: 0,
    level: pialLevelResult(),
  };
}

const footLevel = pialLevelResult();

/**
 * Evaluates the geometry of a point in brain mm; `phi`, its distance to the pia, may be given where it is known. Cortex is thicker on gyral crowns and thinner in fundi (von Economo and
 * Koskinas 1925): a factor from 1.08 to 0.86 with the depth of the pial foot point in its sulcus.
 */
export function pointGeometry(
  brain: Brain,
  x: number,
  y: number,
  z: number,
  out: PointGeometry,
  phi = pialDistance(brain.volumes, x, y, z),
): PointGeometry {
  const v = brain.volumes;
  const h = v.pial.stepMm;
  out.pialMm = phi;
  hullLevel(v, x, y, z, out.level);
  const base = sampleScalar(
    v.coarse,
    x,
    y,
    z,
    (out.level.tx >= 0 ? Channel.right : Channel.left) + THICKNESS,
  );
  // The difference must not reach across the middle of a closed sulcus, where the distance has a kink.
  const e = Math.max(0.05, Math.min(0.8 * h, 0.7 * phi));
  let nx = pialDistance(v, x + e, y, z) - pialDistance(v, x - e, y, z);
  let ny = pialDistance(v, x, y + e, z) - pialDistance(v, x, y - e, z);
  let nz = pialDistance(v, x, y, z + e) - pialDistance(v, x, y, z - e);
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  if (length > 1e-9) {
    nx /= length;
    ny /= length;
    nz /= length;
  } else {
    nz = -1;
  }
  out.nx = nx;
  out.ny = ny;
  out.nz = nz;
  const channel = (out.level.tx >= 0 ? Channel.right : Channel.left) + 1;
  hullLevel(v, x - phi * nx, y - phi * ny, z - phi * nz, footLevel);
  const sulcal = sampleScalar(v.coarse, x - phi * nx, y - phi * ny, z - phi * nz, channel);
  const fraction = Math.max(0, Math.min(1, footLevel.hullDepthMm / Math.max(sulcal, 3)));
  const thickness = base * (1.08 - 0.22 * fraction * fraction * (3 - 2 * fraction));
  out.thicknessMm = thickness;
  const sum = sampleScalar(v.curvature, x, y, z, 0);
  const product = sampleScalar(v.curvature, x, y, z, 1);
  [out.e1, out.e2] = boundCurvature(sum, product, thickness);
  out.depth = equivolumeDepth(phi, thickness, out.e1, out.e2);
  return out;
}

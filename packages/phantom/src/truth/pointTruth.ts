import { neighbourShare } from "../areas/layout.js";
import { type AreaProfile, layerShares, type Stratum, stratumIndexAt } from "../areas/profile.js";
import type { Brain, Vec3 } from "../brain.js";
import { cortexTerritory, gradientsAt } from "../cortexPlace.js";
import { equivolumeDistance } from "../geometry/equivolume.js";
import { toReference, toTemplate } from "../geometry/warp.js";
import { pointGeometry, pointGeometryResult } from "../pointFields.js";

/** Everything that is known about one point of the cortex. */
export interface PointTruth {
  /** The point in brain mm, in template mm, and as the erroneous registration gives it. */
  readonly brainMm: Vec3;
  readonly templateMm: Vec3;
  readonly referenceMm: Vec3;
  readonly hemisphere: "left" | "right";
  /** Index and name of the area; part 1 is the hidden second half of the split area. */
  readonly area: number;
  readonly areaName: string;
  readonly part: 0 | 1;
  /** Area behind the nearest border (of another profile), and the distance to that border along the hull. */
  readonly neighbourArea: number;
  readonly borderMm: number;
  /** Equivolume depth, and the layer (1 to 6) and stratum there; 0 and "" outside the cortex. */
  readonly depth: number;
  readonly layer: number;
  readonly stratum: string;
  readonly thicknessMm: number;
  /** Mean curvature of the sheet at mid-depth: positive in fundi. */
  readonly curvaturePerMm: number;
  /** asin |n·AP|: 0° where the section cuts perpendicular to the sheet. */
  readonly cuttingAngleDeg: number;
  /** Of layers 1 to 6, along the streamline. */
  readonly layerThicknessMm: readonly number[];
  /** Cell bodies per mm² of a 20 µm section, of layers 1 to 6; NaN for a layer that the profile lacks. */
  readonly layerDensityPerMm2: readonly number[];
  /** Ends of the streamline in brain mm. */
  readonly pialFootMm: Vec3;
  readonly whiteFootMm: Vec3;
}

/** Density of a stratum with its gradients applied. */
export function stratumDensity(stratum: Stratum, gradients: readonly number[]): number {
  let log = 0;
  for (let g = 0; g < gradients.length; g++) {
    log += stratum.densityGradient[g]! * gradients[g]!;
  }
  return stratum.densityPerMm2 * Math.exp(log);
}

/** Mean density of each layer: its strata weighted with their shares. */
export function layerDensities(profile: AreaProfile, gradients: readonly number[]): number[] {
  const shares = layerShares(profile);
  const sums = [0, 0, 0, 0, 0, 0];
  for (const stratum of profile.strata) {
    sums[stratum.layer - 1]! += stratum.share * stratumDensity(stratum, gradients);
  }
  return sums.map((sum, i) => (shares[i]! > 0 ? sum / shares[i]! : Number.NaN));
}

const geometry = pointGeometryResult();
const territory = { profile: 0, neighbour: 0, borderMm: 0 };

/**
 * Gives the truth about a point of the cortex, or null where there is none (background, white matter deeper than a tenth
 * of the thickness).
 */
export function pointTruth(brain: Brain, x: number, y: number, z: number): PointTruth | null {
  const g = pointGeometry(brain, x, y, z, geometry);
  if (g.pialMm < 0 || g.depth > 1.1) {
    return null;
  }
  cortexTerritory(brain, g.level, territory);
  const profile = brain.profiles[territory.profile]!;
  const other = brain.profiles[territory.neighbour]!;
  const gradients = gradientsAt(brain, g.level.tx, g.level.ty, g.level.tz);
  const share = neighbourShare(territory.borderMm, brain.template.preset.borderWidthMm);
  const mix = (a: number, b: number) => (Number.isNaN(a) || Number.isNaN(b) ? a : a + share * (b - a));
  const otherDensities = layerDensities(other, gradients);
  const otherShares = layerShares(other);
  const thickness = g.thicknessMm;
  let lower = 0;
  let before = 0;
  const layerThicknessMm = layerShares(profile).map((own, i) => {
    lower += mix(own, otherShares[i]!);
    const at = equivolumeDistance(Math.min(1, lower), thickness, g.e1, g.e2);
    const mm = at - before;
    before = at;
    return mm;
  });
  const stratum = g.depth <= 1 ? profile.strata[stratumIndexAt(profile, g.depth)] : undefined;
  const along = (distance: number): Vec3 => [x + distance * g.nx, y + distance * g.ny, z + distance * g.nz];
  return {
    brainMm: [x, y, z],
    templateMm: toTemplate(brain.warp, x, y, z),
    referenceMm: toReference(brain.warp, x, y, z),
    hemisphere: g.level.tx >= 0 ? "right" : "left",
    area: profile.area,
    areaName: brain.template.areas[profile.area]!.name,
    part: profile.part,
    neighbourArea: other.area,
    borderMm: territory.borderMm,
    depth: g.depth,
    layer: stratum?.layer ?? 0,
    stratum: stratum?.name ?? "",
    thicknessMm: thickness,
    curvaturePerMm: g.e1 / 2,
    cuttingAngleDeg: (Math.asin(Math.min(1, Math.abs(g.ny))) * 180) / Math.PI,
    layerThicknessMm,
    layerDensityPerMm2: layerDensities(profile, gradients).map((own, i) => mix(own, otherDensities[i]!)),
    pialFootMm: along(-g.pialMm),
    whiteFootMm: along(thickness - g.pialMm),
  };
}

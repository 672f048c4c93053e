import { GRADIENTS } from "./areas/profile.js";
import type { Brain } from "./brain.js";
import { cortexTerritory, gradientsAt } from "./cortexPlace.js";
import { sampleScalar } from "./geometry/grid.js";
import { pialDistance } from "./geometry/levelSets.js";
import { pointGeometry, pointGeometryResult } from "./pointFields.js";
import { Hemisphere, NO_AREA, type SectionFields, type SectionGrid, Tissue } from "./sectionFields.js";

/** How far past the cortex, in mm, its geometry and its areas are still given. */
const FRINGE_MM = 0.6;

/** Gives the grid that covers a whole brain at its preset's step. */
export function sectionGridOf(brain: Brain): SectionGrid {
  const step = brain.template.preset.sectionStepMm;
  const [x0, x1] = brain.extentXMm;
  const [z0, z1] = brain.extentZMm;
  return {
    originXMm: x0,
    originZMm: z1,
    stepMm: step,
    width: Math.ceil((x1 - x0) / step) + 1,
    height: Math.ceil((z1 - z0) / step) + 1,
  };
}

function emptyFields(grid: SectionGrid, yMm: number): SectionFields {
  const n = grid.width * grid.height;
  const reals = () => new Float32Array(n);
  const indices = () => new Uint16Array(n).fill(NO_AREA);
  return {
    originXMm: grid.originXMm,
    originZMm: grid.originZMm,
    stepMm: grid.stepMm,
    width: grid.width,
    height: grid.height,
    yMm,
    tissue: new Uint8Array(n),
    pialMm: reals(),
    depth: reals(),
    profile: indices(),
    neighbour: indices(),
    borderMm: reals(),
    area: indices(),
    hemisphere: new Uint8Array(n),
    columnX: reals(),
    columnZ: reals(),
    obliqueness: reals(),
    thicknessMm: reals(),
    curvaturePerMm: reals(),
    gradients: Array.from({ length: GRADIENTS }, reals),
  };
}

/**
 * Computes what lies in a coronal plane of a brain.
 *
 * @param yMm the plane, in brain mm; outside the brain everything is background
 * @param grid where to sample; by default the whole brain at the preset's step
 */
export function computeSectionFields(
  brain: Brain,
  yMm: number,
  grid: SectionGrid = sectionGridOf(brain),
): SectionFields {
  const fields = emptyFields(grid, yMm);
  const thickest = 1.6 * brain.template.preset.cortexThicknessMm + FRINGE_MM;
  const point = pointGeometryResult();
  const territory = { profile: 0, neighbour: 0, borderMm: 0 };
  const mean = brain.template.preset.cortexThicknessMm;
  let p = 0;
  for (let row = 0; row < grid.height; row++) {
    const z = grid.originZMm - row * grid.stepMm;
    for (let column = 0; column < grid.width; column++, p++) {
      const x = grid.originXMm + column * grid.stepMm;
      const phi = pialDistance(brain.volumes, x, yMm, z);
      if (phi < -FRINGE_MM || phi > thickest) {
        fields.tissue[p] = phi > 0 ? Tissue.white : Tissue.background;
        fields.pialMm[p] = phi;
        fields.thicknessMm[p] = mean;
        fields.depth[p] = phi / mean;
        if (phi > 0) {
          fields.hemisphere[p] =
            sampleScalar(brain.volumes.coarse, x, yMm, z, 0) >= 0 ? Hemisphere.right : Hemisphere.left;
        }
        continue;
      }
      pointGeometry(brain, x, yMm, z, point, phi);
      const { tx, ty, tz } = point.level;
      fields.tissue[p] = phi <= 0 ? Tissue.background : point.depth < 1 ? Tissue.grey : Tissue.white;
      fields.pialMm[p] = phi;
      fields.depth[p] = point.depth;
      fields.thicknessMm[p] = point.thicknessMm;
      fields.curvaturePerMm[p] = point.e1 / 2;
      const inPlane = Math.hypot(point.nx, point.nz);
      fields.columnX[p] = inPlane > 1e-6 ? point.nx / inPlane : 0;
      fields.columnZ[p] = inPlane > 1e-6 ? point.nz / inPlane : -1;
      fields.obliqueness[p] = Math.min(1, inPlane);
      const right = tx >= 0;
      fields.hemisphere[p] = phi <= 0 ? Hemisphere.none : right ? Hemisphere.right : Hemisphere.left;
      if (phi > point.thicknessMm + FRINGE_MM) continue;
      cortexTerritory(brain, point.level, territory);
      fields.profile[p] = territory.profile;
      fields.neighbour[p] = territory.neighbour;
      fields.borderMm[p] = territory.borderMm;
      fields.area[p] = brain.profiles[territory.profile]!.area;
      const gradients = gradientsAt(brain, tx, ty, tz);
      for (let g = 0; g < GRADIENTS; g++) fields.gradients[g]![p] = gradients[g]!;
    }
  }
  return fields;
}

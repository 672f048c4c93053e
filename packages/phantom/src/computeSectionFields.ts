import type { Brain } from "./brain.js";
import { toTemplate } from "./geometry/warp.js";
import { fieldAt } from "./random/smoothField.js";
import { NO_AREA, type SectionFields, type SectionGrid } from "./sectionFields.js";

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

export function computeSectionFields(brain: Brain, yMm: number, grid = sectionGridOf(brain)): SectionFields {
  const { width, height, stepMm } = grid;
  const n = width * height;
  const f32 = () => new Float32Array(n);
  const fields = {
    ...grid,
    yMm,
    tissue: new Uint8Array(n),
    pialMm: f32(),
    depth: f32(),
    profile: new Uint16Array(n).fill(NO_AREA),
    neighbour: new Uint16Array(n).fill(NO_AREA),
    borderMm: f32(),
    area: new Uint16Array(n).fill(NO_AREA),
    hemisphere: new Uint8Array(n),
    columnX: f32(),
    columnZ: f32(),
    obliqueness: f32(),
    thicknessMm: f32(),
    curvaturePerMm: f32(),
    gradients: brain.template.gradients.map(f32),
  };
  const { volumes, template } = brain;
  const at = (x: number, y: number, z: number) => {
    const i = Math.round((x - volumes.originMm[0]) / volumes.stepMm);
    const j = Math.round((y - volumes.originMm[1]) / volumes.stepMm);
    const k = Math.round((z - volumes.originMm[2]) / volumes.stepMm);
    return volumes.pialMm[i + volumes.size[0] * (j + volumes.size[1] * k)] ?? -9;
  };
  const t = template.preset.cortexThicknessMm;
  for (let row = 0, p = 0; row < height; row++) {
    for (let column = 0; column < width; column++, p++) {
      const x = grid.originXMm + column * stepMm;
      const z = grid.originZMm - row * stepMm;
      const d = at(x, yMm, z);
      fields.pialMm[p] = d;
      fields.depth[p] = d / t;
      fields.thicknessMm[p] = t;
      if (d < -2) continue;
      fields.tissue[p] = d < 0 ? 0 : d < t ? 1 : 2;
      const [tx, ty, tz] = toTemplate(brain.warp, x, yMm, z);
      fields.hemisphere[p] = tx < 0 ? 1 : 2;
      const h = volumes.stepMm;
      const gx = at(x + h, yMm, z) - at(x - h, yMm, z);
      const gy = at(x, yMm + h, z) - at(x, yMm - h, z);
      const gz = at(x, yMm, z + h) - at(x, yMm, z - h);
      const inPlane = Math.hypot(gx, gz) || 1;
      fields.columnX[p] = gx / inPlane;
      fields.columnZ[p] = gz / inPlane;
      fields.obliqueness[p] = inPlane / (Math.hypot(gx, gy, gz) || 1);
      let best = Infinity,
        second = Infinity;
      const { sites, profile } = template.layout;
      for (let s = 0; s < profile.length; s++) {
        const distance = Math.hypot(
          Math.abs(tx) - sites[3 * s]!,
          ty - sites[3 * s + 1]!,
          tz - sites[3 * s + 2]!,
        );
        if (distance < best) {
          second = best;
          fields.neighbour[p] = fields.profile[p]!;
          best = distance;
          fields.profile[p] = profile[s]!;
        } else if (distance < second) {
          second = distance;
          fields.neighbour[p] = profile[s]!;
        }
      }
      fields.borderMm[p] = (second - best) / 2;
      fields.area[p] = brain.profiles[fields.profile[p]!]!.area;
      for (let g = 0; g < template.gradients.length; g++) {
        fields.gradients[g]![p] = fieldAt(template.gradients[g]!, tx, ty, tz);
      }
    }
  }
  return fields;
}

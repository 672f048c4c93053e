import { deriveKey } from "../random/hash.js";
import { fieldAt, smoothField } from "../random/smoothField.js";
import { foldGrower, foldSampler, hullNodes } from "./folds.js";
import { centredGrid, nodeCount, sharedFloats, type VectorVolume } from "./grid.js";
import { type Hull, type HullPoint, hullPoint, locate } from "./hull.js";
import { Channel, FOLD, SULCAL_DEPTH, THICKNESS } from "./levelSets.js";
import type { GeometryPreset } from "./preset.js";
import { type BrainWarp, displacementAt, makeDisplacement, toTemplate } from "./warp.js";

/** Half the edges of the box, in mm at human scale, that holds every brain of a cohort. */
export const HALF_BOX_MM = [73, 96, 74] as const;

/** Thickness factor of the cortex at a hull point of a right hemisphere. */
export type ThicknessFactor = (x: number, y: number, z: number) => number;

/** Fills the smooth functions of one brain on a coarse grid (see `BrainVolumes.coarse`). */
export function makeCoarseMap(
  preset: GeometryPreset,
  hull: Hull,
  warp: BrainWarp,
  templateSeed: number,
  brainKey: number,
  thickness: readonly [ThicknessFactor, ThicknessFactor],
): VectorVolume {
  const grid = centredGrid(
    HALF_BOX_MM.map((mm) => mm * preset.scale + 1) as [number, number, number],
    Math.min(preset.foldSpacingMm / 6, 2),
  );
  const values = sharedFloats(Channel.count * nodeCount(grid));
  const map: VectorVolume = { ...grid, channels: Channel.count, values };
  const nodeStep = preset.foldSpacingMm / 6;
  const nodes = hullNodes(hull, nodeStep);
  const grow = foldGrower(nodes, nodeStep, preset.foldSpacingMm);
  const sides = (["right", "left"] as const).map((side, i) => {
    const sharedKey = deriveKey(templateSeed, `folds ${side}`);
    const ownKey = deriveKey(brainKey, `folds ${side}`);
    const folds = grow(preset.sharedFolding, sharedKey, ownKey);
    const wavelength = 3.2 * preset.foldSpacingMm;
    const sharedDepth = smoothField(deriveKey(sharedKey, "depth"), wavelength);
    const ownDepth = smoothField(deriveKey(ownKey, "depth"), wavelength);
    return {
      sign: i === 0 ? 1 : -1,
      channel: i === 0 ? Channel.right : Channel.left,
      fold: foldSampler(folds, hull),
      depth: (p: HullPoint) =>
        Math.sqrt(preset.sharedFolding) * fieldAt(sharedDepth, p.x, p.y, p.z) +
        Math.sqrt(1 - preset.sharedFolding) * fieldAt(ownDepth, p.x, p.y, p.z),
      thickness: thickness[i]!,
      noise: smoothField(deriveKey(brainKey, `thickness ${side}`), 30 * preset.scale, 8),
    };
  });
  // Sulci are curved in depth too: the pattern is looked up at points moved by a displacement of the folds' own scale.
  const bend = makeDisplacement(
    deriveKey(brainKey, "bend"),
    2.3 * preset.foldSpacingMm,
    0.2 * preset.foldSpacingMm,
    8,
  );
  const deepest = preset.sulcalDepthMm + 5 * grid.stepMm;
  const bent = hullPoint();
  const onHull = hullPoint();
  const gap = smoothField(deriveKey(brainKey, "gap"), 4 * preset.foldSpacingMm, 8);
  const foot = hullPoint();
  const [nx, ny, nz] = grid.size;
  let n = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n += Channel.count) {
        const [tx, ty, tz] = toTemplate(
          warp,
          grid.originMm[0] + i * grid.stepMm,
          grid.originMm[1] + j * grid.stepMm,
          grid.originMm[2] + k * grid.stepMm,
        );
        values[n] = tx;
        values[n + 1] = ty;
        values[n + 2] = tz;
        for (const side of sides) {
          const x = side.sign * tx;
          // The other hemisphere needs values only just past the middle, for interpolation.
          if (x < -3 * grid.stepMm) continue;
          locate(hull, x, ty, tz, foot);
          if (foot.depthMm < -4 * grid.stepMm) continue;
          const c = n + side.channel;
          if (foot.depthMm < deepest) {
            const wide = fieldAt(gap, tx, ty, tz);
            values[n + Channel.gap] = 0.08 + 0.17 * wide * wide;
            const [bx, by, bz] = displacementAt(bend, tx, ty, tz);
            locate(hull, x + bx, ty + by, tz + bz, bent);
            values[c + FOLD] = side.fold(bent.x, bent.y, bent.z);
          }
          locate(hull, foot.x, foot.y, foot.z, onHull);
          values[c + SULCAL_DEPTH] = Math.min(
            sulcalDepth(preset, hull, foot, side.depth(foot)),
            // Sulci of one part must not reach the other part, whose own come from another direction.
            -1.2 * onHull.otherDepthMm - 1,
          );
          values[c + THICKNESS] =
            preset.cortexThicknessMm *
            side.thickness(foot.x, foot.y, foot.z) *
            (1 + 0.04 * fieldAt(side.noise, foot.x, foot.y, foot.z));
        }
      }
    }
  }
  return map;
}

/**
 * Depth of a sulcus from a standard normal number: mostly deep, at places shallow or interrupted, and never so deep that
 * the gyri beside it, which grow narrower inwards where the hull is bent, would have no white matter left.
 */
function sulcalDepth(preset: GeometryPreset, hull: Hull, foot: HullPoint, noise: number): number {
  const t = preset.cortexThicknessMm;
  const core = foot.part === 0 ? hull.radius : hull.rodRadius;
  const keep = (2 * t + 1) / preset.foldSpacingMm;
  const bent = Number.isFinite(foot.bendMm) ? foot.bendMm * (1 - keep) : Number.POSITIVE_INFINITY;
  const limit = Math.min(preset.sulcalDepthMm, core - t - 1.5, bent);
  return limit * Math.min(1, 0.85 + 0.45 * noise);
}

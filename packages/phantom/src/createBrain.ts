import { arrangeAreas, jitterLayout, thicknessFactorOf } from "./areas/arrange.js";
import { areaPosition } from "./areas/positions.js";
import type { AreaInfo } from "./areas/profile.js";
import { individualProfiles, makeProfiles } from "./areas/profiles.js";
import type { Brain, Template, Vec3 } from "./brain.js";
import { HALF_BOX_MM, makeCoarseMap } from "./geometry/coarseMap.js";
import { hullNodes } from "./geometry/folds.js";
import { centredGrid, sampleScalar, type VectorVolume } from "./geometry/grid.js";
import { makeHull } from "./geometry/hull.js";
import { Channel, fillFold, fillPial, THICKNESS } from "./geometry/levelSets.js";
import type { GeometryPreset } from "./geometry/preset.js";
import { sheetCurvature } from "./geometry/sheetCurvature.js";
import { makeDisplacement, makeWarp } from "./geometry/warp.js";
import { deriveKey, hashNormal } from "./random/hash.js";
import { smoothField } from "./random/smoothField.js";

/**
 * Makes what all brains of a cohort share.
 *
 * @param preset size, folding, areas
 * @param seed the cohort's seed; the same seed gives the same template
 * @throws RangeError if the preset names an unknown area, or splits an area that it does not have
 */
export function createTemplate(preset: GeometryPreset, seed: number): Template {
  if (!preset.areas.includes(preset.splitArea)) {
    throw new RangeError(`preset "${preset.name}": splitArea "${preset.splitArea}" is not among its areas`);
  }
  const areas = preset.areas.map((name, index): AreaInfo => ({ index, name, lobe: areaPosition(name).lobe }));
  const profiles = makeProfiles(areas, preset.splitArea, deriveKey(seed, "profiles"));
  const hull = makeHull(preset.scale);
  const layout = arrangeAreas(hull, preset.scale, areas, profiles);
  const asymmetry = (side: string) => jitterLayout(layout, hull, deriveKey(seed, side), 1.5 * preset.scale);
  return {
    preset,
    seed,
    areas,
    profiles,
    layouts: [asymmetry("right"), asymmetry("left")],
    gradient: smoothField(deriveKey(seed, "gradient"), 70 * preset.scale, 8),
  };
}

/** Distances below this, in mm, belong to the brain's box: the narrow space around the pial surface. */
const MARGIN_MM = 1.5;

/** Finds the box of all nodes inside the brain. */
function extents(pial: VectorVolume): [Vec3, Vec3] {
  const [nx, ny, nz] = pial.size;
  const low = [nx, ny, nz];
  const high = [0, 0, 0];
  let n = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) {
        if (pial.values[n]! <= 0) continue;
        if (i < low[0]!) low[0] = i;
        if (i > high[0]!) high[0] = i;
        if (j < low[1]!) low[1] = j;
        if (j > high[1]!) high[1] = j;
        if (k < low[2]!) low[2] = k;
        if (k > high[2]!) high[2] = k;
      }
    }
  }
  const mm = (at: number[], c: number) => pial.originMm[c]! + pial.stepMm * at[c]!;
  return [
    [mm(low, 0), mm(low, 1), mm(low, 2)],
    [mm(high, 0), mm(high, 1), mm(high, 2)],
  ];
}

/**
 * Makes one individual: its warp, folding, borders, cells, and the level sets of its cortex.
 *
 * @param template what it shares with the other brains
 * @param brainSeed number of the brain; the same template and number give the same brain, bit for bit
 */
export function createBrain(template: Template, brainSeed: number): Brain {
  const { preset } = template;
  const key = deriveKey(deriveKey(template.seed, "brain"), String(brainSeed));
  const hull = makeHull(preset.scale);
  const rightNodes = hullNodes(hull, 6 * preset.scale);
  const bothSides = new Float64Array(2 * rightNodes.length);
  bothSides.set(rightNodes);
  bothSides.set(
    rightNodes.map((value, i) => (i % 3 === 0 ? -value : value)),
    rightNodes.length,
  );
  const warp = makeWarp(preset, deriveKey(key, "warp"), bothSides);
  const layouts = [
    jitterLayout(template.layouts[0], hull, deriveKey(key, "right"), 1.8 * preset.scale),
    jitterLayout(template.layouts[1], hull, deriveKey(key, "left"), 1.8 * preset.scale),
  ] as const;
  const tissue = deriveKey(key, "tissue");
  const normal = (slot: number) => Math.max(-2, Math.min(2, hashNormal(tissue, slot)));
  const individuality = {
    cellSize: Math.exp(0.05 * normal(0)),
    cellDensity: Math.exp(0.05 * normal(1)),
    stainStrength: Math.exp(0.12 * normal(2)),
    neuropil: Math.exp(0.1 * normal(3)),
  };
  const profiles = individualProfiles(
    template.profiles,
    deriveKey(key, "profiles"),
    individuality.cellSize,
    individuality.cellDensity,
  );
  const thickness = layouts.map((layout) => thicknessFactorOf(layout, profiles, 6 * preset.scale + 2)) as [
    ReturnType<typeof thicknessFactorOf>,
    ReturnType<typeof thicknessFactorOf>,
  ];
  const coarse = makeCoarseMap(preset, hull, warp, template.seed, key, thickness);
  const grid = centredGrid(
    HALF_BOX_MM.map((mm) => mm * preset.scale + 1) as [number, number, number],
    preset.voxelMm,
  );
  const { fold, hullDepthMm } = fillFold(coarse, hull, grid, preset);
  const surface = {
    hull,
    coarse,
    fold,
    spacingMm: preset.foldSpacingMm,
    crownMm: 0.3 * preset.foldSpacingMm,
  };
  const pial = fillPial(surface, grid, preset, hullDepthMm);
  const curvature = sheetCurvature(pial, (x, y, z) =>
    sampleScalar(coarse, x, y, z, (x >= 0 ? Channel.right : Channel.left) + THICKNESS),
  );
  const [low, high] = extents(pial);
  return {
    template,
    seed: brainSeed,
    warp,
    volumes: { ...surface, pial, curvature },
    profiles,
    individuality,
    layouts,
    borderWobble: makeDisplacement(deriveKey(key, "wobble"), 18 * preset.scale, 1.6 * preset.scale, 8),
    gradient: smoothField(deriveKey(key, "gradient"), 70 * preset.scale, 8),
    extentXMm: [low[0] - MARGIN_MM, high[0] + MARGIN_MM],
    extentYMm: [low[1], high[1]],
    extentZMm: [low[2] - MARGIN_MM, high[2] + MARGIN_MM],
  };
}

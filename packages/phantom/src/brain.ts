import type { AreaLayout } from "./areas/layout.js";
import type { AreaInfo, AreaProfile } from "./areas/profile.js";
import type { BrainVolumes } from "./geometry/levelSets.js";
import type { GeometryPreset } from "./geometry/preset.js";
import type { BrainWarp, Displacement } from "./geometry/warp.js";
import type { SmoothField } from "./random/smoothField.js";

/** A point or vector in mm, RAS: x to the right, y to anterior, z to superior. */
export type Vec3 = readonly [number, number, number];

/**
 * What all brains of a cohort share: the outer hull, the common part of the folding, the areas and their profiles.
 * Plain data: it can be posted to a worker as it is.
 */
export interface Template {
  readonly preset: GeometryPreset;
  readonly seed: number;
  readonly areas: readonly AreaInfo[];
  readonly profiles: readonly AreaProfile[];
  /** Territories of the right and of the left hemisphere, on the hull of a right one. */
  readonly layouts: readonly [AreaLayout, AreaLayout];
  /** A smooth gradient along the cortex that all brains share, a function of template mm. */
  readonly gradient: SmoothField;
}

/** Properties of a brain's tissue that are the same all over it. */
export interface Individuality {
  /** Factor on all cell areas. */
  readonly cellSize: number;
  /** Factor on all cell densities. */
  readonly cellDensity: number;
  /** Factor on how dark the stain is. */
  readonly stainStrength: number;
  /** Factor on how dark the neuropil is. */
  readonly neuropil: number;
}

/**
 * One individual brain. Plain data on shared memory: posting it to a worker copies no volume.
 * Brain coordinates are mm RAS with the origin at the brain's middle; sections are planes of constant y.
 */
export interface Brain {
  readonly template: Template;
  readonly seed: number;
  readonly warp: BrainWarp;
  readonly volumes: BrainVolumes;
  /** The template's profiles as this individual has them; same order as the template's. */
  readonly profiles: readonly AreaProfile[];
  readonly individuality: Individuality;
  /** This individual's territories of the right and of the left hemisphere. */
  readonly layouts: readonly [AreaLayout, AreaLayout];
  /** What makes this individual's borders wavy: added to hull points before their territory is looked up. */
  readonly borderWobble: Displacement;
  /** A smooth gradient along the cortex that only this individual has. */
  readonly gradient: SmoothField;
  /** First and last y, in mm, at which a section meets the brain. */
  readonly extentYMm: readonly [number, number];
  /** Bounding box of the brain in x and z. */
  readonly extentXMm: readonly [number, number];
  readonly extentZMm: readonly [number, number];
}

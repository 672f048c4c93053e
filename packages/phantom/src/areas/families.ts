import type { CellMix } from "./profile.js";

/**
 * A type of cortex: six layers' shares, densities (cell bodies per mm² of a 20 µm section), cell areas (µm²) and cell
 * kinds, from which the areas of the type differ by offsets. The types follow von Economo and Koskinas (1925): agranular,
 * granular with more frontal or more parietal character, polar, koniocortex; and the dysgranular and agranular cortex of
 * insula and cingulate. Numbers lie in the ranges of BigBrain's laminar data (Wagstyl et al. 2020; its 80 patches).
 */
export interface CortexType {
  readonly thickness: number;
  readonly shares: readonly number[];
  readonly densities: readonly number[];
  readonly sizes: readonly number[];
  /** 1: a distinct granular layer IV; 0: none can be told from its neighbours. */
  readonly granularity: number;
  readonly columnarity: number;
  /** Growth of cells from IIIa to IIIc, as a log ratio. */
  readonly sizeRise3: number;
  /** Log ratio of density of Vb to Va: negative where Vb is pale. */
  readonly paleness5b: number;
}

const I = 940;

export const CORTEX_TYPES = {
  konio: {
    thickness: 0.84,
    shares: [0.1, 0.1, 0.27, 0.14, 0.17, 0.22],
    densities: [I, 2650, 2050, 2900, 1800, 1750],
    sizes: [33, 43, 51, 39, 50, 48],
    granularity: 1,
    columnarity: 0.6,
    sizeRise3: 0.15,
    paleness5b: -0.25,
  },
  occipital: {
    thickness: 0.88,
    shares: [0.105, 0.105, 0.285, 0.105, 0.185, 0.205],
    densities: [I, 2450, 1750, 2500, 1600, 1620],
    sizes: [34, 45, 56, 43, 54, 52],
    granularity: 0.9,
    columnarity: 0.5,
    sizeRise3: 0.35,
    paleness5b: -0.3,
  },
  parietal: {
    thickness: 0.97,
    shares: [0.1, 0.1, 0.285, 0.095, 0.195, 0.215],
    densities: [I, 2350, 1660, 2400, 1600, 1530],
    sizes: [34, 47, 57, 45, 57, 54],
    granularity: 0.8,
    columnarity: 0.55,
    sizeRise3: 0.3,
    paleness5b: -0.15,
  },
  temporal: {
    thickness: 1.08,
    shares: [0.1, 0.1, 0.27, 0.085, 0.2, 0.24],
    densities: [I, 2250, 1600, 2250, 1620, 1500],
    sizes: [34, 47, 57, 46, 58, 54],
    granularity: 0.75,
    columnarity: 0.65,
    sizeRise3: 0.25,
    paleness5b: -0.05,
  },
  frontal: {
    thickness: 1.02,
    shares: [0.11, 0.095, 0.25, 0.075, 0.205, 0.25],
    densities: [I, 2250, 1600, 2050, 1620, 1500],
    sizes: [35, 48, 58, 48, 60, 55],
    granularity: 0.55,
    columnarity: 0.4,
    sizeRise3: 0.4,
    paleness5b: -0.1,
  },
  orbital: {
    thickness: 0.95,
    shares: [0.12, 0.09, 0.235, 0.082, 0.21, 0.25],
    densities: [I, 2350, 1630, 2150, 1650, 1500],
    sizes: [35, 46, 55, 46, 56, 52],
    granularity: 0.6,
    columnarity: 0.35,
    sizeRise3: 0.2,
    paleness5b: 0,
  },
  premotor: {
    thickness: 1.12,
    shares: [0.105, 0.097, 0.28, 0.06, 0.2, 0.24],
    densities: [I, 2150, 1560, 1700, 1560, 1460],
    sizes: [34, 49, 61, 53, 61, 56],
    granularity: 0.15,
    columnarity: 0.45,
    sizeRise3: 0.45,
    paleness5b: 0.05,
  },
  motor: {
    thickness: 1.2,
    shares: [0.094, 0.085, 0.265, 0.05, 0.22, 0.275],
    densities: [I, 2000, 1450, 1460, 1380, 1340],
    sizes: [34, 50, 63, 58, 64, 58],
    granularity: 0,
    columnarity: 0.5,
    sizeRise3: 0.45,
    paleness5b: -0.05,
  },
  dysgranular: {
    thickness: 1.14,
    shares: [0.112, 0.094, 0.28, 0.06, 0.19, 0.245],
    densities: [I, 2200, 1600, 1850, 1650, 1520],
    sizes: [35, 47, 56, 48, 57, 53],
    granularity: 0.3,
    columnarity: 0.25,
    sizeRise3: 0.15,
    paleness5b: 0.1,
  },
  limbic: {
    thickness: 1.02,
    shares: [0.13, 0.095, 0.26, 0.052, 0.215, 0.23],
    densities: [I, 2150, 1580, 1650, 1620, 1480],
    sizes: [36, 47, 55, 51, 60, 52],
    granularity: 0.05,
    columnarity: 0.3,
    sizeRise3: 0.05,
    paleness5b: 0.25,
  },
} satisfies Record<string, CortexType>;

export type CortexTypeName = keyof typeof CORTEX_TYPES;

/** Mixes of cell kinds per layer for granular cortex, and layer IV's where it is agranular. */
export const LAYER_MIX: readonly CellMix[] = [
  { granular: 0.12, pyramidal: 0, fusiform: 0.08, glial: 0.8 },
  { granular: 0.62, pyramidal: 0.23, fusiform: 0, glial: 0.15 },
  { granular: 0.15, pyramidal: 0.63, fusiform: 0.02, glial: 0.2 },
  { granular: 0.78, pyramidal: 0.06, fusiform: 0, glial: 0.16 },
  { granular: 0.12, pyramidal: 0.62, fusiform: 0.04, glial: 0.22 },
  { granular: 0.15, pyramidal: 0.27, fusiform: 0.33, glial: 0.25 },
];

/**
 * Bounds on the layers' shares of thickness: the 5th and 95th percentile over BigBrain's left hemisphere (155,331
 * vertices with all six layers). hOc1's layer IV alone is broader than that: the bounds of BigBrain's Brodmann 17 hold.
 */
export const SHARE_BOUNDS: readonly (readonly [number, number])[] = [
  [0.074, 0.2],
  [0.068, 0.143],
  [0.195, 0.35],
  [0.04, 0.148],
  [0.115, 0.256],
  [0.139, 0.32],
];

/** The type of cortex of an area. */
export function cortexTypeOf(name: string, lobe: string): CortexTypeName {
  if (["hOc1", "3b", "Te 1.0", "3a"].includes(name)) return "konio";
  if (name === "4a" || name === "4p") return "motor";
  if (/^6/.test(name) || name === "Op6") return "premotor";
  if (/^(Fo|11|13)/.test(name)) return "orbital";
  if (lobe === "insula" || name === "TI" || name === "TeI" || name === "44")
    return name.startsWith("Ig") ? "temporal" : "dysgranular";
  if (lobe === "limbic") return name.startsWith("p32") || name === "s32" ? "dysgranular" : "limbic";
  return lobe as "occipital" | "parietal" | "temporal" | "frontal";
}

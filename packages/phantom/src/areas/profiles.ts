import { deriveKey, hashNormal } from "../random/hash.js";
import { CORTEX_TYPES, type CortexType, cortexTypeOf, LAYER_MIX, SHARE_BOUNDS } from "./families.js";
import { applyLandmarks } from "./landmarks.js";
import {
  type AreaInfo,
  type AreaProfile,
  type CellMix,
  GRADIENTS,
  layerShares,
  type Stratum,
} from "./profile.js";

/** Layers, their strata, and the strata's shares of their layer. */
const STRATA: readonly (readonly [1 | 2 | 3 | 4 | 5 | 6, string, number])[] = [
  [1, "I", 1],
  [2, "II", 1],
  [3, "IIIa", 0.34],
  [3, "IIIb", 0.36],
  [3, "IIIc", 0.3],
  [4, "IV", 1],
  [5, "Va", 0.5],
  [5, "Vb", 0.5],
  [6, "VIa", 0.55],
  [6, "VIb", 0.45],
];

/** A normal number cut at ± 2. */
function cut(key: number, ...at: [number, number?, number?]): number {
  return Math.max(-2, Math.min(2, hashNormal(key, ...at)));
}

/** Scales shares to a sum of 1 inside their bounds; `own` are the bounds of each. */
export function boundShares(
  shares: readonly number[],
  own: readonly (readonly [number, number])[],
): number[] {
  let result = shares.slice();
  for (let round = 0; round < 50; round++) {
    const sum = result.reduce((total, share) => total + share, 0);
    result = result.map((share, i) => Math.max(own[i]![0], Math.min(own[i]![1], share / sum)));
  }
  const sum = result.reduce((total, share) => total + share, 0);
  return result.map((share) => share / sum);
}

function blendMix(a: CellMix, b: CellMix, t: number): CellMix {
  const mix = (x: number, y: number) => x + t * (y - x);
  return {
    granular: mix(a.granular, b.granular),
    pyramidal: mix(a.pyramidal, b.pyramidal),
    fusiform: mix(a.fusiform, b.fusiform),
    glial: mix(a.glial, b.glial),
  };
}

/** Draws one profile of a type: the type's numbers with offsets that belong to the key. */
function drawProfile(type: CortexType, key: number): Stratum[] {
  const shares = boundShares(
    type.shares.map((share, i) => share * Math.exp(0.11 * cut(key, 1, i))),
    SHARE_BOUNDS,
  );
  const overall = 0.05 * cut(key, 2, 9);
  const densities = type.densities.map((density, i) => density * Math.exp(overall + 0.06 * cut(key, 2, i)));
  const overallSize = 0.04 * cut(key, 3, 9);
  const sizes = type.sizes.map((size, i) => size * Math.exp(overallSize + 0.045 * cut(key, 3, i)));
  const rise = type.sizeRise3 + 0.12 * cut(key, 4, 0);
  const pale = type.paleness5b + 0.15 * cut(key, 4, 1);
  const fade = -0.25 + 0.12 * cut(key, 4, 2);
  const column = Math.max(0.05, Math.min(0.95, type.columnarity + 0.15 * cut(key, 4, 3)));
  const granularity = Math.max(
    0,
    Math.min(1, type.granularity + (type.granularity > 0 ? 0.1 * cut(key, 4, 4) : 0)),
  );
  const gradient = (slot: number, sd: number) =>
    Array.from({ length: GRADIENTS }, (_, g) => sd * cut(key, slot, g));
  const densityOf: Record<string, number> = {
    Va: -pale / 2,
    Vb: pale / 2,
    VIa: -fade * 0.45,
    VIb: fade * 0.55,
  };
  const sizeOf: Record<string, number> = { IIIa: -rise * 0.5, IIIc: rise * 0.5, Va: -0.06, Vb: 0.06 };
  return STRATA.map(([layer, name, part], s): Stratum => {
    const i = layer - 1;
    const mix = layer === 4 ? blendMix(LAYER_MIX[2]!, LAYER_MIX[3]!, granularity) : LAYER_MIX[i]!;
    return {
      layer,
      name,
      share: shares[i]! * part,
      densityPerMm2: densities[i]! * Math.exp(densityOf[name] ?? 0),
      cellAreaUm2: sizes[i]! * Math.exp(sizeOf[name] ?? 0),
      cellAreaLogSd: layer === 1 ? 0.45 : layer === 2 || layer === 4 ? 0.42 : 0.6,
      mix,
      columnarity: layer === 1 ? 0 : layer === 6 ? column * 0.7 : column,
      giantShare: 0,
      giantAreaUm2: 1000,
      densityGradient: gradient(20 + s, 0.03),
      sizeGradient: gradient(40 + s, 0.02),
    };
  });
}

/**
 * Makes the profiles of the areas, in the areas' order; the area named `split` gets two that differ as much as
 * neighbouring areas of one type do.
 */
export function makeProfiles(areas: readonly AreaInfo[], split: string, seed: number): AreaProfile[] {
  const profiles: AreaProfile[] = [];
  for (const area of areas) {
    const type = CORTEX_TYPES[cortexTypeOf(area.name, area.lobe)];
    for (const part of area.name === split ? ([0, 1] as const) : ([0] as const)) {
      const key = deriveKey(seed, `${area.name}/${part}`);
      profiles.push({
        area: area.index,
        part,
        strata: applyLandmarks(area.name, drawProfile(type, key)),
        thicknessFactor: type.thickness * Math.exp(0.03 * cut(key, 5)),
      });
    }
  }
  return profiles;
}

/**
 * Makes an individual's profiles: the same areas with slightly other shares, densities and sizes, partly common to all
 * areas of the brain, partly an area's own.
 */
export function individualProfiles(
  profiles: readonly AreaProfile[],
  key: number,
  cellSize: number,
  cellDensity: number,
): AreaProfile[] {
  return profiles.map((profile, p) => {
    const before = layerShares(profile);
    const after = boundShares(
      before.map((share, i) => share * Math.exp(0.03 * cut(key, 0, i) + 0.025 * cut(key, 100 + p, i))),
      // A layer that stands outside the bounds by a landmark keeps its own share as the bound.
      SHARE_BOUNDS.map(([low, high], i) => [Math.min(low, before[i]!), Math.max(high, before[i]!)]),
    );
    return {
      ...profile,
      strata: profile.strata.map((stratum, s) => ({
        ...stratum,
        share: (stratum.share * after[stratum.layer - 1]!) / before[stratum.layer - 1]!,
        densityPerMm2: stratum.densityPerMm2 * cellDensity * Math.exp(0.02 * cut(key, 200 + p, s)),
        cellAreaUm2: stratum.cellAreaUm2 * cellSize * Math.exp(0.015 * cut(key, 300 + p, s)),
      })),
    };
  });
}

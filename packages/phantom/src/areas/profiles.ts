import { deriveKey, hashNormal } from "../random/hash.js";
import type { AreaInfo, AreaProfile, Stratum } from "./profile.js";

const BASE: readonly [1 | 2 | 3 | 4 | 5 | 6, string, number, number, number][] = [
  [1, "I", 0.1, 850, 35],
  [2, "II", 0.12, 2100, 52],
  [3, "III", 0.3, 1400, 62],
  [4, "IV", 0.11, 1850, 55],
  [5, "V", 0.17, 1400, 64],
  [6, "VI", 0.2, 1340, 58],
];

/** Makes the profiles of the areas; the area named `split` gets two. */
export function makeProfiles(areas: readonly AreaInfo[], split: string, seed: number): AreaProfile[] {
  const profiles: AreaProfile[] = [];
  for (const area of areas) {
    for (const part of area.name === split ? ([0, 1] as const) : ([0] as const)) {
      const key = deriveKey(seed, `${area.name}/${part}`);
      const shares = BASE.map(([, , share], i) => share * Math.exp(0.15 * hashNormal(key, 0, i)));
      const total = shares.reduce((sum, share) => sum + share, 0);
      const strata = BASE.map(
        ([layer, name, , density, size], i): Stratum => ({
          layer,
          name,
          share: shares[i]! / total,
          densityPerMm2: density * Math.exp(0.12 * hashNormal(key, 1, i)),
          cellAreaUm2: size * Math.exp(0.1 * hashNormal(key, 2, i)),
          cellAreaLogSd: 0.45,
          mix: { granular: 0.3, pyramidal: 0.4, fusiform: 0.1, glial: 0.2 },
          columnarity: 0.3,
          giantShare: 0,
          giantAreaUm2: 900,
          densityGradient: [0.04, 0, 0],
          sizeGradient: [0, 0.03, 0],
        }),
      );
      profiles.push({ area: area.index, part, strata, thicknessFactor: Math.exp(0.1 * hashNormal(key, 3)) });
    }
  }
  return profiles;
}

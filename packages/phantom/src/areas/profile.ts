/** Number of smooth gradients along the cortex that modulate every profile. */
export const GRADIENTS = 3;

/** Shares of the kinds of cell bodies in a stratum; they add up to 1. */
export interface CellMix {
  /** Small round neurons. */
  readonly granular: number;
  /** Triangular neurons whose apex points to the pia. */
  readonly pyramidal: number;
  /** Spindle-shaped neurons, oblique or along the sheet. */
  readonly fusiform: number;
  /** Small, dark, round glial nuclei. */
  readonly glial: number;
}

/**
 * One stratum of a cortical profile: a layer, or a part of one (such as IVA, IVB and IVC).
 *
 * Densities count cell bodies per mm² of a section of 20 µm thickness; sizes are profile areas in µm².
 */
export interface Stratum {
  /** Layer 1 to 6. */
  readonly layer: 1 | 2 | 3 | 4 | 5 | 6;
  /** Name as an anatomist would write it: "I", "III", "IVB". */
  readonly name: string;
  /** Share of the cortical volume under a patch of surface: a share of equivolume depth. */
  readonly share: number;
  readonly densityPerMm2: number;
  /** Median area of a cell body. */
  readonly cellAreaUm2: number;
  /** Standard deviation of the logarithm of the area. */
  readonly cellAreaLogSd: number;
  readonly mix: CellMix;
  /** 0: cells lie at random; 1: cells stand in clear radial columns. */
  readonly columnarity: number;
  /** Share of giant cells (Betz, Meynert) among all. */
  readonly giantShare: number;
  readonly giantAreaUm2: number;
  /** Change of log density and of log cell area per unit of each gradient. */
  readonly densityGradient: readonly number[];
  readonly sizeGradient: readonly number[];
}

/** The six-layer cytoarchitecture of one area, or of one half of the area that is secretly two. */
export interface AreaProfile {
  /** Index into the areas of the template. */
  readonly area: number;
  /** Part of the area: 0, or 1 for the second half of the split area. */
  readonly part: 0 | 1;
  /** Strata from the pia to the white matter; their shares add up to 1. */
  readonly strata: readonly Stratum[];
  /** Cortical thickness of this area relative to the mean of the brain. */
  readonly thicknessFactor: number;
}

/** An area and where it belongs. */
export interface AreaInfo {
  readonly index: number;
  /** Name of the paper's Table 2, such as "hOc1". */
  readonly name: string;
  readonly lobe: Lobe;
}

export type Lobe = "occipital" | "parietal" | "temporal" | "insula" | "frontal" | "limbic";

/** Finds the stratum at an equivolume depth (0 pia … 1 white matter); depths outside are clamped. */
export function stratumIndexAt(profile: AreaProfile, depth: number): number {
  let lower = 0;
  for (let i = 0; i < profile.strata.length; i++) {
    lower += profile.strata[i]!.share;
    if (depth < lower) {
      return i;
    }
  }
  return profile.strata.length - 1;
}

/** Gives the six layers' shares of equivolume depth, the strata of a layer added up (0 where a layer is missing). */
export function layerShares(profile: AreaProfile): number[] {
  const shares = [0, 0, 0, 0, 0, 0];
  for (const stratum of profile.strata) {
    shares[stratum.layer - 1]! += stratum.share;
  }
  return shares;
}

import { AugmentationError } from "./errors.js";

/** Bounds of a uniform distribution. */
export type Range = readonly [low: number, high: number];

/** What augmentation may do to a patch. */
export interface AugmentationSettings {
  /** Largest rotation, radians: θ ∈ U[−r, +r]. At most π. */
  readonly rotationRad: number;
  /** Largest shift of the patch's centre, millimetres of tissue: d ∈ U[0, t] in a uniform direction. */
  readonly translationMm: number;
  /** Share of patches that are flipped upside down. */
  readonly mirrorProbability: number;
  /** Contrast: α of α·xᵞ + β. */
  readonly alpha: Range;
  /** Brightness: β of α·xᵞ + β, for intensities in [0, 1]. */
  readonly beta: Range;
  /** Z of the unbiased gamma (see `unbiasedGamma`). Inside (−0.7, 0.7). */
  readonly gammaZ: Range;
  /** Share of patches that are blurred. */
  readonly blurProbability: number;
  /** Share of patches that are sharpened; the rest is neither. */
  readonly sharpenProbability: number;
  /** σ of the Gaussian of blurring and sharpening, pixels of the patch. */
  readonly sigmaPx: Range;
  /** δ of sharpening: x + δ·(x − G∗x). */
  readonly sharpenAmount: Range;
}

/**
 * The augmentation of pretraining and of linear probing (§3.4). Blur and sharpening exclude each other,
 * each at 25 %: the text can be read otherwise.
 */
export const cytonetAugmentation: AugmentationSettings = {
  rotationRad: Math.PI,
  translationMm: 0.2,
  mirrorProbability: 0.5,
  alpha: [0.9, 1],
  beta: [-0.1, 0.1],
  gammaZ: [-0.05, 0.05],
  blurProbability: 0.25,
  sharpenProbability: 0.25,
  sigmaPx: [0.125, 1],
  sharpenAmount: [0.5, 1.5],
};

/** Leaves a patch as it is: with it, augmenting equals the centre crop up to rounding. */
export const noAugmentation: AugmentationSettings = {
  rotationRad: 0,
  translationMm: 0,
  mirrorProbability: 0,
  alpha: [1, 1],
  beta: [0, 0],
  gammaZ: [0, 0],
  blurProbability: 0,
  sharpenProbability: 0,
  sigmaPx: [0.125, 1],
  sharpenAmount: [0.5, 1.5],
};

// Z = ±0.5/2^−0.5 is where a logarithm's argument reaches 0 or 1.
const GAMMA_Z_LIMIT = Math.SQRT1_2;

function check(setting: string, passes: boolean, rule: string, value: unknown): void {
  if (!passes) throw new AugmentationError(setting, `must be ${rule}, got ${value}`);
}

/** Throws AugmentationError for a setting outside its meaning; returns the settings. */
export function checkedSettings(settings: AugmentationSettings): AugmentationSettings {
  const s = settings;
  check("rotationRad", s.rotationRad >= 0 && s.rotationRad <= Math.PI, "in [0, π]", s.rotationRad);
  check(
    "translationMm",
    s.translationMm >= 0 && Number.isFinite(s.translationMm),
    "finite and ≥ 0",
    s.translationMm,
  );
  for (const name of ["mirrorProbability", "blurProbability", "sharpenProbability"] as const) {
    check(name, s[name] >= 0 && s[name] <= 1, "in [0, 1]", s[name]);
  }
  const filtered = s.blurProbability + s.sharpenProbability;
  check("blurProbability + sharpenProbability", filtered <= 1, "at most 1", filtered);
  for (const name of ["alpha", "beta", "gammaZ", "sigmaPx", "sharpenAmount"] as const) {
    const [low, high] = s[name];
    check(name, Number.isFinite(low) && Number.isFinite(high) && low <= high, "[low, high]", s[name]);
  }
  check("gammaZ", Math.max(...s.gammaZ.map(Math.abs)) < GAMMA_Z_LIMIT, "inside (−0.7071, 0.7071)", s.gammaZ);
  check("sigmaPx", s.sigmaPx[0] > 0, "above 0", s.sigmaPx);
  return settings;
}

/** Reach of the Gaussian kernel in standard deviations, as SciPy's `gaussian_filter` cuts it. */
const TRUNCATE = 4;

/** Radius in pixels of the kernels that blur and sharpen: of the largest σ; 0 without such patches. */
export function filterRadiusPx(settings: AugmentationSettings): number {
  const filters = settings.blurProbability + settings.sharpenProbability > 0;
  return filters ? Math.floor(TRUNCATE * settings.sigmaPx[1] + 0.5) : 0;
}

/**
 * γ = log(½ + Z/√2) / log(½ − Z/√2): symmetric around γ = 1, so that as many patches turn darker as
 * lighter (Pohlen et al. 2017, eq. 1; §3.4 prints the power of two with Z in its exponent).
 */
export function unbiasedGamma(z: number): number {
  return Math.log(0.5 + Math.SQRT1_2 * z) / Math.log(0.5 - Math.SQRT1_2 * z);
}

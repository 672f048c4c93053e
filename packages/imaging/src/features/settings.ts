/** What SURF looks for. Lengths are in pixels of the image that it is given. */
export interface SurfSettings {
  /** Doublings of the filter size (paper of Bay et al.: 3 to 4). */
  readonly octaves: number;
  /** Filter sizes of an octave; the first and the last only bound the search in scale. */
  readonly intervals: number;
  /** Distance of the samples of the first octave; it doubles with each octave. */
  readonly initialStepPx: number;
  /** Least determinant of the Hessian, of images scaled to black 0 and white 1. */
  readonly threshold: number;
  /** The strongest so many are kept. */
  readonly maxFeatures: number;
  /** Weight of the mixed derivative's square in the determinant; 0.81 ≈ 0.9² corrects the box filters. */
  readonly crossWeight: number;
}

/** SURF as Bay et al. (2008) describe it, with a low threshold and a bounded number of features. */
export const surfDefaults: SurfSettings = {
  octaves: 4,
  intervals: 4,
  initialStepPx: 1,
  threshold: 1e-5,
  maxFeatures: 4000,
  crossWeight: 0.81,
};

/** Side of the lobes of a filter, pixels: 3, 5, 7, 9 in the first octave, 5, 9, 13, 17 in the second, … */
export function lobePx(octave: number, interval: number): number {
  return 2 ** (octave + 1) * (interval + 1) + 1;
}

/** Scale (σ, pixels) of a filter of lobes `lobe`: a 9 × 9 filter approximates σ = 1.2. */
export function scaleOfLobe(lobe: number): number {
  return (1.2 / 9) * 3 * lobe;
}

/** Distance of samples in an octave, pixels. */
export function stepPx({ initialStepPx }: SurfSettings, octave: number): number {
  return initialStepPx * 2 ** octave;
}

/** Blank pixels around an image within which every filter of the settings fits. */
export function surfMarginPx({ octaves, intervals }: SurfSettings): number {
  const largest = lobePx(octaves - 1, intervals - 1);
  return Math.ceil(1.5 * largest) + 2;
}

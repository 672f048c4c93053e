/** Value of `SectionFields.tissue`. */
export const Tissue = { background: 0, grey: 1, white: 2 } as const;

/** Value of `SectionFields.hemisphere`. */
export const Hemisphere = { none: 0, left: 1, right: 2 } as const;

/** Value of `profile`, `neighbour` and `area` where there is no cortex nearby. */
export const NO_AREA = 65535;

/** The sampling grid of a section: sample (i, j) lies at x = originXMm + i·stepMm, z = originZMm − j·stepMm. */
export interface SectionGrid {
  readonly originXMm: number;
  /** z of the first, most superior row. */
  readonly originZMm: number;
  readonly stepMm: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What lies in the coronal plane y = yMm of a brain, undisplaced, sampled on a regular grid; row-major arrays of
 * width·height. `depth`, `pialMm` and the other real-valued fields continue smoothly past the cortex' borders and may be
 * interpolated linearly; `profile`, `neighbour`, `area`, `hemisphere` are taken from the nearest sample.
 *
 * Interpolate `depth` and decide at the pixel: below 0 lies background, up to 1 grey matter, above 1 white matter.
 */
export interface SectionFields extends SectionGrid {
  readonly yMm: number;
  /** 0 background, 1 grey, 2 white matter, at the samples. */
  readonly tissue: Uint8Array;
  /** Distance to the pial surface in mm: positive in the brain, negative outside. */
  readonly pialMm: Float32Array;
  /** Equivolume depth: 0 at the pia, 1 at the white matter; continued linearly below 0 and above 1. */
  readonly depth: Float32Array;
  /** Index of the profile of `Brain.profiles` whose territory this is, or NO_AREA. */
  readonly profile: Uint16Array;
  /** The profile on the other side of the nearest border. */
  readonly neighbour: Uint16Array;
  /** Distance to that border in mm; ≥ 0. */
  readonly borderMm: Float32Array;
  /** Index of the area of `Template.areas`, or NO_AREA. */
  readonly area: Uint16Array;
  readonly hemisphere: Uint8Array;
  /** In-plane unit vector of growing depth (from the pia to the white matter), in x and z. */
  readonly columnX: Float32Array;
  readonly columnZ: Float32Array;
  /** Cosine of the angle between the streamline and the section plane: 1 cut along the columns, 0 tangentially. */
  readonly obliqueness: Float32Array;
  readonly thicknessMm: Float32Array;
  /** Mean curvature of the sheet at the sample's depth in 1/mm: positive in fundi, negative on crowns. */
  readonly curvaturePerMm: Float32Array;
  /** The smooth gradients along the cortex; about standard normal. One array per gradient. */
  readonly gradients: readonly Float32Array[];
}

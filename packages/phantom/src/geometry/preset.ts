/**
 * The size of a phantom and of what is computed for it. Lengths are true millimetres of the phantom: smaller presets are
 * smaller brains with fewer folds, while their cortex, cells and field of view (4 mm) keep the human size. A brain of
 * scale 0.35 is about as large, as thick and as folded as a macaque's.
 */
export interface GeometryPreset {
  readonly name: string;
  /** Length of the brain relative to a human one of 170 mm. */
  readonly scale: number;
  /** Mean thickness of the cortex. */
  readonly cortexThicknessMm: number;
  /** Mean distance between neighbouring sulci along the outer hull. */
  readonly foldSpacingMm: number;
  /** Deepest sulci. */
  readonly sulcalDepthMm: number;
  /** Edge of a voxel of the level-set volumes. */
  readonly voxelMm: number;
  /** Step of the sampling grid of a section's fields. */
  readonly sectionStepMm: number;
  /** Root mean square of the individual deformation that remains after the best affine, in mm. */
  readonly warpResidualMm: number;
  /** Share of the folding pattern's variance that all brains have in common. */
  readonly sharedFolding: number;
  /** Names of the areas of each hemisphere. */
  readonly areas: readonly string[];
  /** The area that secretly consists of two. */
  readonly splitArea: string;
  /** Width over which one area's profile passes into the next. */
  readonly borderWidthMm: number;
  /** Root mean square error of the reference coordinates that a user is given. */
  readonly registrationErrorMm: number;
}

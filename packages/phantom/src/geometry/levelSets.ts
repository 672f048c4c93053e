/** A regular grid of voxels in brain mm: voxel (i, j, k) has its centre at origin + step·(i, j, k). */
export interface VolumeGrid {
  readonly originMm: readonly [number, number, number];
  readonly stepMm: number;
  readonly size: readonly [number, number, number];
}

/** The level sets of one brain; x fastest. On shared memory. */
export interface BrainVolumes extends VolumeGrid {
  /** Distance to the nearest pial surface (hull or middle of a sulcus), positive in the brain, in mm. */
  readonly pialMm: Float32Array;
}

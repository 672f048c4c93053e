/** Three coordinates along the axes x, y, z. */
export type Vec3 = readonly [number, number, number];

/**
 * Where a section lies in the atlas, as QuickNII writes it: the image's top-left corner `o` and the vectors
 * `u` along its width and `v` along its height, all in voxels of the atlas.
 */
export interface Anchoring {
  readonly o: Vec3;
  readonly u: Vec3;
  readonly v: Vec3;
}

/**
 * The atlas position, in voxels with corners at whole numbers, of an image position given as shares of the
 * width and height: o + xShare · u + yShare · v. Shares make it hold for every resolution of the image.
 */
export function atlasPosition({ o, u, v }: Anchoring, xShare: number, yShare: number): Vec3 {
  return [
    o[0] + xShare * u[0] + yShare * v[0],
    o[1] + xShare * u[1] + yShare * v[1],
    o[2] + xShare * u[2] + yShare * v[2],
  ];
}

/** Pixel sizes in µm of an anchored image of this many pixels: |u| · voxel / width and |v| · voxel / height. */
export function anchoredPixelSizesUm(
  { u, v }: Anchoring,
  voxelUm: number,
  widthPx: number,
  heightPx: number,
): { pixelSizeXUm: number; pixelSizeYUm: number } {
  return {
    pixelSizeXUm: (Math.hypot(...u) * voxelUm) / widthPx,
    pixelSizeYUm: (Math.hypot(...v) * voxelUm) / heightPx,
  };
}

/** Cosine of the angle between the image's axes as anchored: 0 for a rectangle. */
export function anchoredSkew({ u, v }: Anchoring): number {
  return (u[0] * v[0] + u[1] * v[1] + u[2] * v[2]) / (Math.hypot(...u) * Math.hypot(...v));
}

/** An axis of an array or a space: 0 = x, 1 = y, 2 = z. */
export type Axis = 0 | 1 | 2;

/** Which atlas axes a section's width, height and normal follow, and in which direction. */
export interface SectionOrientation {
  readonly widthAxis: Axis;
  readonly widthSign: 1 | -1;
  readonly heightAxis: Axis;
  readonly heightSign: 1 | -1;
  /** The axis along which sections follow one another. */
  readonly stackAxis: Axis;
}

/** The orientation nearest to an anchoring; undefined where width and height follow the same axis. */
export function sectionOrientation({ u, v }: Anchoring): SectionOrientation | undefined {
  const widthAxis = dominantAxis(u);
  const heightAxis = dominantAxis(v);
  if (widthAxis === heightAxis) return undefined;
  return {
    widthAxis,
    widthSign: u[widthAxis] < 0 ? -1 : 1,
    heightAxis,
    heightSign: v[heightAxis] < 0 ? -1 : 1,
    stackAxis: (3 - widthAxis - heightAxis) as Axis,
  };
}

function dominantAxis(vector: Vec3): Axis {
  const size = vector.map(Math.abs);
  if (size[0]! >= size[1]! && size[0]! >= size[2]!) return 0;
  return size[1]! >= size[2]! ? 1 : 2;
}

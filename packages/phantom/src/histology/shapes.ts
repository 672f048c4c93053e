/**
 * What cell bodies look like in a section, in units of the body's equivalent radius; y points to the pial surface.
 * A value is the share of the full stain at a place, 0 to 1. Apical dendrites are hinted, as silver shows their
 * first part only.
 */

/** Kinds of cell bodies; the numbers index sprites and stand in tables of cells. */
export const CellKind = {
  granular: 0,
  pyramidal: 1,
  giant: 2,
  glial: 3,
  fusiform: 4,
  endothelial: 5,
} as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

/** Names of the kinds, by number. */
export const cellKinds = ["granular", "pyramidal", "giant", "glial", "fusiform", "endothelial"] as const;

interface Shape {
  /** Half the side of the square that holds it, in equivalent radii. */
  readonly reach: number;
  /** Whether its direction is seen; the others turn by variant. */
  readonly oriented: boolean;
  /** Stain at (x, y) with edges of the given softness, all in equivalent radii. */
  readonly stain: (x: number, y: number, softness: number, variant: number) => number;
}

/** 1 inside, 0 outside, linear over twice the softness. */
function edge(inside: number, softness: number): number {
  const value = 0.5 + (0.5 * inside) / softness;
  return value < 0 ? 0 : Math.min(value, 1);
}

/** A roundish body whose outline differs by variant. */
function roundish(waviness: number): Shape["stain"] {
  return (x, y, softness, variant) => {
    const angle = Math.atan2(y, x);
    const outline =
      1 +
      waviness * Math.sin(2 * angle + variant * 2.4) +
      0.6 * waviness * Math.sin(3 * angle + variant * 4.1) +
      0.4 * waviness * Math.sin(5 * angle + variant * 1.3);
    return edge(outline - Math.hypot(x, y), softness);
  };
}

/** A triangle with rounded corners, an apical dendrite towards the surface and stubs of basal ones. */
function pyramid(dendriteLength: number, dendriteWidth: number): Shape["stain"] {
  return (x, y, softness, variant) => {
    // Flanks bulge and lean, one more than the other, so that no two look cut from one stencil.
    const lean = 0.16 * Math.sin(variant * 2.1 + 0.4);
    const across = Math.abs(x - lean * y + 0.07 * Math.sin(3.1 * y + variant * 2.7));
    // Width of the body along its axis: broad at the base, tapering into the dendrite.
    const t = (y + 0.95) / 2.5;
    const taper = t < 0 ? -1 : t > 1 ? 0 : 1.16 * (1 - t) ** 0.8 * Math.min(1, 0.5 + 2.2 * t);
    const base = Math.min(y + 0.98 - 0.24 * across * across, taper - across);
    const body = edge(base, softness);
    const along = y - 0.8;
    const width = dendriteWidth * (1 - (0.6 * along) / dendriteLength);
    const dendrite =
      along > 0 && along < dendriteLength
        ? 0.75 * (1 - along / dendriteLength) ** 0.7 * edge(width - across, softness)
        : 0;
    // Two stubs, leaving the corners of the base sideways and down.
    const stubAlong = across - 0.75;
    const stubOff = Math.abs(y + 0.7 + 0.55 * stubAlong);
    const stub =
      stubAlong > 0 && stubAlong < 0.9 ? 0.55 * (1 - stubAlong / 0.9) * edge(0.16 - stubOff, softness) : 0;
    return Math.max(body, dendrite, stub);
  };
}

/** A body drawn out to two tips. */
function spindle(halfLength: number, halfWidth: number): Shape["stain"] {
  return (x, y, softness, variant) => {
    const along = y / halfLength;
    const bend = 0.12 * Math.sin(variant * 1.7) * y * y;
    const width = along * along < 1 ? halfWidth * (1 - along * along) ** 0.8 : -1;
    return edge(width - Math.abs(x + bend), softness);
  };
}

/** Shapes by kind. Their areas are π within a few per cent, so that size means the same for all. */
export const shapes: readonly Shape[] = [
  { reach: 1.35, oriented: false, stain: roundish(0.1) },
  { reach: 3.3, oriented: true, stain: pyramid(2.3, 0.2) },
  { reach: 3.9, oriented: true, stain: pyramid(2.9, 0.17) },
  { reach: 1.25, oriented: false, stain: roundish(0.04) },
  { reach: 2.3, oriented: true, stain: spindle(2.1, 0.72) },
  { reach: 2.5, oriented: true, stain: spindle(2.3, 0.62) },
];

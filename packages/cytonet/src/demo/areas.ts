/** One band of the cortex, parallel to its surface. */
export interface Layer {
  /** Share of the cortical depth. */
  readonly share: number;
  /** Small cells: probability that a place of the fine lattice holds one, 0 to 1. */
  readonly small: number;
  /** Pyramids: probability that a place of the coarse lattice holds one, 0 to 1. */
  readonly large: number;
  /** Radius of the pyramids, px. */
  readonly radiusPx: number;
}

/** An area of the synthetic cortex: what its layers look like. */
export interface Area {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** Relative to the other areas. */
  readonly thickness: number;
}

const layer = (share: number, small: number, large = 0, radiusPx = 1.4): Layer => ({
  share,
  small,
  large,
  radiusPx,
});

/**
 * Eight areas that differ in the order, width and content of their layers, as koniocortex, agranular, bilaminar
 * and other types of cortex do. They are inventions, not models of named human areas.
 */
const outlines: readonly Area[] = [
  {
    name: "alpha",
    thickness: 0.95,
    layers: [
      layer(0.1, 0.1),
      layer(0.3, 0.5, 0.15),
      layer(0.24, 0.95),
      layer(0.14, 0.25, 0.1),
      layer(0.22, 0.6),
    ],
  },
  {
    name: "beta",
    thickness: 0.9,
    layers: [
      layer(0.1, 0.1),
      layer(0.26, 0.6, 0.05),
      layer(0.09, 0.95),
      layer(0.12, 0.2),
      layer(0.12, 1),
      layer(0.13, 0.25, 0.1),
      layer(0.18, 0.75),
    ],
  },
  {
    name: "gamma",
    thickness: 1.15,
    layers: [
      layer(0.09, 0.1),
      layer(0.36, 0.4, 0.35, 1.6),
      layer(0.3, 0.25, 0.55, 2.3),
      layer(0.25, 0.45, 0.1),
    ],
  },
  {
    name: "delta",
    thickness: 1.05,
    layers: [
      layer(0.1, 0.1),
      layer(0.16, 0.7),
      layer(0.24, 0.3, 0.6, 2),
      layer(0.08, 0.75),
      layer(0.2, 0.35, 0.15),
      layer(0.22, 0.5),
    ],
  },
  {
    name: "epsilon",
    thickness: 0.85,
    layers: [layer(0.14, 0.1), layer(0.2, 1), layer(0.38, 0.25, 0.2), layer(0.28, 0.95)],
  },
  {
    name: "zeta",
    thickness: 1,
    layers: [layer(0.12, 0.15), layer(0.33, 0.85, 0.1), layer(0.13, 0.1), layer(0.42, 0.6, 0.25, 1.8)],
  },
  {
    name: "eta",
    thickness: 1.05,
    layers: [layer(0.08, 0.15), layer(0.52, 0.6, 0.2), layer(0.14, 0.7), layer(0.26, 0.3, 0.3, 1.7)],
  },
  {
    name: "theta",
    thickness: 1,
    layers: [
      layer(0.1, 0.1),
      layer(0.12, 0.9),
      layer(0.25, 0.3),
      layer(0.13, 0.8),
      layer(0.2, 0.25, 0.5, 2),
      layer(0.2, 0.7),
    ],
  },
];

/** How dark a layer is: the share of its places that cells cover. */
function darkness({ small, large, radiusPx }: Layer): number {
  return small + large * 0.35 * radiusPx ** 2;
}

/**
 * The areas, scaled to one mean darkness: the grey of a patch does not tell its area, only the arrangement does.
 */
export const areas: readonly Area[] = outlines.map((area) => {
  const mean = area.layers.reduce((sum, each) => sum + each.share * darkness(each), 0);
  const scale = 0.62 / mean;
  const layers = area.layers.map((each) => ({
    ...each,
    small: Math.min(1, each.small * scale),
    large: Math.min(1, each.large * scale),
  }));
  return { ...area, layers };
});

/** Entries of a profile table, over the depth from the surface to the white matter. */
export const PROFILE_STEPS = 64;

/** Content at every depth, step by step: what painting looks up for each cell. */
export interface Profile {
  readonly small: Float32Array;
  readonly large: Float32Array;
  readonly radiusPx: Float32Array;
}

/** An area's layers as a table, with borders between layers blurred over about 3 % of the depth. */
export function profileOf(area: Area): Profile {
  const sample = (pick: (each: Layer) => number): Float32Array =>
    Float32Array.from({ length: PROFILE_STEPS }, (_, step) => {
      let sum = 0;
      for (let tap = -2; tap <= 2; tap++) {
        sum += pick(layerAt(area, (step + 0.5) / PROFILE_STEPS + tap * 0.008));
      }
      return sum / 5;
    });
  return {
    small: sample((each) => each.small),
    large: sample((each) => each.large),
    radiusPx: sample((each) => each.radiusPx),
  };
}

function layerAt(area: Area, depth: number): Layer {
  let end = 0;
  for (const each of area.layers) {
    end += each.share;
    if (depth < end) return each;
  }
  return area.layers.at(-1)!;
}

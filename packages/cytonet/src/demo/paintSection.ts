import { areas, PROFILE_STEPS, type Profile, profileOf } from "./areas.js";
import { hemisphereVector, type SyntheticBrain } from "./brain.js";
import { hashKey, latticeNoise } from "./random.js";
import { NODE_PX, positionOf, type SectionFrame, type SectionShape, sampleField } from "./sectionShape.js";
import type { Staining } from "./staining.js";

/** Distance between places that may hold a small cell or a pyramid, px. */
const smallPitchPx = 2;
const largePitchPx = 5;
const smallRadiusPx = 0.85;

const profiles: readonly Profile[] = areas.map(profileOf);

/** What changes smoothly along the cortex, whatever the area: all that tells a place within an area. */
interface Gradients {
  /** Shift of the middle layers, shares of the depth. */
  readonly shift: number;
  /** Cells of the upper layers relative to those of the lower ones. */
  readonly upper: number;
  /** How far columns are set apart. */
  readonly columns: number;
  /** Size of the pyramids. */
  readonly size: number;
}

/** Gradients at a point of the brain's own space: they follow the three axes of its hemisphere. */
export function gradientsAt(x: number, y: number, z: number): Gradients {
  const [lateral, anterior, superior] = hemisphereVector(x, y, z);
  return {
    shift: 0.05 * superior,
    upper: 1 + 0.3 * anterior,
    columns: 0.35 + 0.3 * lateral,
    size: 1 + 0.18 * anterior - 0.1 * superior,
  };
}

/**
 * Paints a section's cells: how much light every pixel absorbs, 0 on the empty slide.
 *
 * Cells stand at random places whose density follows the layers of the area, smooth gradients and columns.
 * Nothing else is written into the image.
 *
 * @param key belongs to the section; equal keys give equal cells.
 */
export function paintSection(
  brain: SyntheticBrain,
  frame: SectionFrame,
  shape: SectionShape,
  staining: Staining,
  ...key: readonly number[]
): Float32Array {
  const { sizePx } = frame;
  const image = new Float32Array(sizePx * sizePx);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      if (shape.depthMm[nodeAt(shape.nodes, x, y)]! < -0.1) continue;
      const inside = sampleField(shape.depthMm, shape.nodes, x + 0.5, y + 0.5) / 0.03;
      if (inside > 0) image[y * sizePx + x] = staining.haze * Math.min(1, inside);
    }
  }
  const seeds = { place: hashKey([...key, 4]), chance: hashKey([...key, 5]), column: hashKey([...key, 6]) };
  for (const kind of ["small", "large"] as const) {
    const pitch = kind === "small" ? smallPitchPx : largePitchPx;
    const salt = kind === "small" ? 0 : 7919;
    const cells = Math.floor(sizePx / pitch);
    for (let j = 0; j < cells; j++) {
      for (let i = 0; i < cells; i++) {
        const x = (i + latticeNoise(seeds.place + salt, i, j)) * pitch;
        const y = (j + latticeNoise(seeds.place + salt + 1, i, j)) * pitch;
        const cell = cellAt(brain, frame, shape, x, y, kind, seeds.column);
        if (cell === undefined || latticeNoise(seeds.chance + salt, i, j) > cell.probability) continue;
        const size = 0.8 + 0.4 * latticeNoise(seeds.chance + salt + 1, i, j);
        splat(image, sizePx, x, y, cell.radiusPx * size, kind === "small" ? 0.85 : 1.2);
      }
    }
  }
  return image;
}

/** Whether a cell may stand at a place, how likely, and how large; undefined outside the tissue. */
function cellAt(
  brain: SyntheticBrain,
  frame: SectionFrame,
  shape: SectionShape,
  xPx: number,
  yPx: number,
  kind: "small" | "large",
  columnSeed: number,
): { probability: number; radiusPx: number } | undefined {
  const { nodes } = shape;
  const node = nodeAt(nodes, xPx, yPx);
  if (shape.depthMm[node]! <= 0) return undefined;
  if (sampleField(shape.depthMm, nodes, xPx, yPx) < 0.02) return undefined;
  const depth = sampleField(shape.relativeDepth, nodes, xPx, yPx);
  if (depth >= 1) {
    return kind === "small" ? { probability: 0.1 * brain.density, radiusPx: 0.7 } : undefined;
  }
  const gradients = gradientsAt(...positionOf(frame, xPx, yPx));
  const bent = depth + gradients.shift * Math.sin(Math.PI * depth);
  const step = Math.min(PROFILE_STEPS - 1, Math.max(0, Math.floor(bent * PROFILE_STEPS)));
  const share = shape.neighbourShare[node]!;
  const [own, other] = [profiles[shape.area[node]!]!, profiles[shape.neighbour[node]!]!];
  const expected = own[kind][step]! * (1 - share) + other[kind][step]! * share;
  const tilt = gradients.upper ** (depth < 0.5 ? 1 : -1);
  const column = columnAt(shape.foot[node]!, nodes, columnSeed);
  const probability = expected * tilt * brain.density * (1 + gradients.columns * (2 * column - 1));
  const radiusPx = kind === "small" ? smallRadiusPx : own.radiusPx[step]! * gradients.size;
  return { probability, radiusPx };
}

/** The node whose square holds a pixel. */
function nodeAt(nodes: number, xPx: number, yPx: number): number {
  const i = Math.min(nodes - 1, Math.floor(xPx / NODE_PX));
  return Math.min(nodes - 1, Math.floor(yPx / NODE_PX)) * nodes + i;
}

/** Whether a place of the surface lies above a column or between two: 0 to 1, over about 0.1 mm. */
function columnAt(foot: number, nodes: number, seed: number): number {
  return latticeNoise(seed, (foot % nodes) >> 1, Math.floor(foot / nodes) >> 1);
}

/** Adds a round cell with a soft edge. */
function splat(
  image: Float32Array,
  sizePx: number,
  xPx: number,
  yPx: number,
  radiusPx: number,
  dark: number,
): void {
  const reach = radiusPx + 0.5;
  const [x0, x1] = [Math.max(0, Math.floor(xPx - reach)), Math.min(sizePx - 1, Math.floor(xPx + reach))];
  const [y0, y1] = [Math.max(0, Math.floor(yPx - reach)), Math.min(sizePx - 1, Math.floor(yPx + reach))];
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const cover = reach - Math.sqrt((x + 0.5 - xPx) ** 2 + (y + 0.5 - yPx) ** 2);
      if (cover > 0) image[y * sizePx + x]! += dark * Math.min(1, cover);
    }
  }
}

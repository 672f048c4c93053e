import type { Affine } from "@cytonet/cohort";
import { areas } from "./areas.js";
import { randomStream } from "./random.js";

/** Semi-axes of a hemisphere, mm along left-right, posterior-anterior and inferior-superior. */
const semiAxesMm = [3.9, 8, 5.6] as const;
/** Distance of a hemisphere's centre from the midline, mm. */
const centreMm = 4;
/** Half of the gap between the hemispheres, mm. */
const gapMm = 0.12;
/** Height of the folds relative to the semi-axes. */
const foldHeight = 0.19;

/** A synthetic brain: a shape, a parcellation and individual traits, all functions of its seed. */
export interface SyntheticBrain {
  readonly id: string;
  readonly seed: number;
  /** Maps points of the brain's own space to the reference space, RAS mm. */
  readonly toReference: Affine;
  /** Cortical thickness relative to the other brains. */
  readonly thickness: number;
  /** Number of cells relative to the other brains. */
  readonly density: number;
  readonly folds: readonly Wave[];
  /** Directions of the areas' centres, unit vectors of the right hemisphere. */
  readonly centres: readonly (readonly [number, number, number])[];
}

/** A plane wave in space, of which folds are made. */
interface Wave {
  readonly k: readonly [number, number, number];
  readonly phase: number;
}

/** Makes a brain. Individuals differ in size, folding, borders of areas, thickness and number of cells. */
export function makeBrain(id: string, seed: number, index: number): SyntheticBrain {
  const random = randomStream(seed, index, 1);
  const folds = Array.from({ length: 6 }, (): Wave => {
    const wavelengthMm = random.between(4, 6.5);
    const [x, y, z] = direction(random.next(), random.next());
    const length = (2 * Math.PI) / wavelengthMm;
    return { k: [x * length, y * length, z * length], phase: random.between(0, 2 * Math.PI) };
  });
  const centres = areaDirections().map(([x, y, z]) =>
    unit([x + random.between(-0.1, 0.1), y + random.between(-0.1, 0.1), z + random.between(-0.1, 0.1)]),
  );
  const scale = (): number => random.between(0.95, 1.05);
  const tilt = random.between(-0.05, 0.05);
  const [sx, sy, sz] = [scale(), scale(), scale()];
  const toReference = [
    [sx, 0, 0, random.between(-0.5, 0.5)],
    [0, sy * Math.cos(tilt), -sz * Math.sin(tilt), random.between(-0.5, 0.5)],
    [0, sy * Math.sin(tilt), sz * Math.cos(tilt), random.between(-0.5, 0.5)],
    [0, 0, 0, 1],
  ].flat();
  const thickness = random.between(0.94, 1.06);
  return { id, seed, toReference, thickness, density: random.between(0.9, 1.1), folds, centres };
}

/**
 * How far a point of the brain's own space (RAS mm) lies outside its surface, in units of the semi-axes:
 * negative inside, 0 on the surface.
 */
export function outsideness(brain: SyntheticBrain, x: number, y: number, z: number): number {
  const ux = (Math.abs(x) - centreMm) / semiAxesMm[0];
  const uy = y / semiAxesMm[1];
  const uz = z / semiAxesMm[2];
  const round = Math.sqrt(ux * ux + uy * uy + uz * uz) - 1;
  if (round > 2 * foldHeight) return round;
  let fold = 0;
  for (const { k, phase } of brain.folds) fold += Math.sin(k[0] * x + k[1] * y + k[2] * z + phase);
  // Folds flatten out towards the midline, so that neither hemisphere bulges into the other.
  const height = (foldHeight * Math.min(1, Math.abs(x) / 1.5)) / Math.sqrt(brain.folds.length);
  return Math.max(round - height * fold, (gapMm - Math.abs(x)) / semiAxesMm[0]);
}

/** A point relative to its hemisphere's centre in units of the semi-axes, mirrored to the right side. */
export function hemisphereVector(x: number, y: number, z: number): [number, number, number] {
  return [(Math.abs(x) - centreMm) / semiAxesMm[0], y / semiAxesMm[1], z / semiAxesMm[2]];
}

/** The two areas nearest to a point of the surface, and the share of the first (0.5 on the border, else above). */
export function areasAt(
  brain: SyntheticBrain,
  x: number,
  y: number,
  z: number,
): { readonly first: number; readonly second: number; readonly share: number } {
  const [ux, uy, uz] = unit(hemisphereVector(x, y, z));
  let [first, second, best, next] = [0, 0, -2, -2];
  for (let index = 0; index < brain.centres.length; index++) {
    const [cx, cy, cz] = brain.centres[index]!;
    const nearness = ux * cx + uy * cy + uz * cz;
    if (nearness > best) {
      [second, next] = [first, best];
      [first, best] = [index, nearness];
    } else if (nearness > next) {
      [second, next] = [index, nearness];
    }
  }
  return { first, second, share: 1 / (1 + Math.exp((next - best) / borderWidth)) };
}

/** Softness of borders between areas: about 0.3 mm. */
const borderWidth = 0.02;

/** Centres of the areas, spread over the sphere by the golden angle. */
function areaDirections(): [number, number, number][] {
  return areas.map((_, index) => {
    const height = 1 - (2 * (index + 0.5)) / areas.length;
    const ring = Math.sqrt(1 - height * height);
    const angle = index * Math.PI * (3 - Math.sqrt(5));
    return [ring * Math.cos(angle), height, ring * Math.sin(angle)];
  });
}

function direction(a: number, b: number): [number, number, number] {
  const height = 2 * a - 1;
  const ring = Math.sqrt(1 - height * height);
  return [ring * Math.cos(2 * Math.PI * b), height, ring * Math.sin(2 * Math.PI * b)];
}

function unit([x, y, z]: readonly [number, number, number]): [number, number, number] {
  const length = Math.sqrt(x * x + y * y + z * z) || 1;
  return [x / length, y / length, z / length];
}

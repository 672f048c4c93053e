import { areas } from "./areas.js";
import { areasAt, outsideness, type SyntheticBrain } from "./brain.js";
import { nearestSites } from "./distance.js";

/** A section's image on the slide: square, with the brain's axis in its middle. */
export interface SectionFrame {
  readonly sizePx: number;
  readonly pixelSizeUm: number;
  /** Position of the section's plane along posterior-anterior, mm. */
  readonly yMm: number;
  /** Turn of the tissue on the slide. */
  readonly angleRad: number;
}

/** Pixels per node of the grid on which shapes are computed. */
export const NODE_PX = 3;
/** Cortical thickness of an area of thickness 1 in a brain of thickness 1, mm. */
const thicknessMm = 1.7;

/** A section's anatomy on a coarse grid, row by row; node (i, j) lies at pixel (3i + 1.5, 3j + 1.5). */
export interface SectionShape {
  readonly nodes: number;
  /** Distance below the surface, mm; negative outside. */
  readonly depthMm: Float32Array;
  /** Depth relative to the cortex: 0 at the surface, 1 at the white matter. */
  readonly relativeDepth: Float32Array;
  /** The area, and the one across the nearest border with its share, 0 to 0.5. */
  readonly area: Uint8Array;
  readonly neighbour: Uint8Array;
  readonly neighbourShare: Float32Array;
  /** Place on the surface below which a node lies, as its index: what columns are made of. */
  readonly foot: Int32Array;
}

/** A pixel's place in the brain's own space, RAS mm. */
export function positionOf(
  { sizePx, pixelSizeUm, yMm, angleRad }: SectionFrame,
  xPx: number,
  yPx: number,
): [number, number, number] {
  const right = ((xPx - sizePx / 2) * pixelSizeUm) / 1000;
  const down = ((yPx - sizePx / 2) * pixelSizeUm) / 1000;
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  return [cos * right + sin * down, yMm, sin * right - cos * down];
}

/**
 * Computes a section's anatomy. Depth, areas and columns follow the nearest point of the surface within the
 * section, so every section looks as if it were cut perpendicular to the cortex.
 */
export function sectionShape(brain: SyntheticBrain, frame: SectionFrame): SectionShape {
  const nodes = Math.floor(frame.sizePx / NODE_PX);
  const pitchMm = (NODE_PX * frame.pixelSizeUm) / 1000;
  const count = nodes * nodes;
  const outside = new Float32Array(count);
  const isOutside = new Uint8Array(count);
  const at = (index: number): [number, number, number] =>
    positionOf(frame, ((index % nodes) + 0.5) * NODE_PX, (Math.floor(index / nodes) + 0.5) * NODE_PX);
  for (let index = 0; index < count; index++) {
    outside[index] = outsideness(brain, ...at(index));
    isOutside[index] = outside[index]! > 0 ? 1 : 0;
  }
  const { distance, site } = nearestSites(isOutside, nodes, nodes);
  const shape: SectionShape = {
    nodes,
    depthMm: new Float32Array(count),
    relativeDepth: new Float32Array(count),
    area: new Uint8Array(count),
    neighbour: new Uint8Array(count),
    neighbourShare: new Float32Array(count),
    foot: site,
  };
  const ofFoot = new Map<number, ReturnType<typeof areasAt>>();
  for (let index = 0; index < count; index++) {
    const foot = site[index]!;
    const beyond = surfaceDistance(outside, nodes, foot, pitchMm);
    shape.depthMm[index] = distance[index]! * pitchMm - beyond;
    if (distance[index] === 0) continue;
    let found = ofFoot.get(foot);
    if (found === undefined) {
      found = areasAt(brain, ...at(foot));
      ofFoot.set(foot, found);
    }
    const thickness =
      found.share * areas[found.first]!.thickness + (1 - found.share) * areas[found.second]!.thickness;
    shape.area[index] = found.first;
    shape.neighbour[index] = found.second;
    shape.neighbourShare[index] = 1 - found.share;
    shape.relativeDepth[index] = shape.depthMm[index]! / (thicknessMm * brain.thickness * thickness);
  }
  return shape;
}

/** How far an outside node lies from the surface, mm: its value divided by its slope, at most two nodes. */
function surfaceDistance(outside: Float32Array, nodes: number, index: number, pitchMm: number): number {
  const x = index % nodes;
  const y = Math.floor(index / nodes);
  if (x < 1 || y < 1 || x > nodes - 2 || y > nodes - 2) return 2 * pitchMm;
  const dx = (outside[index + 1]! - outside[index - 1]!) / (2 * pitchMm);
  const dy = (outside[index + nodes]! - outside[index - nodes]!) / (2 * pitchMm);
  return Math.min(2 * pitchMm, outside[index]! / Math.max(1e-6, Math.sqrt(dx * dx + dy * dy)));
}

/** A field's value at a pixel, between the nodes around it. */
export function sampleField(field: Float32Array, nodes: number, xPx: number, yPx: number): number {
  const x = Math.min(nodes - 1.001, Math.max(0, xPx / NODE_PX - 0.5));
  const y = Math.min(nodes - 1.001, Math.max(0, yPx / NODE_PX - 0.5));
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - i, y - j];
  const at = j * nodes + i;
  const top = field[at]! * (1 - fx) + field[at + 1]! * fx;
  const bottom = field[at + nodes]! * (1 - fx) + field[at + nodes + 1]! * fx;
  return top * (1 - fy) + bottom * fy;
}

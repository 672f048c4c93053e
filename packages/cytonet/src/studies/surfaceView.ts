import type { ColouredPoints, Raster } from "./pointSplats.js";
import { dot, type ViewDirection } from "./views.js";

/** A body with a smooth surface. */
export interface Body {
  /** About the distance to the surface in mm, positive inside. */
  readonly distance: (x: number, y: number, z: number) => number;
  /** Bounding box: first and last x, y, z in mm. */
  readonly extentMm: readonly [
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ];
}

/** A ray's step never leaps farther than this, mm: the distance is only about right away from the surface. */
const LONGEST_STEP_MM = 0.8;
const SHORTEST_STEP_MM = 0.05;
/** Share of the given distance that a step takes. */
const CAUTION = 0.8;
const MARGIN_MM = 0.5;
const NORMAL_STEP_MM = 0.15;
/** Tissue this thick above a ray's end means that the ray ended at the plane between the hemispheres. */
const CUT_MM = 0.1;
/** Grey of surface without points nearby. */
const bare = [172, 170, 166] as const;

/**
 * The surface of a body by marching rays without perspective, with light from the viewer: folds turn dark where they
 * turn away. Colours are those of the points nearest to the surface.
 *
 * @param reachMm colours come from points within this distance, weighted by 1/d²
 */
export function surfaceView(
  body: Body,
  points: ColouredPoints,
  view: ViewDirection,
  options: { readonly pxPerMm: number; readonly reachMm: number },
): Raster {
  const side = view.hemisphere === "left" ? -1 : view.hemisphere === "right" ? 1 : 0;
  const distance = (x: number, y: number, z: number): number =>
    side === 0 ? body.distance(x, y, z) : Math.min(body.distance(x, y, z), side * x);
  const corners = cornersOf(body, side);
  const range = (axis: ViewDirection["right"]): [number, number] => {
    const values = corners.map(([x, y, z]) => dot(axis, x, y, z));
    return [Math.min(...values) - MARGIN_MM, Math.max(...values) + MARGIN_MM];
  };
  const [left, right] = range(view.right);
  const [bottom, top] = range(view.up);
  const [far, near] = range(view.towards);
  const { pxPerMm } = options;
  const width = Math.max(1, Math.round((right - left) * pxPerMm));
  const height = Math.max(1, Math.round((top - bottom) * pxPerMm));
  const rgba = new Uint8Array(width * height * 4);
  const colourAt = nearestColours(points, options.reachMm);
  let colour: [number, number, number] = [0, 0, 0];
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const u = left + (i + 0.5) / pxPerMm;
      const v = top - (j + 0.5) / pxPerMm;
      const at = (t: number): [number, number, number] => [
        view.right[0] * u + view.up[0] * v + view.towards[0] * t,
        view.right[1] * u + view.up[1] * v + view.towards[1] * t,
        view.right[2] * u + view.up[2] * v + view.towards[2] * t,
      ];
      const hit = march((t) => distance(...at(t)), near, far);
      if (hit === undefined) continue;
      const [x, y, z] = at(hit);
      const h = NORMAL_STEP_MM;
      const gx = body.distance(x + h, y, z) - body.distance(x - h, y, z);
      const gy = body.distance(x, y + h, z) - body.distance(x, y - h, z);
      const gz = body.distance(x, y, z + h) - body.distance(x, y, z - h);
      const length = Math.sqrt(gx * gx + gy * gy + gz * gz) || 1;
      // The distance grows inwards: the outward normal is against its gradient.
      const facing = Math.max(0, -dot(view.towards, gx, gy, gz) / length);
      const depth = (hit - far) / (near - far);
      // Where the hemispheres are parted through tissue there is a cut, not a surface: it has no features.
      const isCut = side !== 0 && body.distance(x, y, z) > CUT_MM;
      const light = isCut ? 1 : (0.34 + 0.66 * facing) * (0.72 + 0.28 * depth);
      if (isCut) colour = [...bare];
      else colourAt(x, y, z, colour);
      const pixel = 4 * (j * width + i);
      for (let channel = 0; channel < 3; channel++) {
        rgba[pixel + channel] = Math.min(255, Math.round(colour[channel]! * light * 1.12));
      }
      rgba[pixel + 3] = 255;
    }
  }
  return { width, height, rgba, pxPerMm, leftMm: left, topMm: top };
}

/** Where a ray from `near` towards `far` first enters the body. */
function march(distance: (t: number) => number, near: number, far: number): number | undefined {
  let t = near;
  let before = t;
  while (t > far) {
    const value = distance(t);
    if (value >= 0) return refine(distance, before, t);
    before = t;
    t -= Math.min(LONGEST_STEP_MM, Math.max(SHORTEST_STEP_MM, -CAUTION * value));
  }
  return undefined;
}

function refine(distance: (t: number) => number, outside: number, inside: number): number {
  for (let step = 0; step < 6; step++) {
    const middle = (outside + inside) / 2;
    if (distance(middle) >= 0) inside = middle;
    else outside = middle;
  }
  return inside;
}

function cornersOf({ extentMm: [x, y, z] }: Body, side: number): [number, number, number][] {
  const xs = side < 0 ? [x[0], 0] : side > 0 ? [0, x[1]] : x;
  return xs.flatMap((a) => y.flatMap((b) => z.map((c): [number, number, number] => [a, b, c])));
}

/** Looks colours up in a grid of cells as wide as the reach. */
function nearestColours(
  { mm, rgb }: ColouredPoints,
  reachMm: number,
): (x: number, y: number, z: number, out: [number, number, number]) => void {
  const cells = new Map<number, number[]>();
  const cell = (value: number): number => Math.floor(value / reachMm) + 512;
  const key = (i: number, j: number, k: number): number => (i * 1024 + j) * 1024 + k;
  for (let row = 0; 3 * row < mm.length; row++) {
    const at = key(cell(mm[3 * row]!), cell(mm[3 * row + 1]!), cell(mm[3 * row + 2]!));
    const list = cells.get(at);
    if (list === undefined) cells.set(at, [row]);
    else list.push(row);
  }
  return (x, y, z, out) => {
    let total = 0;
    let [red, green, blue] = [0, 0, 0];
    const [ci, cj, ck] = [cell(x), cell(y), cell(z)];
    for (let i = ci - 1; i <= ci + 1; i++) {
      for (let j = cj - 1; j <= cj + 1; j++) {
        for (let k = ck - 1; k <= ck + 1; k++) {
          for (const row of cells.get(key(i, j, k)) ?? []) {
            const square =
              (mm[3 * row]! - x) ** 2 + (mm[3 * row + 1]! - y) ** 2 + (mm[3 * row + 2]! - z) ** 2;
            if (square > reachMm * reachMm) continue;
            // Steep, so that a place looks like its nearest points and not like the mean of all around.
            const weight = 1 / (square + 0.05) ** 2;
            total += weight;
            red += weight * rgb[3 * row]!;
            green += weight * rgb[3 * row + 1]!;
            blue += weight * rgb[3 * row + 2]!;
          }
        }
      }
    }
    for (let channel = 0; channel < 3; channel++) {
      out[channel] = total === 0 ? bare[channel]! : [red, green, blue][channel]! / total;
    }
  };
}

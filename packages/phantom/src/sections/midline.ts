import { mixBits } from "../histology/counter.js";
import { NO_AREA, type SectionFields } from "../sectionFields.js";

/** A place half-way through the cortex, in plane mm, with the nearest sample of the section's fields. */
export interface MidlinePoint {
  readonly xMm: number;
  readonly zMm: number;
  readonly sample: number;
}

/**
 * Points along the midline of the cortex (equivolume depth ½), no two nearer than `spacingMm`: crossings of the
 * midline with the lines of the sampling grid, taken in an order that is fixed but not regular.
 */
export function midlinePoints(fields: SectionFields, spacingMm: number): MidlinePoint[] {
  const candidates = crossings(fields);
  candidates.sort((p, q) => mixBits(p.sample) - mixBits(q.sample) || p.xMm - q.xMm || p.zMm - q.zMm);
  const cell = spacingMm;
  const taken = new Map<string, MidlinePoint[]>();
  const kept: MidlinePoint[] = [];
  for (const point of candidates) {
    const [cx, cz] = [Math.floor(point.xMm / cell), Math.floor(point.zMm / cell)];
    let free = true;
    for (let x = cx - 1; x <= cx + 1 && free; x++) {
      for (let z = cz - 1; z <= cz + 1 && free; z++) {
        free = !(taken.get(`${x},${z}`) ?? []).some(
          (other) => Math.hypot(other.xMm - point.xMm, other.zMm - point.zMm) < spacingMm,
        );
      }
    }
    if (!free) continue;
    kept.push(point);
    const key = `${cx},${cz}`;
    taken.set(key, [...(taken.get(key) ?? []), point]);
  }
  return kept.sort((p, q) => p.sample - q.sample || p.xMm - q.xMm || q.zMm - p.zMm);
}

function crossings(fields: SectionFields): MidlinePoint[] {
  const { width, height, stepMm, originXMm, originZMm, depth, pialMm, thicknessMm } = fields;
  const points: MidlinePoint[] = [];
  const usable = (sample: number): boolean =>
    fields.profile[sample] !== NO_AREA && pialMm[sample]! > 0.15 * thicknessMm[sample]!;
  for (let row = 0; row + 1 < height; row++) {
    for (let column = 0; column + 1 < width; column++) {
      const at = row * width + column;
      if (!usable(at)) continue;
      for (const [next, dx, dz] of [
        [at + 1, 1, 0],
        [at + width, 0, 1],
      ] as const) {
        const [a, b] = [depth[at]! - 0.5, depth[next]! - 0.5];
        if (a < 0 === b < 0 || !usable(next) || Math.abs(a - b) > 0.6) continue;
        const t = a / (a - b);
        points.push({
          xMm: originXMm + (column + dx * t) * stepMm,
          zMm: originZMm - (row + dz * t) * stepMm,
          sample: t < 0.5 ? at : next,
        });
      }
    }
  }
  return points;
}

/** For every sample the share of tissue in a square around it, by a summed-area table. */
export function tissueShares(fields: SectionFields, sideMm: number): (sample: number) => number {
  const { width, height, stepMm, pialMm } = fields;
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let row = 0; row < height; row++) {
    let running = 0;
    for (let column = 0; column < width; column++) {
      running += pialMm[row * width + column]! > 0 ? 1 : 0;
      sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1]! + running;
    }
  }
  const half = Math.max(1, Math.round(sideMm / stepMm / 2));
  return (sample) => {
    const column = sample % width;
    const row = Math.floor(sample / width);
    const [x0, x1] = [Math.max(0, column - half), Math.min(width, column + half)];
    const [y0, y1] = [Math.max(0, row - half), Math.min(height, row + half)];
    const at = (x: number, y: number): number => sums[y * (width + 1) + x]!;
    return (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / (4 * half * half);
  };
}

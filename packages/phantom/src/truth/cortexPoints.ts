import type { SectionFields } from "../sectionFields.js";

/** A point on the mid-depth line of a section: brain x and z in mm. */
export interface CortexPoint {
  readonly xMm: number;
  readonly zMm: number;
}

/**
 * Samples points on the line of equivolume depth 0.5 of a section: all crossings of that depth with the grid's edges,
 * thinned so that none are nearer than `spacingMm`. The order is that of the grid: rows from superior to inferior.
 */
export function cortexPoints(fields: SectionFields, spacingMm: number): CortexPoint[] {
  const { depth, pialMm, width, height, originXMm, originZMm, stepMm } = fields;
  const points: CortexPoint[] = [];
  const cells = new Map<number, CortexPoint[]>();
  const columns = Math.ceil((width * stepMm) / spacingMm) + 3;
  const offer = (xMm: number, zMm: number) => {
    const a = Math.floor((xMm - originXMm) / spacingMm) + 1;
    const b = Math.floor((originZMm - zMm) / spacingMm) + 1;
    for (let j = -1; j <= 1; j++) {
      for (let i = -1; i <= 1; i++) {
        for (const near of cells.get((b + j) * columns + a + i) ?? []) {
          if ((near.xMm - xMm) ** 2 + (near.zMm - zMm) ** 2 < spacingMm * spacingMm) return;
        }
      }
    }
    const point = { xMm, zMm };
    const key = b * columns + a;
    const cell = cells.get(key);
    if (cell) cell.push(point);
    else cells.set(key, [point]);
    points.push(point);
  };
  const crosses = (p: number, q: number) =>
    depth[p]! < 0.5 !== depth[q]! < 0.5 && pialMm[p]! > 0 && pialMm[q]! > 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const p = row * width + column;
      const x = originXMm + column * stepMm;
      const z = originZMm - row * stepMm;
      if (column + 1 < width && crosses(p, p + 1)) {
        offer(x + (stepMm * (0.5 - depth[p]!)) / (depth[p + 1]! - depth[p]!), z);
      }
      if (row + 1 < height && crosses(p, p + width)) {
        offer(x, z - (stepMm * (0.5 - depth[p]!)) / (depth[p + width]! - depth[p]!));
      }
    }
  }
  return points;
}

import { rowsBy } from "./sampling.js";

/** Labelled points on sections. */
export interface PlacedLabels {
  /** Which section a point lies on, over all brains. */
  readonly section: readonly string[];
  readonly xPx: ArrayLike<number>;
  readonly yPx: ArrayLike<number>;
  readonly area: readonly string[];
}

/** Neighbouring points lie within this many grid steps of each other: a diagonal counts, a gap does not. */
const REACH = 1.6;
/** Contacts that make a border: fewer may be two banks of a sulcus that touch by chance. */
const LEAST_CONTACTS = 4;
const LEAST_SHARE = 0.01;

/**
 * Pairs of areas that touch on sections: those of which enough points are each other's neighbours on the sampling
 * grid. An estimate: borders that run along the sections are missed.
 */
export function bordersFromPoints({ section, xPx, yPx, area }: PlacedLabels): [string, string][] {
  const contacts = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const name of area) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  for (const rows of rowsBy(section).values()) {
    const reach = REACH * gridStep(rows, xPx, yPx);
    for (const [place, row] of rows.entries()) {
      for (const other of rows.slice(place + 1)) {
        if (area[row] === area[other]) continue;
        const [dx, dy] = [xPx[row]! - xPx[other]!, yPx[row]! - yPx[other]!];
        if (dx * dx + dy * dy > reach * reach) continue;
        const key = [area[row]!, area[other]!].sort().join("\n");
        contacts.set(key, (contacts.get(key) ?? 0) + 1);
      }
    }
  }
  return [...contacts]
    .map(([key, count]) => ({ pair: key.split("\n") as [string, string], count }))
    .filter(({ pair: [a, b], count }) => {
      return count >= LEAST_CONTACTS && count >= LEAST_SHARE * Math.min(sizes.get(a)!, sizes.get(b)!);
    })
    .map(({ pair }) => pair)
    .sort(([a, b], [c, d]) => a.localeCompare(c) || b.localeCompare(d));
}

/** Median distance of a point to its nearest: the step of the grid. */
function gridStep(rows: readonly number[], xPx: ArrayLike<number>, yPx: ArrayLike<number>): number {
  const nearest = rows.map((row) => {
    let best = Number.POSITIVE_INFINITY;
    for (const other of rows) {
      if (other === row) continue;
      best = Math.min(best, (xPx[row]! - xPx[other]!) ** 2 + (yPx[row]! - yPx[other]!) ** 2);
    }
    return best;
  });
  nearest.sort((a, b) => a - b);
  return Math.sqrt(nearest[nearest.length >> 1] ?? 0);
}

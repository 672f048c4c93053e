/** A section that fills a plane of the grid. */
export interface Slab<T> {
  readonly section: T;
  /** Plane of the grid, from 0. */
  readonly plane: number;
}

/** Sections on the border of two planes all take the upper one: rounding errors would crowd some of them together. */
const upward = 1e-6;

/**
 * For every plane of the grid that holds sections, the one nearest its middle; in the order of the planes.
 *
 * @param firstMm middle of plane 0
 */
export function slabsOf<T extends { readonly positionMm: number }>(
  sections: readonly T[],
  firstMm: number,
  voxelMm: number,
): Slab<T>[] {
  const nearest = new Map<number, T>();
  for (const section of sections) {
    const plane = Math.round((section.positionMm - firstMm) / voxelMm + upward);
    const off = (one: T) => Math.abs(one.positionMm - (firstMm + plane * voxelMm));
    const other = nearest.get(plane);
    if (other === undefined || off(section) < off(other)) nearest.set(plane, section);
  }
  return [...nearest.entries()].sort(([a], [b]) => a - b).map(([plane, section]) => ({ section, plane }));
}

/** Groups of slabs of which each is at most `maxGapMm` from the next: first index and number. */
export function runsOf<T extends { readonly positionMm: number }>(
  slabs: readonly Slab<T>[],
  maxGapMm: number,
): { readonly first: number; readonly count: number }[] {
  const runs: { first: number; count: number }[] = [];
  slabs.forEach(({ section }, i) => {
    const before = slabs[i - 1]?.section.positionMm;
    const last = runs.at(-1);
    if (last !== undefined && before !== undefined && section.positionMm - before <= maxGapMm)
      last.count += 1;
    else runs.push({ first: i, count: 1 });
  });
  return runs;
}

/** For every plane the nearest slab within `bridgeMm`, or −1; of two equally near ones the earlier. */
export function nearestSlabs<T extends { readonly positionMm: number }>(
  slabs: readonly Slab<T>[],
  planes: number,
  firstMm: number,
  voxelMm: number,
  bridgeMm: number,
): Int32Array {
  const nearest = new Int32Array(planes).fill(-1);
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    const mm = firstMm + plane * voxelMm;
    const off = (i: number) => Math.abs(slabs[i]!.section.positionMm - mm);
    while (at + 1 < slabs.length && off(at + 1) < off(at)) at += 1;
    // A plane that holds a section is its own.
    const own = slabs[at]?.plane === plane;
    if (slabs.length > 0 && (own || off(at) <= bridgeMm)) nearest[plane] = at;
  }
  return nearest;
}

/** Median distance of neighbouring sections, mm; undefined for fewer than two. */
export function medianSpacing(positionsMm: readonly number[]): number | undefined {
  const sorted = [...positionsMm].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((position, i) => position - sorted[i]!);
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1];
}

import { EvaluationError } from "./errors.js";

/** Which classes touch each other: areas of the cortex with a common border. */
export interface AreaGraph {
  readonly areas: readonly string[];
  /** `neighbours[i]`: numbers of the areas that touch area i, ascending. */
  readonly neighbours: readonly (readonly number[])[];
}

/** A graph from pairs of areas that touch. @throws EvaluationError for a pair with an area that is not listed */
export function areaGraph(areas: readonly string[], borders: Iterable<readonly [string, string]>): AreaGraph {
  const position = new Map(areas.map((area, i) => [area, i]));
  const sets = areas.map(() => new Set<number>());
  for (const pair of borders) {
    const [a, b] = pair.map((area) => position.get(area));
    if (a === undefined || b === undefined) {
      throw new EvaluationError("borders", `names ${pair.join(" and ")}, of which one is not an area`);
    }
    if (a === b) continue;
    sets[a]!.add(b);
    sets[b]!.add(a);
  }
  return { areas, neighbours: sets.map((set) => [...set].sort((x, y) => x - y)) };
}

/**
 * How many borders lie between any two areas, breadth first: 0 for an area itself, 1 for neighbours, Infinity where
 * no way leads.
 *
 * @returns areas × areas
 */
export function hopDistances({ neighbours }: AreaGraph): number[][] {
  return neighbours.map((_, start) => {
    const hops = neighbours.map(() => Number.POSITIVE_INFINITY);
    hops[start] = 0;
    let front = [start];
    for (let distance = 1; front.length > 0; distance++) {
      const next: number[] = [];
      for (const at of front) {
        for (const other of neighbours[at]!) {
          if (hops[other] !== Number.POSITIVE_INFINITY) continue;
          hops[other] = distance;
          next.push(other);
        }
      }
      front = next;
    }
    return hops;
  });
}

import { type AreaGraph, hopDistances } from "@cytonet/learning";

/** How far predictions lie from the truth, in borders between areas. */
export interface HopErrors {
  /** Share of points by hops: right, a neighbour of the true area, one further, and so on; the last is all that is left. */
  readonly shares: readonly number[];
  /** The same for predictions dealt out again at random among the same points. */
  readonly chance: readonly number[];
  readonly points: number;
  /** Mean hops over points with a way between both areas. */
  readonly meanHops: number;
}

/** Answers how many borders lie between two areas; Infinity for areas without a way, or not in the graph. */
export function hopsBetween(graph: AreaGraph): (truth: string, predicted: string) => number {
  const distances = hopDistances(graph);
  const position = new Map(graph.areas.map((area, i) => [area, i]));
  return (truth, predicted) => {
    if (truth === predicted) return 0;
    const [a, b] = [position.get(truth), position.get(predicted)];
    return a === undefined || b === undefined ? Number.POSITIVE_INFINITY : distances[a]![b]!;
  };
}

/** Hops that have a class of their own: 0, 1, 2, then 3 and more. */
export const hopClasses = 4;

/** The class of a number of hops. */
export const hopClass = (hops: number): number => Math.min(hops, hopClasses - 1);

/**
 * Errors by hops, beside what the same predictions would give without knowing the points.
 *
 * @param truth n areas, n ≥ 1
 * @param predicted n areas
 */
export function hopErrors(
  truth: readonly string[],
  predicted: readonly string[],
  hops: (truth: string, predicted: string) => number,
): HopErrors {
  const shares = new Array<number>(hopClasses).fill(0);
  const chance = new Array<number>(hopClasses).fill(0);
  let [sum, linked] = [0, 0];
  for (const [i, own] of truth.entries()) {
    const distance = hops(own, predicted[i]!);
    shares[hopClass(distance)]! += 1 / truth.length;
    if (Number.isFinite(distance)) {
      sum += distance;
      linked++;
    }
  }
  const frequencies = (labels: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1 / labels.length);
    return counts;
  };
  const guesses = frequencies(predicted);
  for (const [own, share] of frequencies(truth)) {
    for (const [guess, other] of guesses) chance[hopClass(hops(own, guess))]! += share * other;
  }
  return { shares, chance, points: truth.length, meanHops: linked === 0 ? Number.NaN : sum / linked };
}

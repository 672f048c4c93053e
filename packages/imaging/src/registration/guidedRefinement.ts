import { PlaceGrid } from "./placeGrid.js";
import type { Correspondences } from "./ransac.js";
import { applyRigid, fitRigid, type Point2, type Rigid2D, wrapAngle } from "./rigid.js";

/** Features in the memory of this process, as the search for neighbours reads them. */
export interface LocalFeatures {
  /** n × length numbers, unit length each. */
  readonly vectors: Float32Array;
  readonly length: number;
  /** n, 1 where darker than around. */
  readonly positive: Uint8Array;
  readonly placesUm: Float64Array;
  readonly anglesRad: Float64Array;
  /** σ of each blob, µm. */
  readonly scalesUm: Float64Array;
}

export interface GuidedSettings {
  /** How far from its predicted place a feature is looked for, one round after the other. */
  readonly reachUm: readonly number[];
  /** Least product of descriptors, −1 to 1. */
  readonly minSimilarity: number;
  readonly turnToleranceDeg: number;
  /** Largest ratio of the scales of a pair. */
  readonly maxScaleRatio: number;
}

export const guidedDefaults: GuidedSettings = {
  reachUm: [1200, 800, 600],
  minSimilarity: 0.6,
  turnToleranceDeg: 40,
  maxScaleRatio: 1.5,
};

/** A rigid map that the features around their predicted places support. */
export interface GuidedFit {
  readonly map: Rigid2D;
  readonly pairs: number;
  /** Median distance of the pairs from where the map puts them, µm. */
  readonly medianUm: number;
  /** Weighted middle of the pairs in the first image, µm. */
  readonly middle: Point2;
  /** Standard errors of the shift there, µm, and of the turn, radians. */
  readonly shiftErrorUm: number;
  readonly turnErrorRad: number;
}

const fits = 12;

/**
 * Refines a rigid map with many more pairs than passed the ratio test: once the map is about right, the best among the
 * few features near a predicted place needs no ratio test, and repeated structures such as neighbouring folds cannot be
 * confused. The map is fitted by least squares with Geman–McClure weights, whose width is 1.5 times the median distance.
 *
 * @param first of the image that is mapped; descriptors mirrored where `start` is
 * @returns undefined where fewer than 8 pairs are found
 */
export function refineGuided(
  first: LocalFeatures,
  second: LocalFeatures,
  start: Rigid2D,
  settings: GuidedSettings = guidedDefaults,
): GuidedFit | undefined {
  let fit: GuidedFit | undefined;
  for (const reachUm of settings.reachUm) {
    const pairs = pairsNear(first, second, fit?.map ?? start, reachUm, settings);
    if (pairs.from.length < 2 * 8) return undefined;
    fit = robustFit(pairs, fit?.map ?? start);
  }
  return fit;
}

/** Mutually best pairs of features within reach of where the map puts them. */
function pairsNear(
  first: LocalFeatures,
  second: LocalFeatures,
  map: Rigid2D,
  reachUm: number,
  { minSimilarity, turnToleranceDeg, maxScaleRatio }: GuidedSettings,
): Pick<Correspondences, "from" | "to"> {
  const grid = new PlaceGrid(second.placesUm, reachUm);
  const tolerance = (turnToleranceDeg * Math.PI) / 180;
  const count = first.anglesRad.length;
  const bestOfFirst = new Int32Array(count).fill(-1);
  const bestOfSecond = new Int32Array(second.anglesRad.length).fill(-1);
  const similarityOfSecond = new Float64Array(second.anglesRad.length).fill(minSimilarity);
  for (let i = 0; i < count; i++) {
    const [x, y] = applyRigid(map, [first.placesUm[2 * i]!, first.placesUm[2 * i + 1]!]);
    const direction = first.anglesRad[i]!;
    const turned = map.angleRad + (map.mirrored ? Math.PI - direction : direction);
    let best = minSimilarity;
    grid.near(x, y, (j) => {
      if (first.positive[i] !== second.positive[j]) return;
      const ratio = first.scalesUm[i]! / second.scalesUm[j]!;
      if (ratio > maxScaleRatio || ratio * maxScaleRatio < 1) return;
      if (Math.abs(wrapAngle(second.anglesRad[j]! - turned)) > tolerance) return;
      const similarity = product(first, i, second, j);
      if (similarity > best) {
        best = similarity;
        bestOfFirst[i] = j;
      }
      if (similarity > similarityOfSecond[j]!) {
        similarityOfSecond[j] = similarity;
        bestOfSecond[j] = i;
      }
    });
  }
  const [from, to]: [number[], number[]] = [[], []];
  for (let i = 0; i < count; i++) {
    const j = bestOfFirst[i]!;
    if (j < 0 || bestOfSecond[j] !== i) continue;
    from.push(first.placesUm[2 * i]!, first.placesUm[2 * i + 1]!);
    to.push(second.placesUm[2 * j]!, second.placesUm[2 * j + 1]!);
  }
  return { from: Float64Array.from(from), to: Float64Array.from(to) };
}

function product(a: LocalFeatures, i: number, b: LocalFeatures, j: number): number {
  let sum = 0;
  const [from, other] = [i * a.length, j * b.length];
  for (let k = 0; k < a.length; k++) sum += a.vectors[from + k]! * b.vectors[other + k]!;
  return sum;
}

/** Iteratively reweighted least squares. */
function robustFit({ from, to }: Pick<Correspondences, "from" | "to">, start: Rigid2D): GuidedFit {
  let map = start;
  let medianUm = 0;
  let weights = new Float64Array();
  for (let round = 0; round < fits; round++) {
    const distances = distancesOf(map, from, to);
    medianUm = [...distances].sort((a, b) => a - b)[distances.length >> 1]!;
    const width = 1.5 * Math.max(medianUm, 1);
    weights = distances.map((distance) => 1 / (1 + (distance / width) ** 2) ** 2);
    map = fitRigid(from, to, (pair) => weights[pair]!, start.mirrored);
  }
  return { map, pairs: from.length / 2, medianUm, ...errorsOf(map, from, to, weights) };
}

function distancesOf(map: Rigid2D, from: Float64Array, to: Float64Array): Float64Array {
  return Float64Array.from({ length: from.length / 2 }, (_, i) => {
    const [x, y] = applyRigid(map, [from[2 * i]!, from[2 * i + 1]!]);
    return Math.hypot(x - to[2 * i]!, y - to[2 * i + 1]!);
  });
}

/** Standard errors from the weighted residuals, and from how far the pairs spread. */
function errorsOf(map: Rigid2D, from: Float64Array, to: Float64Array, weights: Float64Array) {
  const distances = distancesOf(map, from, to);
  let [total, mx, my, squares, effective] = [0, 0, 0, 0, 0];
  for (const [i, weight] of weights.entries()) {
    total += weight;
    mx += weight * from[2 * i]!;
    my += weight * from[2 * i + 1]!;
    squares += weight * distances[i]! ** 2;
    effective += weight * weight;
  }
  [mx, my] = [mx / total, my / total];
  let spread = 0;
  for (const [i, weight] of weights.entries()) {
    spread += weight * ((from[2 * i]! - mx) ** 2 + (from[2 * i + 1]! - my) ** 2);
  }
  const count = (total * total) / effective;
  // Of each coordinate: half of the mean square distance.
  const variance = squares / total / 2;
  return {
    middle: [mx, my] as const,
    shiftErrorUm: Math.sqrt((2 * variance) / count),
    turnErrorRad: Math.sqrt((2 * variance * total) / (Math.max(spread, 1) * count)),
  };
}

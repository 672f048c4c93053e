import { exactSearch, MetricKind } from "usearch";
import { breathe } from "../workContext.js";

/** Samples whose neighbours are sought at a time. */
const QUERIES = 256;

/** Row i: sample i itself at distance 0, then its nearest others. */
export interface NeighbourLists {
  readonly indices: number[][];
  /** 1 − cosine. */
  readonly distances: number[][];
}

/**
 * Every sample's nearest ones by cosine distance, compared with all others.
 *
 * @param features n × length
 * @param count entries of a list, the sample itself included; at most n
 * @throws the signal's reason, between two blocks of samples
 */
export async function exactNeighbours(
  features: Float32Array,
  length: number,
  count: number,
  signal: AbortSignal,
): Promise<NeighbourLists> {
  const rows = features.length / length;
  // usearch reads an array's buffer from its start, whatever part of it the array is.
  const all = features.byteOffset === 0 ? features : features.slice();
  const indices: number[][] = [];
  const distances: number[][] = [];
  for (let first = 0; first < rows; first += QUERIES) {
    await breathe(signal);
    const end = Math.min(rows, first + QUERIES);
    const asked = all.slice(first * length, end * length);
    const found = exactSearch(all, asked, length, count, MetricKind.Cos, 1);
    for (let row = first; row < end; row++) {
      const [from, to] = [(row - first) * count, (row - first + 1) * count];
      const keys = Array.from(found.keys.subarray(from, to), Number);
      const far = Array.from(found.distances.subarray(from, to));
      // Copies of a sample lie as near as the sample itself: it belongs in front, once.
      const pairs = keys
        .map((key, i) => ({ key, distance: Math.max(0, far[i]!) }))
        .filter(({ key }) => key !== row)
        .slice(0, count - 1);
      indices.push([row, ...pairs.map(({ key }) => key)]);
      distances.push([0, ...pairs.map(({ distance }) => distance)]);
    }
  }
  return { indices, distances };
}

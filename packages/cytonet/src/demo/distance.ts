/** For every node of a grid the nearest site, by index, and the distance to it in nodes. */
export interface NearestSites {
  readonly distance: Float32Array;
  readonly site: Int32Array;
}

/**
 * Exact Euclidean distances to the nearest site and which one it is, in time linear in the grid (Felzenszwalb &
 * Huttenlocher, "Distance transforms of sampled functions", 2012: lower envelopes of parabolas, once along each
 * axis).
 *
 * @param isSite 1 at sites, 0 elsewhere; row by row.
 */
export function nearestSites(isSite: Uint8Array, width: number, height: number): NearestSites {
  const size = width * height;
  const squared = new Float64Array(size);
  const site = new Int32Array(size);
  for (let index = 0; index < size; index++) {
    squared[index] = isSite[index] === 1 ? 0 : Number.POSITIVE_INFINITY;
    site[index] = isSite[index] === 1 ? index : -1;
  }
  const envelope = makeEnvelope(Math.max(width, height));
  for (let x = 0; x < width; x++) envelope(squared, site, x, width, height);
  for (let y = 0; y < height; y++) envelope(squared, site, y * width, 1, width);
  return { distance: Float32Array.from(squared, Math.sqrt), site };
}

/** One pass along a line of `count` nodes that begin at `start` and lie `step` apart. */
type Pass = (squared: Float64Array, site: Int32Array, start: number, step: number, count: number) => void;

function makeEnvelope(longest: number): Pass {
  const values = new Float64Array(longest);
  const sites = new Int32Array(longest);
  const vertex = new Int32Array(longest);
  const from = new Float64Array(longest + 1);
  return (squared, site, start, step, count) => {
    for (let q = 0; q < count; q++) {
      values[q] = squared[start + q * step]!;
      sites[q] = site[start + q * step]!;
    }
    let last = -1;
    for (let q = 0; q < count; q++) {
      if (values[q] === Number.POSITIVE_INFINITY) continue;
      let crossing = Number.NEGATIVE_INFINITY;
      while (last >= 0) {
        const v = vertex[last]!;
        crossing = (values[q]! + q * q - (values[v]! + v * v)) / (2 * (q - v));
        if (crossing > from[last]!) break;
        last--;
        crossing = Number.NEGATIVE_INFINITY;
      }
      last++;
      vertex[last] = q;
      from[last] = crossing;
      from[last + 1] = Number.POSITIVE_INFINITY;
    }
    if (last < 0) return;
    let at = 0;
    for (let q = 0; q < count; q++) {
      while (from[at + 1]! < q) at++;
      const v = vertex[at]!;
      squared[start + q * step] = (q - v) * (q - v) + values[v]!;
      site[start + q * step] = sites[v]!;
    }
  };
}

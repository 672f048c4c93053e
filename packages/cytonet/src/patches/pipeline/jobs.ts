import type { SiteTable } from "../sites.js";

/** Patches of a job at most: few enough to share a batch among decoders, enough to reuse a scan's tiles. */
const JOB_PATCHES = 8;

/** The patches of an order, grouped into jobs: see `DecodeOrder`. */
export interface Jobs {
  readonly places: Uint32Array;
  readonly indices: Uint32Array;
  readonly jobEnds: Uint32Array;
  readonly jobOwners: Uint32Array;
}

/**
 * Groups patches into jobs of one section each, neighbours together. A section's jobs are meant for the same
 * decoder in every batch, so that its scan is open in one of them only; what exceeds a job goes to the next
 * decoder. Which patch lies at which place does not depend on any of this.
 *
 * @param places and indices patch `indices[k]` belongs to place `places[k]`
 */
export function jobsOf(sites: SiteTable, places: Uint32Array, indices: Uint32Array): Jobs {
  const { image, xPx, yPx } = sites;
  const order = Array.from(places.keys()).sort((a, b) => {
    const [i, j] = [indices[a]!, indices[b]!];
    return image[i]! - image[j]! || yPx[i]! - yPx[j]! || xPx[i]! - xPx[j]! || a - b;
  });
  const jobEnds: number[] = [];
  const jobOwners: number[] = [];
  let part = 0;
  for (let start = 0; start < order.length; ) {
    const section = image[indices[order[start]!]!]!;
    let end = start + 1;
    while (end < order.length && end - start < JOB_PATCHES && image[indices[order[end]!]!] === section)
      end += 1;
    jobEnds.push(end);
    jobOwners.push(section + part);
    const goesOn = end < order.length && image[indices[order[end]!]!] === section;
    part = goesOn ? part + 1 : 0;
    start = end;
  }
  return {
    places: Uint32Array.from(order, (k) => places[k]!),
    indices: Uint32Array.from(order, (k) => indices[k]!),
    jobEnds: Uint32Array.from(jobEnds),
    jobOwners: Uint32Array.from(jobOwners),
  };
}

import { composeRigid, invertRigid, type Rigid2D } from "@cytonet/imaging";

/** A believed pair of sections, by index. */
export interface ComposedPair {
  readonly first: number;
  readonly second: number;
  /** From the first's plane to the second's. */
  readonly map: Rigid2D;
  /** What going along it costs: the square of its error. */
  readonly cost: number;
}

/** Where a section lies, and the chain of pairs that says so. */
export interface ComposedPose {
  readonly pose: Rigid2D;
  /** The section that it was composed to; undefined for the base. */
  readonly via: number | undefined;
  /** Pairs between it and the base. */
  readonly hops: number;
}

/**
 * Composes pairs recursively to the base: every section gets the pose of the chain with the smallest sum of squared
 * errors (Dijkstra 1959), so that damaged sections are bridged by pairs that reach across.
 *
 * @param anchors sections whose pose is given, the base among them
 * @returns undefined for sections that no chain reaches
 */
export function composePoses(
  count: number,
  pairs: readonly ComposedPair[],
  anchors: ReadonlyMap<number, Rigid2D>,
): (ComposedPose | undefined)[] {
  const edges: { other: number; toOther: Rigid2D; cost: number }[][] = Array.from(
    { length: count },
    () => [],
  );
  for (const { first, second, map, cost } of pairs) {
    edges[first]!.push({ other: second, toOther: map, cost });
    edges[second]!.push({ other: first, toOther: invertRigid(map), cost });
  }
  const costs = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
  const poses: (ComposedPose | undefined)[] = new Array(count).fill(undefined);
  const settled = new Set<number>();
  for (const [node, pose] of anchors) {
    costs[node] = 0;
    poses[node] = { pose, via: undefined, hops: 0 };
  }
  for (;;) {
    let nearest = -1;
    for (let node = 0; node < count; node++) {
      if (settled.has(node) || costs[node] === Number.POSITIVE_INFINITY) continue;
      if (nearest < 0 || costs[node]! < costs[nearest]!) nearest = node;
    }
    if (nearest < 0) return poses;
    settled.add(nearest);
    const own = poses[nearest]!;
    for (const { other, toOther, cost } of edges[nearest]!) {
      const total = costs[nearest]! + cost;
      if (anchors.has(other) || total >= costs[other]!) continue;
      costs[other] = total;
      const pose = composeRigid(invertRigid(toOther), own.pose);
      poses[other] = { pose, via: nearest, hops: own.hops + 1 };
    }
  }
}

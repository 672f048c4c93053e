import { applyRigid, composeRigid, type Rigid2D } from "@cytonet/imaging";

/** A pair of sections, by index, with its map from `first` to `second`. */
export interface LoopPair {
  readonly first: number;
  readonly second: number;
  readonly map: Rigid2D;
  /** Place in `first` at which loops are closed, µm. */
  readonly middle: readonly [number, number];
  /** How much it is believed: of two that are equally at odds the weaker goes. */
  readonly weight: number;
}

/**
 * Pairs that disagree with those around them: going round a triangle of three sections should end where it began.
 * The pair whose open triangles exceed its closed ones by most is set aside first, until none is left that has more open
 * ones; so a wrong pair goes before the right ones in its triangles.
 *
 * @param toleranceUm a triangle is closed where it misses by at most this much
 * @returns indices into `pairs`
 */
export function findInconsistent(pairs: readonly LoopPair[], toleranceUm: number): Set<number> {
  const byEnds = new Map(pairs.map((pair, i) => [`${pair.first} ${pair.second}`, i]));
  const from = new Map<number, number[]>();
  for (const [i, { first }] of pairs.entries()) from.set(first, [...(from.get(first) ?? []), i]);

  const triangles: { readonly members: readonly [number, number, number]; readonly open: boolean }[] = [];
  for (const [i, ab] of pairs.entries()) {
    for (const j of from.get(ab.second) ?? []) {
      const k = byEnds.get(`${ab.first} ${pairs[j]!.second}`);
      if (k === undefined) continue;
      triangles.push({ members: [i, j, k], open: isOpen(ab, pairs[j]!, pairs[k]!, toleranceUm) });
    }
  }
  const aside = new Set<number>();
  for (;;) {
    const balance = new Int32Array(pairs.length);
    for (const { members, open } of triangles) {
      if (members.some((member) => aside.has(member))) continue;
      for (const member of members) balance[member]! += open ? 1 : -1;
    }
    let worst = 0;
    for (const [i, value] of balance.entries()) {
      const most = balance[worst]!;
      if (value > most || (value === most && pairs[i]!.weight < pairs[worst]!.weight)) worst = i;
    }
    if (!(balance[worst]! > 0)) return aside;
    aside.add(worst);
  }
}

function isOpen(ab: LoopPair, bc: LoopPair, ac: LoopPair, toleranceUm: number): boolean {
  const round = composeRigid(ab.map, bc.map);
  if (round.mirrored !== ac.map.mirrored) return true;
  const [p, q] = [applyRigid(round, ab.middle), applyRigid(ac.map, ab.middle)];
  return Math.hypot(p[0] - q[0], p[1] - q[1]) > toleranceUm;
}

import { hullNodes } from "../geometry/folds.js";
import { type Hull, hullPoint, locate } from "../geometry/hull.js";
import { deriveKey, hashNormal } from "../random/hash.js";
import { type AreaLayout, nearestSite, neighbourShare, territoryAt } from "./layout.js";
import { areaPosition } from "./positions.js";
import type { AreaInfo, AreaProfile } from "./profile.js";

/** Rounds of Lloyd's relaxation (1982), each half a step: enough to even out territories, too few to lose neighbours. */
const LLOYD_ROUNDS = 4;

/** Rounds in which powers are balanced: territories outside these multiples of the mean size grow or shrink. */
const ROUNDS = 40;
const SMALLEST = 0.55;
const LARGEST = 2.4;

/**
 * Arranges the areas of a hemisphere on the hull: anchors are put where the areas lie in a brain, then relaxed so that
 * territories become of comparable size. The halves of the split area share its place.
 */
export function arrangeAreas(
  hull: Hull,
  scale: number,
  areas: readonly AreaInfo[],
  profiles: readonly AreaProfile[],
): AreaLayout {
  const sites: number[] = [];
  const owner: number[] = [];
  const point = hullPoint();
  const put = (x: number, y: number, z: number) => {
    locate(hull, x, y, z, point);
    sites.push(point.x, point.y, point.z);
  };
  for (let p = 0; p < profiles.length; p++) {
    const { area, part } = profiles[p]!;
    const halves = profiles.filter((profile) => profile.area === area).length;
    // The two halves of a split area lie beside each other, along the brain's axis.
    const shift = halves === 1 ? 0 : part === 0 ? -4 : 4;
    for (const [x, y, z] of areaPosition(areas[area]!.name).anchorsMm) {
      put((0.92 * x + 1) * scale, (0.97 * (y + 16) + shift) * scale, (z - 13) * scale);
      owner.push(p);
    }
  }
  const layout: AreaLayout = {
    sites: Float64Array.from(sites),
    profile: Uint16Array.from(owner),
    power: new Float64Array(owner.length),
  };
  const nodes = hullNodes(hull, 3.5 * scale);
  const count = nodes.length / 3;
  // A site's share of the hull is about spacing²; powers move borders by a fraction of the spacing per round.
  const spacing = hullAreaMm2(count, 3.5 * scale) / owner.length;
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(4 * owner.length);
    const sizes = new Float64Array(profiles.length);
    for (let n = 0; n < nodes.length; n += 3) {
      const nearest = nearestSite(layout, nodes[n]!, nodes[n + 1]!, nodes[n + 2]!);
      for (let c = 0; c < 3; c++) sums[4 * nearest + c]! += nodes[n + c]!;
      sums[4 * nearest + 3]! += 1;
      sizes[owner[nearest]!]! += profiles.length / count;
    }
    for (let s = 0; s < owner.length; s++) {
      const size = sizes[owner[s]!]!;
      const wanted = Math.max(SMALLEST, Math.min(LARGEST, size));
      layout.power[s]! += 0.2 * spacing * Math.log(wanted / Math.max(size, 0.05));
      const held = sums[4 * s + 3]!;
      if (held === 0 || round >= LLOYD_ROUNDS) continue;
      const half = (c: number) => (layout.sites[3 * s + c]! + sums[4 * s + c]! / held) / 2;
      locate(hull, half(0), half(1), half(2), point);
      layout.sites.set([point.x, point.y, point.z], 3 * s);
    }
  }
  return layout;
}

function hullAreaMm2(nodes: number, stepMm: number): number {
  // A scan along three axes leaves about 1.5 nodes per step² of an average surface.
  return (nodes * stepMm * stepMm) / 1.5;
}

/** Shifts every site and its power a little: the borders of one hemisphere of one individual. */
export function jitterLayout(layout: AreaLayout, hull: Hull, key: number, jitterMm: number): AreaLayout {
  const sites = layout.sites.slice();
  const power = layout.power.slice();
  const own = deriveKey(key, "borders");
  const point = hullPoint();
  for (let s = 0; s < power.length; s++) {
    const shift = (c: number) => sites[3 * s + c]! + jitterMm * hashNormal(own, s, c);
    locate(hull, shift(0), shift(1), shift(2), point);
    sites.set([point.x, point.y, point.z], 3 * s);
    power[s] = 4 * jitterMm * jitterMm * hashNormal(own, s, 3);
  }
  return { ...layout, sites, power };
}

/**
 * Gives the thickness factor of the cortex at hull points: the territories' factors, passing into each other over
 * half of `widthMm` to both sides of a border.
 */
export function thicknessFactorOf(
  layout: AreaLayout,
  profiles: readonly AreaProfile[],
  widthMm: number,
): (x: number, y: number, z: number) => number {
  const at = { profile: 0, neighbour: 0, borderMm: 0 };
  return (x, y, z) => {
    territoryAt(layout, x, y, z, at);
    const own = profiles[at.profile]!.thicknessFactor;
    const other = profiles[at.neighbour]!.thicknessFactor;
    return own + (other - own) * neighbourShare(at.borderMm, widthMm);
  };
}

import { hullNodes } from "../geometry/folds.js";
import { type Hull, hullPoint, locate } from "../geometry/hull.js";
import { deriveKey, hashNormal } from "../random/hash.js";
import { type AreaLayout, territoryAt } from "./layout.js";
import { areaPosition } from "./positions.js";
import type { AreaInfo, AreaProfile } from "./profile.js";

/** Rounds of Lloyd's relaxation (1982), each half a step: enough to even out territories, too few to lose neighbours. */
const ROUNDS = 4;

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
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(4 * owner.length);
    for (let n = 0; n < nodes.length; n += 3) {
      let best = Number.POSITIVE_INFINITY;
      let nearest = 0;
      for (let s = 0; s < owner.length; s++) {
        const d =
          (nodes[n]! - layout.sites[3 * s]!) ** 2 +
          (nodes[n + 1]! - layout.sites[3 * s + 1]!) ** 2 +
          (nodes[n + 2]! - layout.sites[3 * s + 2]!) ** 2;
        if (d < best) {
          best = d;
          nearest = s;
        }
      }
      for (let c = 0; c < 3; c++) sums[4 * nearest + c]! += nodes[n + c]!;
      sums[4 * nearest + 3]! += 1;
    }
    for (let s = 0; s < owner.length; s++) {
      const count = sums[4 * s + 3]!;
      if (count === 0) continue;
      const half = (c: number) => (layout.sites[3 * s + c]! + sums[4 * s + c]! / count) / 2;
      locate(hull, half(0), half(1), half(2), point);
      layout.sites.set([point.x, point.y, point.z], 3 * s);
    }
  }
  return layout;
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
 * `widthMm` to both sides of a border.
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
    const t = Math.min(1, at.borderMm / widthMm);
    return own + (other - own) * 0.5 * (1 - t) * (1 - t);
  };
}

/**
 * Where the areas lie: sites on the hull of a right hemisphere, in template mm. Territories are the cells of a power
 * diagram (Aurenhammer 1987) of the sites, so that borders are smooth and a point's distance to the nearest one is known
 * in closed form.
 */
export interface AreaLayout {
  /** x, y, z of every site. */
  readonly sites: Float64Array;
  /** Index of the profile of every site. */
  readonly profile: Uint16Array;
  /** Power of every site in mm²: larger ones have larger territories. */
  readonly power: Float64Array;
}

/** The nearest territory and its nearest border. */
export interface Territory {
  profile: number;
  neighbour: number;
  /** Distance to the border with the neighbour, in mm. */
  borderMm: number;
}

/** Finds the site in whose cell of the power diagram a hull point lies. */
export function nearestSite(layout: AreaLayout, x: number, y: number, z: number): number {
  const { sites, power } = layout;
  let best = Number.POSITIVE_INFINITY;
  let first = 0;
  for (let s = 0; s < power.length; s++) {
    const dx = x - sites[3 * s]!;
    const dy = y - sites[3 * s + 1]!;
    const dz = z - sites[3 * s + 2]!;
    const score = dx * dx + dy * dy + dz * dz - power[s]!;
    if (score < best) {
      best = score;
      first = s;
    }
  }
  return first;
}

/** Finds the territory of a hull point. Fills and returns `out`. */
export function territoryAt(layout: AreaLayout, x: number, y: number, z: number, out: Territory): Territory {
  const { sites, profile, power } = layout;
  const first = nearestSite(layout, x, y, z);
  const own = profile[first]!;
  const ax = sites[3 * first]!;
  const ay = sites[3 * first + 1]!;
  const az = sites[3 * first + 2]!;
  const best = (x - ax) ** 2 + (y - ay) ** 2 + (z - az) ** 2 - power[first]!;
  // Only sites nearer than the border found so far can lie behind a nearer border: compare without square roots first.
  let border = Number.POSITIVE_INFINITY;
  let other = own;
  for (let s = 0; s < profile.length; s++) {
    if (profile[s] === own) continue;
    const bx = sites[3 * s]!;
    const by = sites[3 * s + 1]!;
    const bz = sites[3 * s + 2]!;
    const score = (x - bx) ** 2 + (y - by) ** 2 + (z - bz) ** 2 - power[s]! - best;
    const apart = (ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2;
    if (score * score < 4 * border * border * apart) {
      border = score / (2 * Math.sqrt(apart));
      other = profile[s]!;
    }
  }
  out.profile = own;
  out.neighbour = other;
  out.borderMm = border;
  return out;
}

/**
 * The share of the neighbour's profile at a distance from the border: a half on the border, falling to nothing at half
 * the width given. Cytoarchitectonic borders are narrow but not lines.
 */
export function neighbourShare(borderMm: number, widthMm: number): number {
  return Math.max(0, 0.5 - borderMm / widthMm);
}

import { deriveKey, hashNormal, hashUniform } from "../random/hash.js";
import { type BrainVolumes, hullLevel, pialDistance, pialLevelResult } from "./levelSets.js";

/** How folded a brain is. */
export interface FoldingMeasures {
  /** Area of the pial surface over that of the outer hull, both hemispheres. */
  readonly gyrificationIndex: number;
  /** Length of the pial contour over that of the outer contour in coronal sections (Zilles et al. 1988). */
  readonly coronalGyrificationIndex: number;
  /** Share of the pial surface that lies in sulci: more than 10 % of the sulcal spacing below the hull. */
  readonly buriedShare: number;
  readonly pialAreaMm2: number;
  readonly hullAreaMm2: number;
}

/**
 * Measures folding by counting how often random lines cross the surfaces: the expected count is proportional to a
 * surface's area, or in a plane to a contour's length (Cauchy and Crofton). The error falls with the square root of the
 * number of lines: about 1 % with 4,000.
 *
 * @param volumes the brain's surfaces
 * @param lines number of lines of each kind
 * @param seed random seed of the lines
 */
export function measureFolding(volumes: BrainVolumes, lines = 4000, seed = 1): FoldingMeasures {
  const { originMm } = volumes.pial;
  const radius = Math.hypot(originMm[0], originMm[1], originMm[2]);
  const key = deriveKey(seed, "lines");
  const space = { pial: 0, hull: 0, buried: 0 };
  const plane = { pial: 0, hull: 0, buried: 0 };
  const bury = 0.1 * volumes.spacingMm;
  for (let i = 0; i < lines; i++) {
    // A line with an isotropic direction through a uniform point of the disc perpendicular to it.
    const d = [hashNormal(key, i, 0), hashNormal(key, i, 1), hashNormal(key, i, 2)] as const;
    const length = Math.hypot(...d);
    const [dx, dy, dz] = [d[0] / length, d[1] / length, d[2] / length];
    const [ux, uy, uz] = Math.abs(dx) < 0.6 ? [0, dz, -dy] : [-dz, 0, dx];
    const u = Math.hypot(ux, uy, uz);
    const [ax, ay, az] = [ux / u, uy / u, uz / u];
    const [bx, by, bz] = [dy * az - dz * ay, dz * ax - dx * az, dx * ay - dy * ax];
    const r = radius * Math.sqrt(hashUniform(key, i, 3));
    const angle = 2 * Math.PI * hashUniform(key, i, 4);
    const [p, q] = [r * Math.cos(angle), r * Math.sin(angle)];
    cross(volumes, p * ax + q * bx, p * ay + q * by, p * az + q * bz, dx, dy, dz, radius, bury, space);
    const turn = Math.PI * hashUniform(key, i, 5);
    const y = (2 * hashUniform(key, i, 6) - 1) * originMm[1];
    const offset = (2 * hashUniform(key, i, 7) - 1) * radius;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    cross(volumes, -s * offset, y, c * offset, c, 0, s, radius, bury, plane);
  }
  const area = (crossings: number) => (4 * Math.PI * radius * radius * crossings) / (2 * lines);
  return {
    gyrificationIndex: space.pial / space.hull,
    coronalGyrificationIndex: plane.pial / plane.hull,
    buriedShare: space.buried / space.pial,
    pialAreaMm2: area(space.pial),
    hullAreaMm2: area(space.hull),
  };
}

const place = pialLevelResult();

/** Walks along a line in steps no longer than the distance to the surface, and counts changes of sign. */
function cross(
  v: BrainVolumes,
  x: number,
  y: number,
  z: number,
  dx: number,
  dy: number,
  dz: number,
  radius: number,
  bury: number,
  counts: { pial: number; hull: number; buried: number },
): void {
  let pialInside = false;
  let hullInside = false;
  let s = -radius;
  while (s < radius) {
    const [px, py, pz] = [x + s * dx, y + s * dy, z + s * dz];
    hullLevel(v, px, py, pz, place);
    const d = place.hullDepthMm;
    if (d >= 0 !== hullInside) {
      hullInside = !hullInside;
      counts.hull++;
    }
    if (d < -3 && !pialInside) {
      s += 0.8 * (-d - 2);
      continue;
    }
    const phi = pialDistance(v, px, py, pz);
    if (phi >= 0 !== pialInside) {
      pialInside = !pialInside;
      counts.pial++;
      hullLevel(v, px, py, pz, place);
      if (place.hullDepthMm > bury) counts.buried++;
    }
    s += Math.max(0.03, 0.7 * Math.min(Math.abs(phi), Math.abs(d)));
  }
}

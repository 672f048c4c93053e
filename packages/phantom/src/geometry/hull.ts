/**
 * The outer hull of one cerebral hemisphere: all points within a radius of a flat, upright plate (an ellipse in the
 * sagittal plane, the hemisphere's core) or of a curved rod that carries the temporal lobe. Medial and lateral faces are
 * flat as in a brain, the crease between the two cores is the lateral (Sylvian) sulcus, and, since distance to the cores
 * is the level set, the foot point of every inner point on the hull is known in closed form.
 */
export interface Hull {
  /** x of the plate, semi-axes of the plate in y and z, in mm. */
  readonly plateX: number;
  readonly plateY: number;
  readonly plateZ: number;
  readonly plateCentreZ: number;
  readonly radius: number;
  /** The temporal rod: from its back to its front end, with its own radius. */
  readonly rodStart: readonly [number, number, number];
  readonly rodEnd: readonly [number, number, number];
  readonly rodRadius: number;
}

/** Where a point lies under the hull. */
export interface HullPoint {
  /** Distance below the hull in mm, positive inside. */
  depthMm: number;
  /** The foot point on the hull (x for a right hemisphere, x ≥ 0 mostly). */
  x: number;
  y: number;
  z: number;
  /** 0: on the part that the plate carries, 1: on the temporal lobe. */
  part: 0 | 1;
  /** Radius of the disc that the foot point's surroundings bend around, in mm; Infinity where the hull is flat. */
  bendMm: number;
  /** Distance below the other part's surface, in mm; at most `depthMm`. */
  otherDepthMm: number;
}

/** Makes an empty result for `locate`. */
export function hullPoint(): HullPoint {
  return { depthMm: 0, x: 0, y: 0, z: 0, part: 0, bendMm: 0, otherDepthMm: 0 };
}

/** Makes the hull of a brain of a given scale (1: 170 mm long, 140 mm wide, 125 mm high). */
export function makeHull(scale: number): Hull {
  const s = scale;
  return {
    plateX: 32.5 * s,
    plateY: 54 * s,
    plateZ: 24 * s,
    plateCentreZ: 10 * s,
    radius: 31 * s,
    rodStart: [43 * s, -28 * s, -26 * s],
    rodEnd: [39 * s, 32 * s, -40 * s],
    rodRadius: 19 * s,
  };
}

/** Finds a point's place under the hull of a right hemisphere; give |x| for a left one. Fills and returns `out`. */
export function locate(hull: Hull, x: number, y: number, z: number, out: HullPoint): HullPoint {
  // Nearest point of the plate's ellipse, by scaling to the boundary: exact on the axes, close elsewhere, and smooth.
  const py = y;
  const pz = z - hull.plateCentreZ;
  const norm = Math.sqrt((py / hull.plateY) ** 2 + (pz / hull.plateZ) ** 2);
  let cy = py;
  let cz = pz;
  if (norm > 1) {
    [cy, cz] = nearestOnEllipse(hull.plateY, hull.plateZ, py, pz);
  }
  const dx = x - hull.plateX;
  const plateDistance = Math.sqrt(dx * dx + (py - cy) ** 2 + (pz - cz) ** 2);
  const plateDepth = hull.radius - plateDistance;
  const [sx, sy, sz] = hull.rodStart;
  const [ex, ey, ez] = hull.rodEnd;
  const rx = ex - sx;
  const ry = ey - sy;
  const rz = ez - sz;
  const t = Math.max(
    0,
    Math.min(1, ((x - sx) * rx + (y - sy) * ry + (z - sz) * rz) / (rx * rx + ry * ry + rz * rz)),
  );
  const qx = sx + t * rx;
  const qy = sy + t * ry;
  const qz = sz + t * rz;
  const rodDistance = Math.sqrt((x - qx) ** 2 + (y - qy) ** 2 + (z - qz) ** 2);
  const rodDepth = hull.rodRadius - rodDistance;
  if (plateDepth >= rodDepth) {
    const f = plateDistance > 1e-9 ? hull.radius / plateDistance : 0;
    out.depthMm = plateDepth;
    out.otherDepthMm = rodDepth;
    out.x = hull.plateX + (f === 0 ? hull.radius : dx * f);
    out.y = cy + (py - cy) * f;
    out.z = hull.plateCentreZ + cz + (pz - cz) * f;
    out.part = 0;
    out.bendMm = norm > 1 ? hull.radius : Number.POSITIVE_INFINITY;
  } else {
    const f = rodDistance > 1e-9 ? hull.rodRadius / rodDistance : 0;
    out.depthMm = rodDepth;
    out.otherDepthMm = plateDepth;
    out.x = qx + (f === 0 ? hull.rodRadius : (x - qx) * f);
    out.y = qy + (y - qy) * f;
    out.z = qz + (z - qz) * f;
    out.part = 1;
    out.bendMm = hull.rodRadius;
  }
  return out;
}

/** Nearest point of an axis-parallel ellipse to an outer point, by Newton steps on the Lagrange multiplier. */
function nearestOnEllipse(a: number, b: number, y: number, z: number): [number, number] {
  const ay = Math.abs(y);
  const az = Math.abs(z);
  const a2 = a * a;
  const b2 = b * b;
  // f(t) = (a·y/(t+a²))² + (b·z/(t+b²))² − 1 falls and is convex: Newton from left of the root converges. Neither term
  // can exceed 1 at the root, which bounds it from the left.
  let t = Math.max(0, a * ay - a2, b * az - b2);
  for (let i = 0; i < 12; i++) {
    const u = (a * ay) / (t + a2);
    const v = (b * az) / (t + b2);
    const f = u * u + v * v - 1;
    if (f < 1e-7) break;
    const slope = -2 * ((u * u) / (t + a2) + (v * v) / (t + b2));
    t -= f / slope;
  }
  return [(a2 * y) / (t + a2), (b2 * z) / (t + b2)];
}

import type { Vec3 } from "../brain.js";
import { deriveKey, hashNormal } from "../random/hash.js";
import { fieldAt, type SmoothField, smoothField } from "../random/smoothField.js";
import { affineResidual } from "./affineFit.js";
import type { GeometryPreset } from "./preset.js";

/** A smooth random displacement: three fields, scaled to a root mean square length in mm. */
export interface Displacement {
  readonly x: SmoothField;
  readonly y: SmoothField;
  readonly z: SmoothField;
  readonly amplitudeMm: number;
}

/**
 * How an individual differs from the template: points of the brain map to the template by an affine map and a smooth
 * displacement, t = A·x + b + v(x). The other direction is numerical.
 */
export interface BrainWarp {
  /** Rows of A, then b: twelve numbers. */
  readonly affine: readonly number[];
  readonly displacement: Displacement;
  /** The error of the reference coordinates that a user is given, a function of template coordinates. */
  readonly registration: Displacement;
}

/** Makes a displacement with components of unit variance times amplitude / √3. */
export function makeDisplacement(
  key: number,
  wavelengthMm: number,
  amplitudeMm: number,
  waves = 14,
): Displacement {
  return {
    x: smoothField(deriveKey(key, "x"), wavelengthMm, waves),
    y: smoothField(deriveKey(key, "y"), wavelengthMm, waves),
    z: smoothField(deriveKey(key, "z"), wavelengthMm, waves),
    amplitudeMm,
  };
}

/** Evaluates a displacement in mm. */
export function displacementAt(d: Displacement, x: number, y: number, z: number): Vec3 {
  const a = d.amplitudeMm / Math.sqrt(3);
  return [a * fieldAt(d.x, x, y, z), a * fieldAt(d.y, x, y, z), a * fieldAt(d.z, x, y, z)];
}

/**
 * Draws an individual's warp: scales of about ± 2.5 %, shears and turns of ± 2 %, and a smooth displacement whose residual
 * after the best affine map, over the points given, has exactly the preset's root mean square.
 */
export function makeWarp(preset: GeometryPreset, key: number, pointsMm: Float64Array): BrainWarp {
  const affine: number[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const n = Math.max(-2, Math.min(2, hashNormal(key, row, column)));
      affine.push(row === column ? 1 + 0.025 * n : 0.02 * n);
    }
  }
  for (let row = 0; row < 3; row++) {
    affine.push(1.5 * preset.scale * hashNormal(key, row, 3));
  }
  const unit = makeDisplacement(deriveKey(key, "warp"), 85 * preset.scale, 1);
  const moved = pointsMm.slice();
  for (let i = 0; i < moved.length; i += 3) {
    const d = displacementAt(unit, moved[i]!, moved[i + 1]!, moved[i + 2]!);
    for (let c = 0; c < 3; c++) moved[i + c]! += d[c]!;
  }
  const amplitudeMm = preset.warpResidualMm / affineResidual(pointsMm, moved);
  return {
    affine,
    displacement: { ...unit, amplitudeMm },
    registration: makeDisplacement(
      deriveKey(key, "registration"),
      45 * preset.scale,
      preset.registrationErrorMm,
    ),
  };
}

/** Maps a point of the brain to the template. */
export function toTemplate(warp: BrainWarp, x: number, y: number, z: number): Vec3 {
  const a = warp.affine;
  const [dx, dy, dz] = displacementAt(warp.displacement, x, y, z);
  return [
    a[0]! * x + a[1]! * y + a[2]! * z + a[9]! + dx,
    a[3]! * x + a[4]! * y + a[5]! * z + a[10]! + dy,
    a[6]! * x + a[7]! * y + a[8]! * z + a[11]! + dz,
  ];
}

/** Maps a point of the template back to the brain, to 1 µm, by Newton-like fixed-point steps. */
export function fromTemplate(warp: BrainWarp, tx: number, ty: number, tz: number): Vec3 {
  let [x, y, z] = [tx, ty, tz];
  for (let i = 0; i < 200; i++) {
    const [ux, uy, uz] = toTemplate(warp, x, y, z);
    const ex = tx - ux;
    const ey = ty - uy;
    const ez = tz - uz;
    x += ex;
    y += ey;
    z += ez;
    if (Math.abs(ex) + Math.abs(ey) + Math.abs(ez) < 1e-6) {
      return [x, y, z];
    }
  }
  throw new RangeError(
    `the warp cannot be inverted at template (${tx.toFixed(2)}, ${ty.toFixed(2)}, ${tz.toFixed(2)}) mm; lower warpResidualMm`,
  );
}

/**
 * Gives the reference coordinates that a user of the phantom is given: the template coordinates of a point of the brain
 * plus the registration error.
 */
export function toReference(warp: BrainWarp, x: number, y: number, z: number): Vec3 {
  const [tx, ty, tz] = toTemplate(warp, x, y, z);
  const [ex, ey, ez] = displacementAt(warp.registration, tx, ty, tz);
  return [tx + ex, ty + ey, tz + ez];
}

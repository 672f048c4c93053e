import { cosine } from "./cosine.js";
import { deriveKey, hashNormal, hashUniform } from "./hash.js";

/**
 * A smooth random scalar field of unit variance: a sum of plane cosine waves with wavelengths around a given one
 * (random Fourier features). Plain data, so that it can be sent to a worker.
 */
export interface SmoothField {
  /** Wave vectors in radians per mm and phases, four numbers (kx, ky, kz, phase) a wave. */
  readonly waves: Float64Array;
  readonly amplitude: number;
}

/**
 * Makes a field.
 *
 * @param key random key
 * @param wavelengthMm the middle of the wavelengths; they spread over ± 30 % of it
 * @param count number of waves; the field is Gaussian in the limit of many
 */
export function smoothField(key: number, wavelengthMm: number, count = 14): SmoothField {
  const waves = new Float64Array(4 * count);
  const directions = deriveKey(key, "directions");
  for (let i = 0; i < count; i++) {
    const x = hashNormal(directions, i, 0);
    const y = hashNormal(directions, i, 1);
    const z = hashNormal(directions, i, 2);
    const length = Math.hypot(x, y, z) || 1;
    const k = (2 * Math.PI) / (wavelengthMm * (0.7 + 0.6 * hashUniform(directions, i, 3)));
    waves.set(
      [(k * x) / length, (k * y) / length, (k * z) / length, 2 * Math.PI * hashUniform(directions, i, 4)],
      4 * i,
    );
  }
  return { waves, amplitude: Math.sqrt(2 / count) };
}

/** Evaluates a field at a point in mm. */
export function fieldAt(field: SmoothField, x: number, y: number, z: number): number {
  const { waves } = field;
  let sum = 0;
  for (let i = 0; i < waves.length; i += 4) {
    sum += cosine(waves[i]! * x + waves[i + 1]! * y + waves[i + 2]! * z + waves[i + 3]!);
  }
  return field.amplitude * sum;
}

import { hashKey, latticeBits, type RandomStream, randomStream } from "./random.js";

/** What histology adds to a section: drawn for each section by itself, blind to where it was cut. */
export interface Staining {
  /** Grey of the empty slide. */
  readonly background: number;
  readonly strength: number;
  /** Stain of the tissue between the cells. */
  readonly haze: number;
  /** Slope of the illumination over the image, relative, along x and y. */
  readonly shading: readonly [number, number];
  /** Share of a 3 × 3 mean: focus. */
  readonly blur: number;
  /** Standard deviation of the camera's noise, grey levels. */
  readonly noise: number;
  readonly vessels: readonly Vessel[];
}

/** A blood vessel cut across: an ellipse without stain. */
interface Vessel {
  readonly xPx: number;
  readonly yPx: number;
  readonly radiusPx: number;
  readonly stretch: number;
  readonly angleRad: number;
}

export function drawStaining(sizePx: number, ...key: readonly number[]): Staining {
  const random = randomStream(...key, 2);
  return {
    background: random.between(228, 247),
    strength: random.between(0.7, 1.15),
    haze: random.between(0.08, 0.16),
    shading: [random.between(-0.06, 0.06), random.between(-0.06, 0.06)],
    blur: random.between(0, 0.6),
    noise: random.between(1.5, 4),
    vessels: Array.from({ length: 140 }, () => drawVessel(random, sizePx)),
  };
}

function drawVessel(random: RandomStream, sizePx: number): Vessel {
  return {
    xPx: random.between(0, sizePx),
    yPx: random.between(0, sizePx),
    radiusPx: 1 + 3 * random.next() ** 3,
    stretch: random.between(1, 4),
    angleRad: random.between(0, Math.PI),
  };
}

/**
 * Turns absorbance into grey values in place of a camera: stain, vessels, focus, shading, noise.
 *
 * @param absorbance size × size, 0 where there is no tissue; changed by vessels and focus.
 */
export function photograph(
  absorbance: Float32Array,
  sizePx: number,
  staining: Staining,
  ...key: readonly number[]
): Uint8Array {
  for (const vessel of staining.vessels) bleach(absorbance, sizePx, vessel);
  const focused = blurred(absorbance, sizePx, staining.blur);
  const seed = hashKey([...key, 3]);
  const grey = new Uint8Array(sizePx * sizePx);
  const [sx, sy] = staining.shading;
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const index = y * sizePx + x;
      const light = 1 + sx * (x / sizePx - 0.5) + sy * (y / sizePx - 0.5);
      const clean = staining.background * light * Math.exp(-staining.strength * focused[index]!);
      grey[index] = Math.min(255, Math.max(0, Math.round(clean + staining.noise * bellNoise(seed, x, y))));
    }
  }
  return grey;
}

/** A number of mean 0 and variance 1 that belongs to a pixel: the sum of four bytes of one hash. */
function bellNoise(seed: number, x: number, y: number): number {
  const bits = latticeBits(seed, x, y);
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510) / 147.8;
}

function bleach(absorbance: Float32Array, sizePx: number, vessel: Vessel): void {
  const { xPx, yPx, radiusPx, stretch, angleRad } = vessel;
  const reach = Math.ceil(radiusPx * stretch);
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  for (let y = Math.max(0, Math.floor(yPx) - reach); y <= Math.min(sizePx - 1, yPx + reach); y++) {
    for (let x = Math.max(0, Math.floor(xPx) - reach); x <= Math.min(sizePx - 1, xPx + reach); x++) {
      const along = (cos * (x - xPx) + sin * (y - yPx)) / stretch;
      const across = -sin * (x - xPx) + cos * (y - yPx);
      const inside = radiusPx + 0.5 - Math.hypot(along, across);
      if (inside > 0) absorbance[y * sizePx + x]! *= 1 - 0.9 * Math.min(1, inside);
    }
  }
}

/** A mixture of an image and its 3 × 3 mean. */
function blurred(image: Float32Array, sizePx: number, share: number): Float32Array {
  const rows = new Float32Array(image.length);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 1; x < sizePx - 1; x++) {
      const at = y * sizePx + x;
      rows[at] = (image[at - 1]! + image[at]! + image[at + 1]!) / 3;
    }
  }
  const result = new Float32Array(image.length);
  for (let at = sizePx; at < image.length - sizePx; at++) {
    const mean = (rows[at - sizePx]! + rows[at]! + rows[at + sizePx]!) / 3;
    result[at] = (1 - share) * image[at]! + share * mean;
  }
  return result;
}

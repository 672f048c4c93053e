import { siteBits } from "./counter.js";

/** A periodic pattern of mean 0, at 1, 2, 4, … µm per texel. */
interface Pattern {
  readonly sizes: readonly number[];
  readonly levels: readonly Float32Array[];
}

/**
 * The neuropil between the cells: two periodic patterns of different periods, whose sum repeats only after
 * centimetres. Coarser levels are means of 2 × 2 texels, so that the texture fades with the pixel size as an area
 * average does.
 */
export class NeuropilTexture {
  readonly #fine = makePattern(0x5eed, 512, 1.1, 5.5);
  readonly #coarse = makePattern(0xca7, 352, 2.6, 3.5);

  /**
   * The pattern's texels along one axis.
   *
   * @param first,count pixels, from the section's origin.
   * @param shiftUm where the section's pattern begins.
   */
  axis(first: number, count: number, pixelUm: number, shiftUm: number): TextureAxis {
    const level = Math.max(0, Math.floor(Math.log2(pixelUm) + 1e-9));
    const fine = texels(this.#fine, level, first, count, pixelUm, shiftUm);
    const coarse = texels(this.#coarse, level, first, count, pixelUm, 3.7 * shiftUm);
    return { fine, coarse };
  }

  /** Values of both patterns at a pixel size; rows of `fineSize` and `coarseSize` texels. */
  levels(pixelUm: number): {
    readonly fine: Float32Array;
    readonly fineSize: number;
    readonly coarse: Float32Array;
    readonly coarseSize: number;
  } {
    const level = Math.max(0, Math.floor(Math.log2(pixelUm) + 1e-9));
    const f = Math.min(level, this.#fine.levels.length - 1);
    const c = Math.min(level, this.#coarse.levels.length - 1);
    return {
      fine: this.#fine.levels[f]!,
      fineSize: this.#fine.sizes[f]!,
      coarse: this.#coarse.levels[c]!,
      coarseSize: this.#coarse.sizes[c]!,
    };
  }
}

export interface TextureAxis {
  readonly fine: Int32Array;
  readonly coarse: Int32Array;
}

function texels(
  { sizes }: Pattern,
  wanted: number,
  first: number,
  count: number,
  pixelUm: number,
  shiftUm: number,
): Int32Array {
  const level = Math.min(wanted, sizes.length - 1);
  const size = sizes[level]!;
  const shift = Math.floor(shiftUm);
  return Int32Array.from({ length: count }, (_, i) => {
    // Shifts are whole texels of every level up to 32 µm, so that levels stay averages of one another.
    const texel = Math.floor(((first + i + 0.5) * pixelUm + (shift - (shift % 32))) / 2 ** level);
    return ((texel % size) + size) % size;
  });
}

/** White noise, smoothed to grains of about `grainUm`, of standard deviation `deviation` at 1 µm. */
function makePattern(seed: number, size: number, grainUm: number, deviation: number): Pattern {
  let values = Float32Array.from(
    { length: size * size },
    (_, i) => siteBits(seed, i % size, Math.floor(i / size)) / 2147483648 - 1,
  );
  for (let pass = 0; pass < 2; pass++) {
    values = smooth(values, size, grainUm, 1, size);
    values = smooth(values, size, grainUm, size, 1);
  }
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  const scale = deviation / Math.sqrt(variance);
  const levels = [values.map((value) => (value - mean) * scale)];
  const sizes = [size];
  while (sizes.at(-1)! % 2 === 0 && sizes.at(-1)! > 8) {
    const before = sizes.at(-1)!;
    const from = levels.at(-1)!;
    const half = before / 2;
    const next = new Float32Array(half * half);
    for (let y = 0; y < half; y++) {
      for (let x = 0; x < half; x++) {
        const at = 2 * y * before + 2 * x;
        next[y * half + x] = (from[at]! + from[at + 1]! + from[at + before]! + from[at + before + 1]!) / 4;
      }
    }
    levels.push(next);
    sizes.push(half);
  }
  return { sizes, levels };
}

/** A periodic triangular filter along one axis of a square image. */
function smooth(
  values: Float32Array<ArrayBuffer>,
  size: number,
  radius: number,
  step: number,
  line: number,
): Float32Array<ArrayBuffer> {
  const reach = Math.ceil(radius);
  const result = new Float32Array(values.length);
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let d = -reach; d <= reach; d++) {
        const j = (i + d + size) % size;
        sum += values[k * line + j * step]! * Math.max(0, 1 + radius - Math.abs(d));
      }
      result[k * line + i * step] = sum;
    }
  }
  return result;
}

/**
 * Randomness that belongs to a place: every number is a function of a seed and of integers, so that a window can
 * be rendered without the rest of its section, in any order and by any number of threads.
 */

/** Spreads the bits of an integer over 32 bits (a bijection of the 32-bit integers). */
export function mixBits(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x21f0aaad);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

/** 32 bits that belong to a lattice point and a seed. */
export function siteBits(seed: number, ix: number, iy: number): number {
  return mixBits(mixBits((Math.imul(ix, 0x9e3779b1) + seed) | 0) ^ Math.imul(iy, 0x85ebca6b));
}

/** A 32-bit seed made of integers. */
export function seedOf(...key: readonly number[]): number {
  let hash = 0x2545f491;
  for (const part of key) hash = mixBits((Math.imul(hash, 31) + part) | 0) | 0;
  return hash >>> 0;
}

/** A 32-bit number that stands for a text. */
export function textBits(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = mixBits((hash ^ text.charCodeAt(i)) | 0) | 0;
  return hash >>> 0;
}

/** A short stream of numbers that belongs to a key. */
export class KeyedStream {
  #state: number;

  constructor(...key: readonly number[]) {
    this.#state = seedOf(...key) | 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return mixBits(this.#state) / 4294967296;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Of mean 0 and variance 1, nearly normal: a sum of twelve uniform numbers. */
  normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.next();
    return sum;
  }

  /** Poisson distributed, for means up to a few dozen. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let product = this.next();
    let count = 0;
    while (product > limit) {
      product *= this.next();
      count += 1;
    }
    return count;
  }
}

/**
 * Smooth noise in [-1, 1]: uniform numbers at the points of a lattice, between them bilinear with smoothed
 * fractions.
 *
 * @param x,y in lattice units.
 */
export function valueNoise(seed: number, x: number, y: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const fx = x - ix;
  const fy = y - iy;
  const sx = fx * fx * (3 - 2 * fx);
  const sy = fy * fy * (3 - 2 * fy);
  const a = siteBits(seed, ix, iy);
  const b = siteBits(seed, ix + 1, iy);
  const c = siteBits(seed, ix, iy + 1);
  const d = siteBits(seed, ix + 1, iy + 1);
  const top = a + (b - a) * sx;
  const bottom = c + (d - c) * sx;
  return (top + (bottom - top) * sy) / 2147483648 - 1;
}

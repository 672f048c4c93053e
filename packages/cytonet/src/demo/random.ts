/** A stream of numbers in [0, 1), the same on every machine for the same key. */
export interface RandomStream {
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
}

/** The stream of a key: every thing that is drawn has its own, so that none depends on the order of work. */
export function randomStream(...key: readonly number[]): RandomStream {
  let state = hashKey(key);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return mix(state) / 2 ** 32;
  };
  return { next, between: (low, high) => low + (high - low) * next() };
}

/** 32 bits that belong to a lattice point and a seed. */
export function latticeBits(seed: number, ix: number, iy: number): number {
  return mix((Math.imul(ix, 0x9e3779b1) ^ Math.imul(iy, 0x85ebca6b) ^ seed) | 0);
}

/** A number in [0, 1) that belongs to a lattice point and a seed. */
export function latticeNoise(seed: number, ix: number, iy: number): number {
  return latticeBits(seed, ix, iy) / 2 ** 32;
}

/** A 32-bit seed made of numbers. */
export function hashKey(key: readonly number[]): number {
  let hash = 0x2545f491;
  for (const part of key) hash = mix((Math.imul(hash, 31) + part) | 0) | 0;
  return hash;
}

/** Spreads the bits of an integer over 32 bits. */
function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x21f0aaad);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

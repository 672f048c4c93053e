/**
 * Counter-based random numbers: a value is a pure function of a key and up to four counters, so that any part of a
 * phantom can be made alone, in any order and by any thread, and still be the same.
 *
 * The mixing is the finaliser of MurmurHash3 (Appleby 2011), applied once per counter; it is not cryptographic.
 */
function mix(hash: number, value: number): number {
  let k = Math.imul(value | 0, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Gives 32 random bits for a key and four integer counters (each is taken modulo 2^32). */
export function hash32(key: number, a: number, b = 0, c = 0, d = 0): number {
  return mix(mix(mix(mix(key | 0, a), b), c), d) >>> 0;
}

/** Gives a number of [0, 1) with 32 random bits. */
export function hashUniform(key: number, a: number, b = 0, c = 0, d = 0): number {
  return hash32(key, a, b, c, d) / 4294967296;
}

/** Gives a standard normal number (Box and Muller 1958). */
export function hashNormal(key: number, a: number, b = 0, c = 0, d = 0): number {
  const radius = Math.sqrt(-2 * Math.log(1 - hashUniform(key, a, b, c, d)));
  return radius * Math.cos(2 * Math.PI * hashUniform(key ^ 0x5bd1e995, a, b, c, d));
}

/** Derives an independent key from a key and a name, so that two uses of one seed never share numbers. */
export function deriveKey(key: number, name: string): number {
  let hash = key | 0;
  for (let i = 0; i < name.length; i++) {
    hash = mix(hash, name.charCodeAt(i));
  }
  return mix(hash, name.length) >>> 0;
}

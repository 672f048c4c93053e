import { philox, philox4x32, type Seed, seedWords } from "./philox.js";

const words = new Uint32Array(4);
const TWO_NEGATIVE_53 = 2 ** -53;

/** The top 53 of the 64 bits in words `first` and `first + 1`, as an integer in [0, 2⁵³). */
function bits53(first: 0 | 2): number {
  return (words[first]! >>> 5) * 0x4000000 + (words[first + 1]! >>> 6);
}

/**
 * A uniform number in [0, 1) with 53 random bits, a function of its arguments alone.
 * Arguments as for `philox`. @throws RangeError for an argument outside its range
 */
export function counterUniform(seed: Seed, epoch: number, index: number, slot: number): number {
  philox(seed, epoch, index, slot, 0, words);
  return bits53(0) * TWO_NEGATIVE_53;
}

/**
 * A standard normal number (Box–Muller), a function of its arguments alone; |value| < 8.6.
 * Arguments as for `philox`. @throws RangeError for an argument outside its range
 */
export function counterNormal(seed: Seed, epoch: number, index: number, slot: number): number {
  philox(seed, epoch, index, slot, 0, words);
  const radius = Math.sqrt(-2 * Math.log(1 - bits53(0) * TWO_NEGATIVE_53));
  return radius * Math.cos(2 * Math.PI * bits53(2) * TWO_NEGATIVE_53);
}

/**
 * An integer in [0, n), each equally likely: as many random bits as n − 1 has, drawn again (next
 * Philox block of the same counter) while they exceed it, so there is no modulo bias.
 *
 * @param n an integer in [1, 2⁵³); the other arguments as for `philox`
 * @throws RangeError for an argument outside its range
 */
export function counterInteger(n: number, seed: Seed, epoch: number, index: number, slot: number): number {
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`n must be an integer in [1, 2^53), got ${n}`);
  let span = 1;
  while (span < n) span *= 2;
  const shift = 2 ** 53 / span;
  for (let attempt = 0; ; attempt++) {
    philox(seed, epoch, index, slot, attempt, words);
    for (const first of [0, 2] as const) {
      const value = Math.floor(bits53(first) / shift);
      if (value < n) return value;
    }
  }
}

/**
 * A permutation of 0 … n − 1, uniform over all n! of them, a function of (n, seed, epoch) alone
 * (Fisher–Yates, step i drawing from counter i). For samplers: one per epoch.
 *
 * @param n an integer in [0, 2³²)
 * @throws RangeError for an argument outside its range
 */
export function counterPermutation(n: number, seed: Seed, epoch: number, slot = 0): Uint32Array {
  if (!Number.isInteger(n) || n < 0 || n >= 2 ** 32) {
    throw new RangeError(`n must be an integer in [0, 2^32), got ${n}`);
  }
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const j = counterInteger(i + 1, seed, epoch, i, slot);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}

/**
 * A 64-bit seed for one purpose ("sampler", "augmentation", "rank 3"), so that two users of one run
 * seed never read the same counters. Each UTF-8 byte of the name is folded in by one Philox block.
 *
 * @throws RangeError for a seed outside [0, 2⁶⁴) or an empty name
 */
export function deriveSeed(seed: Seed, purpose: string): bigint {
  if (purpose.length === 0) throw new RangeError("purpose must not be empty");
  const key = seedWords(seed);
  const state = new Uint32Array(4);
  for (const byte of new TextEncoder().encode(purpose)) {
    // The high words stay as chaining state; adding 1 keeps a leading zero byte from vanishing.
    state[0] = state[0]! ^ (byte + 1);
    philox4x32(state, key, state);
  }
  return (BigInt(state[1]!) << 32n) | BigInt(state[0]!);
}

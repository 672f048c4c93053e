/** A seed: any integer in [0, 2⁶⁴); numbers must be safe integers, bigints may use all 64 bits. */
export type Seed = number | bigint;

const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;
const ROUNDS = 10;
const TWO_32 = 2 ** 32;

/** High 32 bits of the product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + Math.floor((aLow * bLow) / 0x10000);
  const carry = aLow * bHigh + (middle % 0x10000);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
}

/**
 * Philox4x32-10: the keyed bijection of 128-bit counters of Salmon et al., "Parallel random numbers:
 * as easy as 1, 2, 3" (SC 2011). Equal inputs give equal outputs on every machine.
 *
 * @param counter four unsigned 32-bit words
 * @param key two unsigned 32-bit words
 * @param out where the four words go; may be `counter` itself
 * @returns `out`
 */
export function philox4x32(
  counter: ArrayLike<number>,
  key: ArrayLike<number>,
  out: Uint32Array = new Uint32Array(4),
): Uint32Array {
  let c0 = counter[0]! >>> 0;
  let c1 = counter[1]! >>> 0;
  let c2 = counter[2]! >>> 0;
  let c3 = counter[3]! >>> 0;
  let k0 = key[0]! >>> 0;
  let k1 = key[1]! >>> 0;
  for (let round = 0; round < ROUNDS; round++) {
    const highA = multiplyHigh(MULTIPLIER_A, c0);
    const lowA = Math.imul(MULTIPLIER_A, c0) >>> 0;
    const highB = multiplyHigh(MULTIPLIER_B, c2);
    const lowB = Math.imul(MULTIPLIER_B, c2) >>> 0;
    c0 = (highB ^ c1 ^ k0) >>> 0;
    c1 = lowB;
    c2 = (highA ^ c3 ^ k1) >>> 0;
    c3 = lowA;
    k0 = (k0 + WEYL_A) >>> 0;
    k1 = (k1 + WEYL_B) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
  return out;
}

/** Splits a seed into its low and high 32-bit words. @throws RangeError outside [0, 2⁶⁴) or for a fraction. */
export function seedWords(seed: Seed): [low: number, high: number] {
  if (typeof seed === "bigint") {
    if (seed < 0n || seed >= 1n << 64n) throw new RangeError(`seed must lie in [0, 2^64), got ${seed}`);
    return [Number(seed & 0xffffffffn), Number(seed >> 32n)];
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed must be a non-negative safe integer or a bigint, got ${seed}`);
  }
  return [seed >>> 0, Math.floor(seed / TWO_32)];
}

function checkWord(name: string, value: number, limit: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= limit) {
    throw new RangeError(`${name} must be an integer in [0, ${limit}), got ${value}`);
  }
}

const scratchCounter = new Uint32Array(4);
const scratchKey = new Uint32Array(2);
const INDEX_HIGH_BITS = 21;

/**
 * 128 random bits that depend on (seed, epoch, index, slot) alone, not on what was drawn before.
 *
 * The seed is Philox's key. The counter's words are: low half of `index`; high 21 bits of `index` with
 * `attempt` above them; `epoch`; `slot`. So no two different arguments share a counter.
 *
 * @param seed integer in [0, 2⁶⁴); use `deriveSeed` to give every purpose its own
 * @param epoch integer in [0, 2³²)
 * @param index the sample's number, an integer in [0, 2⁵³)
 * @param slot which of the sample's values, an integer in [0, 2³²)
 * @param attempt for rejection sampling, an integer in [0, 2¹¹)
 * @param out where the four unsigned words go
 * @throws RangeError for an argument outside its range
 */
export function philox(
  seed: Seed,
  epoch: number,
  index: number,
  slot: number,
  attempt = 0,
  out: Uint32Array = new Uint32Array(4),
): Uint32Array {
  checkWord("epoch", epoch, TWO_32);
  checkWord("index", index, Number.MAX_SAFE_INTEGER + 1);
  checkWord("slot", slot, TWO_32);
  checkWord("attempt", attempt, 2 ** (32 - INDEX_HIGH_BITS));
  [scratchKey[0], scratchKey[1]] = seedWords(seed);
  scratchCounter[0] = index >>> 0;
  scratchCounter[1] = (Math.floor(index / TWO_32) | (attempt << INDEX_HIGH_BITS)) >>> 0;
  scratchCounter[2] = epoch;
  scratchCounter[3] = slot;
  return philox4x32(scratchCounter, scratchKey, out);
}

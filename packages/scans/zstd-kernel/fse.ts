// Tables of finite state entropy (RFC 8878, 4.1).
import { fail } from "./memory";

/** Probabilities of symbols as read: -1 stands for "less than one". */
export const counts = memory.data(2 * 256, 16);
const nexts = memory.data(2 * 256, 16);

/** Symbols of the distribution read last, and its accuracy. */
export let symbolCount: u32 = 0;
export let accuracy: u32 = 0;

/** Declares the counts as set by someone else. */
export function setDistribution(symbols: u32, bits: u32): void {
  symbolCount = symbols;
  accuracy = bits;
}

/**
 * Reads a distribution into `counts`.
 *
 * @returns bytes used; up to 8 bytes behind `end` may be looked at
 */
export function readDistribution(at: usize, end: usize, mostBits: u32, mostSymbols: u32): usize {
  let bit: u32 = 4;
  accuracy = (load<u8>(at) & 15) + 5;
  if (accuracy > mostBits) {
    fail();
    return 0;
  }
  let remaining: i32 = (1 << accuracy) + 1;
  let threshold: i32 = 1 << accuracy;
  let bits: u32 = accuracy + 1;
  let symbol: u32 = 0;
  while (remaining > 1 && symbol < mostSymbols) {
    if (at + (bit >> 3) > end) {
      fail();
      return 0;
    }
    const look: i32 = <i32>(load<u32>(at + (bit >> 3)) >>> (bit & 7));
    const most = 2 * threshold - 1 - remaining;
    let count: i32 = look & (threshold - 1);
    if (count < most) bit += bits - 1;
    else {
      count = look & (2 * threshold - 1);
      if (count >= threshold) count -= most;
      bit += bits;
    }
    count--;
    remaining -= count < 0 ? -count : count;
    if (remaining < 1) {
      fail();
      return 0;
    }
    store<i16>(counts + 2 * symbol++, <i16>count);
    while (remaining < threshold && threshold > 1) {
      bits--;
      threshold >>= 1;
    }
    if (count != 0) continue;
    // How many symbols more have none, in twos of bits.
    let zeros: u32 = 3;
    while (zeros == 3) {
      if (at + (bit >> 3) > end) {
        fail();
        return 0;
      }
      zeros = (load<u16>(at + (bit >> 3)) >>> (bit & 7)) & 3;
      bit += 2;
      for (let i: u32 = 0; i < zeros && symbol < mostSymbols; i++) store<i16>(counts + 2 * symbol++, 0);
    }
  }
  const used: usize = (bit + 7) >> 3;
  if (remaining != 1 || at + used > end) fail();
  symbolCount = symbol;
  return used;
}

/** Builds the table of the distribution in `counts`: entries as of sequences, the symbol where the base will be. */
export function buildTable(table: usize): void {
  const size: u32 = 1 << accuracy;
  let high: i32 = <i32>size - 1;
  for (let s: u32 = 0; s < symbolCount; s++) {
    const count = load<i16>(counts + 2 * s);
    store<u16>(nexts + 2 * s, count == -1 ? 1 : <u16>count);
    if (count == -1) {
      store<u32>(table + 8 * <usize>high, s, 4);
      high--;
    }
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let place: u32 = 0;
  for (let s: u32 = 0; s < symbolCount; s++) {
    const count: i32 = load<i16>(counts + 2 * s);
    for (let i: i32 = 0; i < count; i++) {
      store<u32>(table + 8 * place, s, 4);
      do place = (place + step) & (size - 1);
      while (<i32>place > high);
    }
  }
  if (place != 0) {
    fail();
    return;
  }
  for (let state: u32 = 0; state < size; state++) {
    const entry = table + 8 * state;
    const slot = nexts + 2 * load<u32>(entry, 4);
    const next: u32 = load<u16>(slot);
    store<u16>(slot, <u16>(next + 1));
    const bits = accuracy - (31 - clz(next));
    store<u16>(entry, <u16>((next << bits) - size));
    store<u8>(entry, <u8>bits, 2);
  }
}

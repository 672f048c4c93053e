// Huffman's code of literals (RFC 8878, 4.2).
import { accuracy, buildTable, readDistribution } from "./fse";
import { fail, failed, huffmanTable } from "./memory";

const weights = memory.data(256, 16);
const weightTable = memory.data(8 * 64, 16);
const ranks = memory.data(4 * 16, 16);

/** Bits of the longest code; 0 before a table was read. */
export let tableBits: u32 = 0;

export function forgetHuffman(): void {
  tableBits = 0;
}

/** Reads the description of a code and builds its table. @returns bytes used */
export function readHuffman(at: usize, end: usize): usize {
  if (at >= end) {
    fail();
    return 0;
  }
  const head: u32 = load<u8>(at);
  let used: usize;
  let count: u32;
  if (head >= 128) {
    count = head - 127;
    used = 1 + ((count + 1) >> 1);
    if (at + used > end) {
      fail();
      return 0;
    }
    for (let i: u32 = 0; i < count; i++) {
      const pair = load<u8>(at + 1 + (i >> 1));
      store<u8>(weights + i, i & 1 ? pair & 15 : pair >> 4);
    }
  } else {
    used = 1 + head;
    if (at + used > end) {
      fail();
      return 0;
    }
    count = readWeights(at + 1, at + used);
  }
  if (!failed) build(count);
  return used;
}

/** Bits [from, from + count) of a stream, those before its beginning being 0. */
function bitsAt(stream: usize, from: i32, count: u32): u32 {
  if (from >= 0) return (load<u32>(stream + (from >> 3)) >>> (from & 7)) & ((1 << count) - 1);
  const inside = <i32>count + from;
  if (inside <= 0) return 0;
  return (load<u32>(stream) & ((1 << inside) - 1)) << -from;
}

/** Weights that are compressed themselves, by two states in turn. @returns their number */
function readWeights(at: usize, end: usize): u32 {
  const header = readDistribution(at, end, 6, 13);
  if (failed) return 0;
  buildTable(weightTable);
  const stream = at + header;
  const last: u32 = end > stream ? load<u8>(end - 1) : 0;
  if (last == 0 || failed) {
    fail();
    return 0;
  }
  let bit: i32 = 8 * <i32>(end - stream - 1) + (31 - clz(last));
  bit -= accuracy;
  let first = bitsAt(stream, bit, accuracy);
  bit -= accuracy;
  let second = bitsAt(stream, bit, accuracy);
  if (bit < 0) {
    fail();
    return 0;
  }
  let count: u32 = 0;
  while (count < 254) {
    const entry = weightTable + 8 * first;
    store<u8>(weights + count++, <u8>load<u32>(entry, 4));
    const bits: u32 = load<u8>(entry, 2);
    bit -= bits;
    if (bit < 0) {
      store<u8>(weights + count++, <u8>load<u32>(weightTable + 8 * second, 4));
      return count;
    }
    const next = load<u16>(entry) + bitsAt(stream, bit, bits);
    first = second;
    second = next;
  }
  fail();
  return 0;
}

/** Adds the weight that is not written, and fills the table. */
function build(count: u32): void {
  let sum: u32 = 0;
  memory.fill(ranks, 0, 64);
  for (let i: u32 = 0; i < count; i++) {
    const weight: u32 = load<u8>(weights + i);
    if (weight > 12) {
      fail();
      return;
    }
    store<u32>(ranks + 4 * weight, load<u32>(ranks + 4 * weight) + 1);
    if (weight > 0) sum += 1 << (weight - 1);
  }
  if (sum == 0) {
    fail();
    return;
  }
  const bits: u32 = 32 - clz(sum);
  const left: u32 = (1 << bits) - sum;
  if (bits > 12 || (left & (left - 1)) != 0) {
    fail();
    return;
  }
  const lastWeight = 32 - clz(left);
  store<u8>(weights + count, <u8>lastWeight);
  store<u32>(ranks + 4 * lastWeight, load<u32>(ranks + 4 * lastWeight) + 1);
  tableBits = bits;
  let place: u32 = 0;
  for (let weight: u32 = 1; weight <= bits; weight++) {
    const symbols = load<u32>(ranks + 4 * weight);
    store<u32>(ranks + 4 * weight, place);
    place += symbols << (weight - 1);
  }
  for (let symbol: u32 = 0; symbol <= count; symbol++) {
    const weight: u32 = load<u8>(weights + symbol);
    if (weight == 0) continue;
    const entry = <u16>(symbol | ((bits + 1 - weight) << 8));
    const length: u32 = 1 << (weight - 1);
    const from = load<u32>(ranks + 4 * weight);
    for (let i: u32 = 0; i < length; i++) store<u16>(huffmanTable + 2 * (from + i), entry);
    store<u32>(ranks + 4 * weight, from + length);
  }
}

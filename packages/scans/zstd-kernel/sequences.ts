// Sequences: literals to copy, then a match of what came before (RFC 8878, 3.1.1.3.2 and 3.1.1.4).
import { accuracy, buildTable, counts, readDistribution, setDistribution } from "./fse";
import { fail, failed, literals, sequenceTables, tableBytes } from "./memory";

const literalTable = sequenceTables;
const offsetTable = sequenceTables + tableBytes;
const matchTable = sequenceTables + 2 * tableBytes;

const literalExtra = memory.data<u8>([1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const matchExtra = memory.data<u8>([1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const literalDefault = memory.data<i16>([
  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1,
]);
const offsetDefault = memory.data<i16>([
  1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
]);
const matchDefault = memory.data<i16>([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
]);

/** Bits of each table, 255 before there is one. */
let literalBits: u32 = 255;
let offsetBits: u32 = 255;
let matchBits: u32 = 255;
/** The offsets used last, which go on from block to block. */
let offset1: u32 = 1;
let offset2: u32 = 4;
let offset3: u32 = 8;

export function forgetSequences(): void {
  literalBits = offsetBits = matchBits = 255;
  offset1 = 1;
  offset2 = 4;
  offset3 = 8;
}

/** Puts extra bits and bases in the place of symbols. @param kind 0 literals, 1 offsets, 2 matches */
function fillBases(table: usize, bits: u32, kind: u32): void {
  for (let i: u32 = 0; i < <u32>1 << bits; i++) {
    const entry = table + 8 * i;
    const symbol = load<u32>(entry, 4);
    let extra: u32 = 0;
    let base: u32 = symbol;
    if (kind == 1) {
      if (symbol > 31) fail();
      extra = symbol;
      base = <u32>1 << (symbol & 31);
    } else {
      const plain: u32 = kind == 0 ? 16 : 32;
      const most: u32 = kind == 0 ? 35 : 52;
      const extras = kind == 0 ? literalExtra : matchExtra;
      if (symbol > most) fail();
      if (kind == 2) base += 3;
      if (symbol >= plain && symbol <= most) {
        base = kind == 0 ? 16 : 35;
        for (let s = plain; s < symbol; s++) base += 1 << load<u8>(extras + s - plain);
        extra = load<u8>(extras + symbol - plain);
      }
    }
    store<u8>(entry, <u8>extra, 3);
    store<u32>(entry, base, 4);
  }
}

/** Bytes that the table read last took. */
let used: usize = 0;

/** Reads one of the tables. @returns its bits */
function readTable(mode: u32, at: usize, end: usize, table: usize, kind: u32, before: u32): u32 {
  used = 0;
  if (mode == 3) {
    if (before == 255) fail();
    return before;
  }
  const mostBits: u32 = kind == 1 ? 8 : 9;
  const symbols: u32 = kind == 0 ? 36 : kind == 1 ? 32 : 53;
  let bits: u32 = 0;
  if (mode == 1) {
    if (at >= end) {
      fail();
      return 255;
    }
    store<u32>(table, 0);
    store<u32>(table, load<u8>(at), 4);
    used = 1;
  } else {
    if (mode == 0) {
      const from = kind == 0 ? literalDefault : kind == 1 ? offsetDefault : matchDefault;
      const count: u32 = kind == 0 ? 36 : kind == 1 ? 29 : 53;
      memory.copy(counts, from, 2 * count);
      setDistribution(count, kind == 1 ? 5 : 6);
    } else used = readDistribution(at, end, mostBits, symbols);
    if (failed) return 255;
    buildTable(table);
    bits = accuracy;
  }
  if (!failed) fillBases(table, bits, kind);
  return bits;
}

// The stream of sequences, read backwards: bits left, and where it begins.
let stream: usize = 0;
let bit: i32 = 0;

function take(count: u32): u32 {
  bit -= <i32>count;
  if (bit < 0) {
    fail();
    return 0;
  }
  // Up to 31 bits, which may begin anywhere in a byte.
  return <u32>((load<u64>(stream + (bit >> 3)) >> (bit & 7)) & ((<u64>1 << count) - 1));
}

/** The highest bits of a look; none are 0. */
// @ts-ignore: a decorator of the language, which TypeScript does not know here
@inline
function top(look: u64, count: u32): u32 {
  return <u32>((look >> 1) >> (63 - <u64>count));
}

/**
 * Decodes the sequences of a block and carries them out.
 *
 * @param out where the block begins, @param start where its frame does; @param outEnd nothing is written from there on
 * @returns where the block ends
 */
export function decodeSequences(
  at: usize,
  end: usize,
  literalCount: usize,
  out: usize,
  start: usize,
  outEnd: usize,
): usize {
  let literal = literals;
  const literalEnd = literals + literalCount;
  if (at >= end) {
    fail();
    return out;
  }
  let count: u32 = load<u8>(at++);
  if (count >= 128) {
    if (count < 255) count = ((count - 128) << 8) + load<u8>(at++);
    else {
      count = <u32>load<u16>(at) + 0x7f00;
      at += 2;
    }
  }
  if (count > 0) {
    const modes: u32 = load<u8>(at++);
    if (at > end || (modes & 3) != 0) {
      fail();
      return out;
    }
    literalBits = readTable(modes >> 6, at, end, literalTable, 0, literalBits);
    at += used;
    if (!failed) offsetBits = readTable((modes >> 4) & 3, at, end, offsetTable, 1, offsetBits);
    at += used;
    if (!failed) matchBits = readTable((modes >> 2) & 3, at, end, matchTable, 2, matchBits);
    at += used;
    const last: u32 = end > at ? load<u8>(end - 1) : 0;
    if (failed || last == 0) {
      fail();
      return out;
    }
    stream = at;
    bit = 8 * <i32>(end - at - 1) + (31 - clz(last));
    let literalState = take(literalBits);
    let offsetState = take(offsetBits);
    let matchState = take(matchBits);
    for (let i: u32 = 0; i < count; i++) {
      const literalEntry = literalTable + 8 * literalState;
      const offsetEntry = offsetTable + 8 * offsetState;
      const matchEntry = matchTable + 8 * matchState;
      const offsetExtra: u32 = load<u8>(offsetEntry, 3);
      const matchExtraBits: u32 = load<u8>(matchEntry, 3);
      const literalExtraBits: u32 = load<u8>(literalEntry, 3);
      const literalNext: u32 = load<u8>(literalEntry, 2);
      const matchNext: u32 = load<u8>(matchEntry, 2);
      const offsetNext: u32 = load<u8>(offsetEntry, 2);
      let value: u32 = load<u32>(offsetEntry, 4);
      let matchLength: usize = load<u32>(matchEntry, 4);
      let length: usize = load<u32>(literalEntry, 4);
      const bits: u32 =
        offsetExtra + matchExtraBits + literalExtraBits + literalNext + matchNext + offsetNext;
      if (bits <= 56 && bit >= 64 && i + 1 < count) {
        // Nearly always all of it is within one look.
        let look = load<u64>(stream + (bit >> 3) - 7) << (8 - (bit & 7));
        value += top(look, offsetExtra);
        look <<= offsetExtra;
        matchLength += top(look, matchExtraBits);
        look <<= matchExtraBits;
        length += top(look, literalExtraBits);
        look <<= literalExtraBits;
        literalState = load<u16>(literalEntry) + top(look, literalNext);
        look <<= literalNext;
        matchState = load<u16>(matchEntry) + top(look, matchNext);
        look <<= matchNext;
        offsetState = load<u16>(offsetEntry) + top(look, offsetNext);
        bit -= bits;
      } else {
        value += take(offsetExtra);
        matchLength += take(matchExtraBits);
        length += take(literalExtraBits);
        if (i + 1 < count) {
          literalState = load<u16>(literalEntry) + take(literalNext);
          matchState = load<u16>(matchEntry) + take(matchNext);
          offsetState = load<u16>(offsetEntry) + take(offsetNext);
        }
      }
      const offset = nextOffset(value, length);
      const tooFar = offset == 0 || <usize>offset > out + length - start;
      if (failed || tooFar || length > literalEnd - literal || length + matchLength > outEnd - out) {
        fail();
        return out;
      }
      copyLiterals(out, literal, length, outEnd);
      out += length;
      literal += length;
      copyMatch(out, offset, matchLength, outEnd);
      out += matchLength;
    }
    if (bit != 0) fail();
  }
  const rest = literalEnd - literal;
  if (failed || rest > outEnd - out) {
    fail();
    return out;
  }
  memory.copy(out, literal, rest);
  return out + rest;
}

/** The offset that a value stands for: one of the last three, or a new one. */
function nextOffset(value: u32, length: usize): u32 {
  let offset: u32;
  if (value > 3) offset = value - 3;
  else {
    const which = value - 1 + (length == 0 ? 1 : 0);
    if (which == 0) return offset1;
    if (which == 1) {
      offset = offset2;
      offset2 = offset1;
      offset1 = offset;
      return offset;
    }
    offset = which == 2 ? offset3 : offset1 - 1;
  }
  offset3 = offset2;
  offset2 = offset1;
  offset1 = offset;
  return offset;
}

function copyLiterals(out: usize, from: usize, length: usize, outEnd: usize): void {
  if (length <= 16 && out + 16 <= outEnd) {
    store<u64>(out, load<u64>(from));
    store<u64>(out, load<u64>(from, 8), 8);
  } else memory.copy(out, from, length);
}

/** A match may overlap what it makes: then its bytes recur. */
function copyMatch(out: usize, offset: u32, length: usize, outEnd: usize): void {
  let from = out - offset;
  const end = out + length;
  if (offset >= 8 && end + 8 <= outEnd) {
    for (; out < end; out += 8, from += 8) store<u64>(out, load<u64>(from));
  } else for (; out < end; out++, from++) store<u8>(out, load<u8>(from));
}

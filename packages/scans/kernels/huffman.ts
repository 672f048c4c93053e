// Tables of JPEG's Huffman codes (ITU T.81, annex C and F), eight of them: DC 0..3, AC 4..7.

/** Bits answered by one look: nearly all codes, and small coefficients with them. */
export const LOOK_BITS: u32 = 10;

// An entry of a look-up table: bits 0..3 bits to drop, 4 whether the value is in it, 5 whether the code is longer
// than a look, 6 whether there is such a code, 8..11 run of zeros, 12..15 bits of the value, 16..31 the value.
export const HAS_VALUE: u32 = 16;
export const IS_LONG: u32 = 32;
export const IS_CODE: u32 = 64;

const LOOK_BYTES: usize = 4 << LOOK_BITS;
const looks = memory.data(8 * 4096, 16);
/** For each table: the end of the codes of each length, aligned to 16 bits, and what to add to an index of it. */
const ends = memory.data(8 * 17 * 4, 16);
const shifts = memory.data(8 * 17 * 4, 16);
const symbols = memory.data(8 * 256, 16);

export function lookTable(table: u32): usize {
  return looks + <usize>table * LOOK_BYTES;
}

/**
 * Builds table `table` from 16 counts of codes by length and their symbols.
 *
 * @returns whether the counts are of a code
 */
export function buildHuffman(table: u32, counts: usize, values: usize, valueCount: u32): bool {
  const look = lookTable(table);
  memory.fill(look, 0, LOOK_BYTES);
  memory.copy(symbols + table * 256, values, valueCount);
  let code: u32 = 0;
  let index: u32 = 0;
  for (let length: u32 = 1; length <= 16; length++) {
    const count: u32 = load<u8>(counts + length - 1);
    if (index + count > valueCount || code + count > (<u32>1) << length) return false;
    const slot = (table * 17 + length) * 4;
    store<i32>(shifts + slot, <i32>index - <i32>code);
    for (let i: u32 = 0; i < count; i++) {
      if (length <= LOOK_BITS) fill(look, code, length, load<u8>(values + index), table >= 4);
      code++;
      index++;
    }
    store<u32>(ends + slot, code << (16 - length));
    if (length == LOOK_BITS) {
      // What is left of the looks begins longer codes.
      for (let rest = code; rest < (<u32>1) << LOOK_BITS; rest++) store<u32>(look + 4 * rest, IS_LONG);
    }
    code <<= 1;
  }
  return true;
}

function fill(look: usize, code: u32, length: u32, symbol: u32, isAc: bool): void {
  const spare = LOOK_BITS - length;
  const size = symbol & 15;
  const run = isAc ? symbol >> 4 : 0;
  for (let rest: u32 = 0; rest < (<u32>1) << spare; rest++) {
    let entry = IS_CODE | length | (run << 8) | (size << 12);
    if (size > 0 && size <= spare) {
      const coded = <i32>(rest >> (spare - size));
      const value = coded < 1 << (size - 1) ? coded - (1 << size) + 1 : coded;
      entry = IS_CODE | HAS_VALUE | (length + size) | (run << 8) | ((<u32>value) << 16);
    }
    store<u32>(look + 4 * ((code << spare) | rest), entry);
  }
}

/** Symbol and length (in bits 8..) of a code longer than a look, from the next 16 bits; -1 for none. */
export function longCode(table: u32, next: u32): i32 {
  for (let length = LOOK_BITS + 1; length <= 16; length++) {
    const slot = (table * 17 + length) * 4;
    if (next >= load<u32>(ends + slot)) continue;
    const index = <i32>(next >> (16 - length)) + load<i32>(shifts + slot);
    return index < 0 || index > 255 ? -1 : load<u8>(symbols + table * 256 + index) | (length << 8);
  }
  return -1;
}

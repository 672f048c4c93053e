// Baseline JPEG (ITU T.81): the entropy-coded data of one scan to planes of pixels. Tables and layout come from the
// host, which reads the markers. Components that are not wanted are passed over without being transformed, which makes
// the luma of a colour tile nearly as cheap as a grey tile.
import { failure } from "./failure";
import { HAS_VALUE, IS_CODE, IS_LONG, LOOK_BITS, longCode, lookTable } from "./huffman";
import { flatBlock, inverseDct } from "./idct";

const block = memory.data(128, 16);
/** Values of a bit stream that stands still: zeros after its end. */
const PADDING: usize = 64;

const natural = memory.data<u8>([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]);

/** Four quantisation tables of 64 words in zigzag order, which the host fills. */
const quantities = memory.data(4 * 128, 16);

export function quantisation(): usize {
  return quantities;
}

/**
 * The blocks of a minimal coded unit, ten at most, which the host fills, eight bytes each: component, DC table, AC table,
 * quantisation table, block column and row in the unit, whether it is wanted.
 */
const unit = memory.data(10 * 8, 16);
const means = memory.data(16, 16);

export function unitBlocks(): usize {
  return unit;
}

/** Copies entropy-coded bytes up to the next marker without stuffing; returns how many there were. */
function unstuff(from: usize, end: usize, to: usize): usize {
  let at = from;
  let out = to;
  while (at < end) {
    while (at + 16 <= end) {
      const bytes = v128.load(at);
      if (v128.any_true(i8x16.eq(bytes, i8x16.splat(-1)))) break;
      v128.store(out, bytes);
      at += 16;
      out += 16;
    }
    const stop = min(at + 16, end);
    while (at < stop) {
      const byte = load<u8>(at);
      if (byte == 0xff) {
        if (at + 1 >= end || load<u8>(at + 1) != 0) {
          stopped = at;
          memory.fill(out, 0, PADDING);
          return out - to;
        }
        at++;
      }
      store<u8>(out++, byte);
      at++;
    }
  }
  stopped = end;
  memory.fill(out, 0, PADDING);
  return out - to;
}

let stopped: usize = 0;

/**
 * Decodes a scan.
 *
 * @param scratch room for the input and 64 bytes more
 * @param out wanted planes, one after another, each of `unitsAcross` · `unitsDown` units
 * @param restart units between restart markers; 0 for none
 * @returns 0, or a negative `failure`
 */
export function decodeScan(
  input: usize,
  inputBytes: usize,
  scratch: usize,
  out: usize,
  unitsAcross: u32,
  unitsDown: u32,
  blocks: u32,
  unitWidth: u32,
  unitHeight: u32,
  restart: u32,
): i32 {
  const stride = <usize>unitsAcross * unitWidth * 8;
  const plane = stride * unitsDown * unitHeight * 8;
  const inputEnd = input + inputBytes;
  const all = unitsAcross * unitsDown;
  let done: u32 = 0;
  let next = input;
  let marks: u32 = 0;
  memory.fill(block, 0, 128);
  while (done < all) {
    const size = unstuff(next, inputEnd, scratch);
    const count = restart == 0 ? all - done : min(restart, all - done);
    const result = decodeInterval(
      scratch,
      size,
      out,
      done,
      count,
      unitsAcross,
      blocks,
      stride,
      plane,
      unitWidth,
      unitHeight,
    );
    if (result < 0) return result;
    done += count;
    if (done == all) break;
    if (stopped + 2 > inputEnd) return failure.cut;
    if (load<u8>(stopped + 1) != 0xd0 + (marks & 7)) return failure.form;
    marks++;
    next = stopped + 2;
  }
  return 0;
}

function decodeInterval(
  from: usize,
  size: usize,
  out: usize,
  firstUnit: u32,
  units: u32,
  unitsAcross: u32,
  blocks: u32,
  stride: usize,
  plane: usize,
  unitWidth: u32,
  unitHeight: u32,
): i32 {
  // The bit stream's state is in locals: as globals every change of it would go through memory.
  let at = from;
  const end = from + size;
  let bits: u64 = 0;
  let held: i32 = 0;
  memory.fill(means, 0, 16);
  let across = firstUnit % unitsAcross;
  let down = firstUnit / unitsAcross;
  for (let done: u32 = 0; done < units; done++) {
    for (let b: u32 = 0; b < blocks; b++) {
      const info = unit + 8 * b;
      const component = load<u8>(info);
      const quantity = quantities + 128 * <usize>load<u8>(info, 3);
      const wanted = load<u8>(info, 6) != 0;

      if (held < 32) {
        bits |= (<u64>bswap<u32>(load<u32>(at))) << (32 - held);
        at += 4;
        held += 32;
        // Zeros follow the end; a stream that lives on them was cut.
        if (at > end + 8) return failure.cut;
      }
      const dcTable: u32 = load<u8>(info, 1);
      let entry = load<u32>(lookTable(dcTable) + ((<usize>(bits >> (64 - LOOK_BITS))) << 2));
      let value: i32 = 0;
      if (entry & HAS_VALUE) {
        bits <<= entry & 15;
        held -= entry & 15;
        value = <i32>entry >> 16;
      } else {
        let length = entry & 15;
        let bitsOfValue = (entry >> 12) & 15;
        if (!(entry & IS_CODE)) {
          if (!(entry & IS_LONG)) return failure.form;
          const long = longCode(dcTable, <u32>(bits >> 48));
          if (long < 0) return failure.form;
          length = long >> 8;
          bitsOfValue = long & 15;
        }
        bits <<= length;
        held -= length;
        if (bitsOfValue > 0) {
          value = <i32>(bits >> (64 - bitsOfValue));
          if (value < 1 << (bitsOfValue - 1)) value += 1 - (1 << bitsOfValue);
          bits <<= bitsOfValue;
          held -= bitsOfValue;
        }
      }
      const mean = load<i32>(means + 4 * component) + value;
      store<i32>(means + 4 * component, mean);

      const acTable: u32 = 4 + load<u8>(info, 2);
      const look = lookTable(acTable);
      let k: u32 = 1;
      let last: u32 = 0;
      while (k < 64) {
        if (held < 32) {
          bits |= (<u64>bswap<u32>(load<u32>(at))) << (32 - held);
          at += 4;
          held += 32;
          if (at > end + 8) return failure.cut;
        }
        entry = load<u32>(look + ((<usize>(bits >> (64 - LOOK_BITS))) << 2));
        if (entry & HAS_VALUE) {
          bits <<= entry & 15;
          held -= entry & 15;
          k += (entry >> 8) & 15;
          if (k > 63) return failure.form;
          value = <i32>entry >> 16;
        } else {
          let length = entry & 15;
          let run = (entry >> 8) & 15;
          let bitsOfValue = (entry >> 12) & 15;
          if (!(entry & IS_CODE)) {
            if (!(entry & IS_LONG)) return failure.form;
            const long = longCode(acTable, <u32>(bits >> 48));
            if (long < 0) return failure.form;
            length = long >> 8;
            run = (long >> 4) & 15;
            bitsOfValue = long & 15;
          }
          bits <<= length;
          held -= length;
          if (bitsOfValue == 0) {
            if (run != 15) break;
            k += 16;
            continue;
          }
          k += run;
          if (k > 63) return failure.form;
          value = <i32>(bits >> (64 - bitsOfValue));
          if (value < 1 << (bitsOfValue - 1)) value += 1 - (1 << bitsOfValue);
          bits <<= bitsOfValue;
          held -= bitsOfValue;
        }
        if (wanted) {
          store<i16>(
            block + 2 * <usize>load<u8>(natural + k),
            <i16>(value * <i32>load<u16>(quantity + 2 * k)),
          );
          last = k;
        }
        k++;
      }
      if (!wanted) continue;
      const x = <usize>across * unitWidth + load<u8>(info, 4);
      const y = <usize>down * unitHeight + load<u8>(info, 5);
      const to = out + plane * component + y * 8 * stride + x * 8;
      const scaled = <i16>(mean * <i32>load<u16>(quantity));
      if (last == 0) {
        flatBlock(scaled, to, stride);
      } else {
        store<i16>(block, scaled);
        inverseDct(block, to, stride);
        memory.fill(block, 0, 128);
      }
    }
    if (++across == unitsAcross) {
      across = 0;
      down++;
    }
  }
  const used = <i32>(at - from) * 8 - held;
  return used > <i32>size * 8 ? failure.cut : 0;
}

// Literals from one or four streams of Huffman's code, which are read backwards.
import { tableBits } from "./huffman";
import { fail, huffmanTable } from "./memory";

/** Bits that a stream's last byte does not count: those above and with its highest one. */
function spareBits(stream: usize, end: usize): u32 {
  const last: u32 = end > stream ? load<u8>(end - 1) : 0;
  if (last == 0) fail();
  return 8 - (31 - clz(last));
}

/** Decodes a stream symbol by symbol, from bit `bit` downwards, exactly to its beginning. */
function decodeSlowly(stream: usize, bit: i32, out: usize, end: usize): void {
  const bits: i32 = <i32>tableBits;
  while (out < end) {
    const from = bit - bits;
    let look: u32;
    if (from >= 0) look = load<u32>(stream + (from >> 3)) >>> (from & 7);
    else if (bit > 0) look = (load<u32>(stream) & ((1 << bit) - 1)) << -from;
    else {
      fail();
      return;
    }
    const entry: u32 = load<u16>(huffmanTable + 2 * (look & ((1 << bits) - 1)));
    store<u8>(out++, <u8>entry);
    bit -= <i32>(entry >> 8);
  }
  if (bit != 0) fail();
}

/** One stream. */
export function decodeOne(stream: usize, end: usize, out: usize, outEnd: usize): void {
  decodeSlowly(stream, 8 * <i32>(end - stream) - <i32>spareBits(stream, end), out, outEnd);
}

/** Four streams at once, so that the processor has other work while it waits for a table. */
export function decodeFour(at: usize, end: usize, out: usize, count: usize): void {
  if (at + 10 > end) {
    fail();
    return;
  }
  const startA = at + 6;
  const startB = startA + load<u16>(at);
  const startC = startB + load<u16>(at, 2);
  const startD = startC + load<u16>(at, 4);
  const part = (count + 3) >> 2;
  if (startD >= end || part * 3 > count) {
    fail();
    return;
  }
  let outA = out;
  let outB = out + part;
  let outC = outB + part;
  let outD = outC + part;
  const endA = outB;
  const endB = outC;
  const endC = outD;
  const endD = out + count;
  // Bits that are left of each stream.
  let bitA: i32 = 8 * <i32>(startB - startA) - <i32>spareBits(startA, startB);
  let bitB: i32 = 8 * <i32>(startC - startB) - <i32>spareBits(startB, startC);
  let bitC: i32 = 8 * <i32>(startD - startC) - <i32>spareBits(startC, startD);
  let bitD: i32 = 8 * <i32>(end - startD) - <i32>spareBits(startD, end);
  const shift = <u64>(64 - tableBits);
  // A look of 8 bytes has 56 bits at least: four codes of up to 12.
  while (bitA >= 64 && bitB >= 64 && bitC >= 64 && bitD >= 64 && outD + 4 <= endD && outA + 4 <= endA) {
    let lookA = load<u64>(startA + (bitA >> 3) - 7) << (8 - (bitA & 7));
    let lookB = load<u64>(startB + (bitB >> 3) - 7) << (8 - (bitB & 7));
    let lookC = load<u64>(startC + (bitC >> 3) - 7) << (8 - (bitC & 7));
    let lookD = load<u64>(startD + (bitD >> 3) - 7) << (8 - (bitD & 7));
    const a0: u32 = load<u16>(huffmanTable + 2 * <usize>(lookA >> shift));
    const b0: u32 = load<u16>(huffmanTable + 2 * <usize>(lookB >> shift));
    const c0: u32 = load<u16>(huffmanTable + 2 * <usize>(lookC >> shift));
    const d0: u32 = load<u16>(huffmanTable + 2 * <usize>(lookD >> shift));
    store<u8>(outA, <u8>a0, 0);
    lookA <<= <u64>(a0 >> 8);
    store<u8>(outB, <u8>b0, 0);
    lookB <<= <u64>(b0 >> 8);
    store<u8>(outC, <u8>c0, 0);
    lookC <<= <u64>(c0 >> 8);
    store<u8>(outD, <u8>d0, 0);
    lookD <<= <u64>(d0 >> 8);
    const a1: u32 = load<u16>(huffmanTable + 2 * <usize>(lookA >> shift));
    const b1: u32 = load<u16>(huffmanTable + 2 * <usize>(lookB >> shift));
    const c1: u32 = load<u16>(huffmanTable + 2 * <usize>(lookC >> shift));
    const d1: u32 = load<u16>(huffmanTable + 2 * <usize>(lookD >> shift));
    store<u8>(outA, <u8>a1, 1);
    lookA <<= <u64>(a1 >> 8);
    store<u8>(outB, <u8>b1, 1);
    lookB <<= <u64>(b1 >> 8);
    store<u8>(outC, <u8>c1, 1);
    lookC <<= <u64>(c1 >> 8);
    store<u8>(outD, <u8>d1, 1);
    lookD <<= <u64>(d1 >> 8);
    const a2: u32 = load<u16>(huffmanTable + 2 * <usize>(lookA >> shift));
    const b2: u32 = load<u16>(huffmanTable + 2 * <usize>(lookB >> shift));
    const c2: u32 = load<u16>(huffmanTable + 2 * <usize>(lookC >> shift));
    const d2: u32 = load<u16>(huffmanTable + 2 * <usize>(lookD >> shift));
    store<u8>(outA, <u8>a2, 2);
    lookA <<= <u64>(a2 >> 8);
    store<u8>(outB, <u8>b2, 2);
    lookB <<= <u64>(b2 >> 8);
    store<u8>(outC, <u8>c2, 2);
    lookC <<= <u64>(c2 >> 8);
    store<u8>(outD, <u8>d2, 2);
    lookD <<= <u64>(d2 >> 8);
    const a3: u32 = load<u16>(huffmanTable + 2 * <usize>(lookA >> shift));
    const b3: u32 = load<u16>(huffmanTable + 2 * <usize>(lookB >> shift));
    const c3: u32 = load<u16>(huffmanTable + 2 * <usize>(lookC >> shift));
    const d3: u32 = load<u16>(huffmanTable + 2 * <usize>(lookD >> shift));
    store<u8>(outA, <u8>a3, 3);
    store<u8>(outB, <u8>b3, 3);
    store<u8>(outC, <u8>c3, 3);
    store<u8>(outD, <u8>d3, 3);
    bitA -= <i32>((a0 >> 8) + (a1 >> 8) + (a2 >> 8) + (a3 >> 8));
    outA += 4;
    bitB -= <i32>((b0 >> 8) + (b1 >> 8) + (b2 >> 8) + (b3 >> 8));
    outB += 4;
    bitC -= <i32>((c0 >> 8) + (c1 >> 8) + (c2 >> 8) + (c3 >> 8));
    outC += 4;
    bitD -= <i32>((d0 >> 8) + (d1 >> 8) + (d2 >> 8) + (d3 >> 8));
    outD += 4;
  }
  decodeSlowly(startA, bitA, outA, endA);
  decodeSlowly(startB, bitB, outB, endB);
  decodeSlowly(startC, bitC, outC, endC);
  decodeSlowly(startD, bitD, outD, endD);
}

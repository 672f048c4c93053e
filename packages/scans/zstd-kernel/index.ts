// Decodes one frame of Zstandard (RFC 8878) without dictionary and checksum, whose content has a known size.
import { forgetHuffman, readHuffman, tableBits } from "./huffman";
import { clearFailure, fail, failed, literals } from "./memory";
import { decodeSequences, forgetSequences } from "./sequences";
import { decodeFour, decodeOne } from "./streams";

const mostBlockBytes: usize = 128 * 1024;

export function heap(): usize {
  return __heap_base;
}

/**
 * @param at the first block, @param inputEnd end of the frame; 16 bytes behind it may be looked at
 * @returns whether the blocks end with the input and fill the output exactly
 */
export function decodeBlocks(at: usize, inputEnd: usize, start: usize, outBytes: usize): bool {
  clearFailure();
  forgetHuffman();
  forgetSequences();
  let out = start;
  const outEnd = start + outBytes;
  let isLast = false;
  while (!isLast) {
    if (inputEnd - at < 3 || at > inputEnd) return false;
    const head: u32 = load<u16>(at) | (<u32>load<u8>(at, 2) << 16);
    at += 3;
    isLast = (head & 1) != 0;
    const type = (head >> 1) & 3;
    const size: usize = head >> 3;
    if (type == 1) {
      if (at >= inputEnd || size > outEnd - out) return false;
      memory.fill(out, load<u8>(at++), size);
      out += size;
      continue;
    }
    if (size > inputEnd - at || type == 3) return false;
    if (type == 0) {
      if (size > outEnd - out) return false;
      memory.copy(out, at, size);
      out += size;
    } else {
      out = decodeBlock(at, at + size, out, start, outEnd);
      if (failed) return false;
    }
    at += size;
  }
  return at == inputEnd && out == outEnd;
}

function decodeBlock(at: usize, end: usize, out: usize, start: usize, outEnd: usize): usize {
  const head: u64 = load<u64>(at);
  const type: u32 = <u32>head & 3;
  const format: u32 = (<u32>head >> 2) & 3;
  let count: usize;
  if (type < 2) {
    const headBytes: usize = format == 1 ? 2 : format == 3 ? 3 : 1;
    count = <usize>(format == 1 ? (head >> 4) & 0xfff : format == 3 ? (head >> 4) & 0xfffff : (head >> 3) & 0x1f);
    at += headBytes;
    const bytes: usize = type == 1 ? 1 : count;
    if (at + bytes > end || count > mostBlockBytes) {
      fail();
      return out;
    }
    if (type == 1) memory.fill(literals, load<u8>(at), count);
    else memory.copy(literals, at, count);
    at += bytes;
  } else {
    const bits: u64 = format < 2 ? 10 : format == 2 ? 14 : 18;
    const mask: u64 = (<u64>1 << bits) - 1;
    count = <usize>((head >> 4) & mask);
    const bytes = <usize>((head >> (4 + bits)) & mask);
    at += format < 2 ? 3 : format == 2 ? 4 : 5;
    const streamsEnd = at + bytes;
    if (streamsEnd > end || count > mostBlockBytes) {
      fail();
      return out;
    }
    if (type == 2) at += readHuffman(at, streamsEnd);
    if (failed || tableBits == 0 || at > streamsEnd) {
      fail();
      return out;
    }
    if (format == 0) decodeOne(at, streamsEnd, literals, literals + count);
    else decodeFour(at, streamsEnd, literals, count);
    at = streamsEnd;
  }
  if (failed) return out;
  return decodeSequences(at, end, count, out, start, outEnd);
}

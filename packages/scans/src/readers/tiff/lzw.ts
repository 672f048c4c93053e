const clearCode = 256;
const endCode = 257;
const firstFree = 258;
const maxCodes = 4096;

/**
 * TIFF's LZW: codes from the most significant bit on, 9 to 12 bits, widened one code early.
 *
 * Strings are kept as places in the output, where each of them has been written before.
 *
 * @returns how many bytes of `out` were written; decoding stops where `out` is full
 * @throws Error for a code that stands for nothing yet
 */
export function decodeLzw(bytes: Uint8Array, out: Uint8Array): number {
  if (bytes[0] === 0 && ((bytes[1] ?? 0) & 1) === 1)
    throw new Error("it is of the LZW variant before TIFF 6.0");
  const start = new Int32Array(maxCodes);
  const length = new Uint16Array(maxCodes);
  let next = firstFree;
  let width = 9;
  let held = 0;
  let bits = 0;
  let at = 0;
  let written = 0;
  let previousStart = 0;
  let previousLength = 0;
  while (written < out.length) {
    while (bits < width) {
      if (at === bytes.length) return written;
      held = ((held << 8) | bytes[at++]!) & 0xffffff;
      bits += 8;
    }
    bits -= width;
    const code = (held >>> bits) & ((1 << width) - 1);
    if (code === endCode) return written;
    if (code === clearCode) {
      next = firstFree;
      width = 9;
      previousLength = 0;
      continue;
    }
    const from = written;
    if (code < clearCode) out[written++] = code;
    else if (code < next) written = copy(out, start[code]!, length[code]!, written);
    else if (code === next && previousLength > 0) {
      written = copy(out, previousStart, previousLength, written);
      if (written < out.length) out[written++] = out[from]!;
    } else throw new Error(`code ${code} comes before its string`);
    if (previousLength > 0 && next < maxCodes) {
      // The string before, and the first byte of this one, which follows it in the output.
      start[next] = previousStart;
      length[next] = previousLength + 1;
      next++;
      if (next + 1 >= 1 << width && width < 12) width++;
    }
    previousStart = from;
    previousLength = written - from;
  }
  return written;
}

function copy(out: Uint8Array, from: number, count: number, to: number): number {
  const end = Math.min(out.length, to + count);
  for (let i = from, o = to; o < end; o++) out[o] = out[i++]!;
  return end;
}

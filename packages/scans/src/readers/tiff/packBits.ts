/**
 * PackBits: runs and literals of bytes.
 *
 * @returns how many bytes of `out` were written; decoding stops where `out` is full or the input ends
 */
export function decodePackBits(bytes: Uint8Array, out: Uint8Array): number {
  let written = 0;
  for (let at = 0; at < bytes.length && written < out.length; ) {
    const head = bytes[at++]!;
    if (head === 128) continue;
    const count = Math.min(head < 128 ? head + 1 : 257 - head, out.length - written);
    if (head < 128) {
      const literals = bytes.subarray(at, at + count);
      out.set(literals, written);
      if (literals.length < count) return written + literals.length;
      at += head + 1;
    } else {
      if (at === bytes.length) return written;
      out.fill(bytes[at++]!, written, written + count);
    }
    written += count;
  }
  return written;
}

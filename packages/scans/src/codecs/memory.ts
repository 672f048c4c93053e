import type { GreySamples } from "../image.js";

/**
 * `bytes` bytes of `memory` if it has as many, else new ones: not zeroed, and no part of Node's pool, since what is
 * decoded may be kept for long.
 */
export function roomFor(bytes: number, memory: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  if (memory !== undefined && memory.length >= bytes) {
    return memory.subarray(0, bytes) as Uint8Array<ArrayBuffer>;
  }
  return Buffer.allocUnsafeSlow(bytes);
}

/** What waits for its next use, in all scans of a thread. */
const mostSpareBytes = 32 * 1024 * 1024;
/** Less is had for nothing, and would make the list long. */
const leastSpareBytes = 16 * 1024;
const spare: Uint8Array<ArrayBuffer>[] = [];
const lent = new WeakSet<ArrayBuffer>();
let spareBytes = 0;

/**
 * Memory of at least `bytes` bytes, and not many more, that holds anything. New memory has its pages mapped one by one
 * as they are first written, which takes as long as some codecs do, and calls for collection of garbage; what one read
 * gives back the next one takes.
 */
export function borrow(bytes: number): Uint8Array<ArrayBuffer> {
  // Rows of tiles differ a little in length.
  const most = bytes + (bytes >> 2);
  const at = spare.findIndex(({ length }) => length >= bytes && length <= most);
  const [found] = at < 0 ? [] : spare.splice(at, 1);
  const memory = found ?? new Uint8Array(Buffer.allocUnsafeSlow(bytes + (bytes >> 3)).buffer);
  if (found !== undefined) spareBytes -= found.length;
  lent.add(memory.buffer);
  return memory;
}

/** Gives borrowed memory back, by any array in it: nothing may use it any more. Memory that is not lent is left alone. */
export function giveBack({ buffer }: GreySamples): void {
  if (!lent.delete(buffer) || buffer.byteLength < leastSpareBytes) return;
  spare.unshift(new Uint8Array(buffer));
  spareBytes += buffer.byteLength;
  while (spareBytes > mostSpareBytes) spareBytes -= spare.pop()!.length;
}

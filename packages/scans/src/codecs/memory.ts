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
const spare: Uint8Array<ArrayBuffer>[] = [];
let spareBytes = 0;

/**
 * Memory of at least `bytes` bytes that holds anything. New memory has its pages mapped one by one as they are first
 * written, which takes as long as some codecs do; what one read gives back the next one takes.
 */
export function borrow(bytes: number): Uint8Array<ArrayBuffer> {
  let best = -1;
  for (let i = 0; i < spare.length; i++) {
    const { length } = spare[i]!;
    if (length >= bytes && (best < 0 || length < spare[best]!.length)) best = i;
  }
  // Rows of tiles differ a little in length.
  if (best < 0) return new Uint8Array(Buffer.allocUnsafeSlow(bytes + (bytes >> 3)).buffer);
  const [memory] = spare.splice(best, 1);
  spareBytes -= memory!.length;
  return memory!;
}

/** Gives borrowed memory back; nothing may use it any more. */
export function giveBack(memory: Uint8Array<ArrayBuffer>): void {
  spare.push(memory);
  spareBytes += memory.length;
  while (spareBytes > mostSpareBytes) spareBytes -= spare.shift()!.length;
}

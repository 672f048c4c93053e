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

import { crc32c } from "../zarr/crc32c.js";

/**
 * A shard of zarr v3: its chunks one after another, then the index (offset and length of every chunk in rows of the
 * grid, all bits set for a chunk that is not there) and the index's CRC-32C.
 *
 * @param chunks by their index in the shard's grid
 * @param count chunks of a full shard
 */
export function assembleShard(chunks: ReadonlyMap<number, Uint8Array>, count: number): Uint8Array {
  const sorted = [...chunks].sort(([a], [b]) => a - b);
  const dataBytes = sorted.reduce((sum, [, { length }]) => sum + length, 0);
  const shard = new Uint8Array(dataBytes + 16 * count + 4);
  const view = new DataView(shard.buffer);
  const indexAt = dataBytes;
  shard.fill(0xff, indexAt, indexAt + 16 * count);
  let at = 0;
  for (const [index, bytes] of sorted) {
    shard.set(bytes, at);
    view.setBigUint64(indexAt + 16 * index, BigInt(at), true);
    view.setBigUint64(indexAt + 16 * index + 8, BigInt(bytes.length), true);
    at += bytes.length;
  }
  view.setUint32(indexAt + 16 * count, crc32c(shard.subarray(indexAt, indexAt + 16 * count)), true);
  return shard;
}

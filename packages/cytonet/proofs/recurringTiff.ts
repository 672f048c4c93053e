import { open } from "node:fs/promises";
import { deflateSync } from "node:zlib";

const tilePx = 512;
const distinctTiles = 256;
const entryBytes = 20;

/**
 * Write a tiled BigTIFF of 8-bit grey at 1 µm/px whose deflated tiles recur: small on disk, as much work to decode as
 * any other of its size. Written here by hand, apart from the writer whose work is proved.
 */
export async function writeRecurringTiff(path: string, widthPx: number, heightPx: number): Promise<void> {
  const [across, down] = [Math.ceil(widthPx / tilePx), Math.ceil(heightPx / tilePx)];
  const count = across * down;
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, 4, 1, widthPx],
    [257, 4, 1, heightPx],
    [258, 3, 1, 8],
    [259, 3, 1, 8],
    [262, 3, 1, 1],
    [277, 3, 1, 1],
    [282, 5, 1, 10_000],
    [283, 5, 1, 10_000],
    [296, 3, 1, 3],
    [322, 4, 1, tilePx],
    [323, 4, 1, tilePx],
    [324, 16, count, 0],
    [325, 16, count, 0],
  ];
  const offsetsAt = Math.ceil((16 + 8 + entryBytes * entries.length + 8) / 8) * 8;
  const countsAt = offsetsAt + 8 * count;
  const head = Buffer.alloc(countsAt + 8 * count);
  head.write("II");
  head.writeUInt16LE(43, 2);
  head.writeUInt16LE(8, 4);
  head.writeBigUInt64LE(16n, 8);
  head.writeBigUInt64LE(BigInt(entries.length), 16);
  entries.forEach(([tag, type, values, value], i) => {
    const at = 24 + i * entryBytes;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeBigUInt64LE(BigInt(values), at + 4);
    if (tag === 324) head.writeBigUInt64LE(BigInt(offsetsAt), at + 12);
    else if (tag === 325) head.writeBigUInt64LE(BigInt(countsAt), at + 12);
    else head.writeUInt32LE(value, at + 12);
    if (type === 5) head.writeUInt32LE(1, at + 16);
  });

  const file = await open(path, "wx");
  try {
    const places: (readonly [offset: number, bytes: number])[] = [];
    let end = head.length;
    for (let k = 0; k < distinctTiles; k++) {
      const bytes = deflateSync(paint(k), { level: 1 });
      await file.write(bytes, 0, bytes.length, end);
      places.push([end, bytes.length]);
      end += bytes.length;
    }
    for (let i = 0; i < count; i++) {
      const [offset, bytes] = places[(i * 7 + Math.floor(i / across) * 13) % distinctTiles]!;
      head.writeBigUInt64LE(BigInt(offset), offsetsAt + 8 * i);
      head.writeBigUInt64LE(BigInt(bytes), countsAt + 8 * i);
    }
    await file.write(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
}

/** Steps of grey with a bit of noise: deflates to about half, as sections do. */
function paint(k: number): Uint8Array {
  const tile = new Uint8Array(tilePx * tilePx);
  let state = k + 1;
  for (let y = 0, at = 0; y < tilePx; y++) {
    for (let x = 0; x < tilePx; x++, at++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const wave = 3 * Math.sin((x + 13 * k) / 31) * Math.cos((y + 7 * k) / 47);
      tile[at] = 170 + 12 * Math.round(wave) + (state >>> 31);
    }
  }
  return tile;
}

import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import { openScan } from "../src/index.js";
import { randomNumbers } from "../test/readers/mutate.js";

const widthPx = 96_000;
const heightPx = 100_000;
const tilePx = 512;
const windows = 1000;
const limitBytes = 2 ** 30;

const folder = mkdtempSync(join(tmpdir(), "cytonet-gigapixel-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 97 tiles of noise on a ramp, all different. */
const random = randomNumbers(5);
const tiles = Array.from({ length: 97 }, (_, tile) =>
  Uint8Array.from({ length: tilePx * tilePx }, (_, i) => 60 + tile + ((i % tilePx) >> 4) + (random() % 12)),
);
const across = Math.ceil(widthPx / tilePx);
const tileAt = (column: number, row: number) => (row * across + column) % tiles.length;

/** A BigTIFF of real deflate tiles, each of which stands at many places, so that the file stays small. */
function writeScan(path: string): void {
  const count = across * Math.ceil(heightPx / tilePx);
  const encoded = tiles.map((tile) => deflateSync(tile, { level: 1 }));
  const starts: number[] = [];
  let at = 16;
  for (const tile of encoded) {
    starts.push(at);
    at += tile.length;
  }
  const offsets = BigUint64Array.from({ length: count }, (_, i) => BigInt(starts[i % tiles.length]!));
  const lengths = BigUint64Array.from({ length: count }, (_, i) => BigInt(encoded[i % tiles.length]!.length));
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, 4, 1, widthPx],
    [257, 4, 1, heightPx],
    [258, 3, 1, 8],
    [259, 3, 1, 8],
    [262, 3, 1, 1],
    [277, 3, 1, 1],
    [322, 4, 1, tilePx],
    [323, 4, 1, tilePx],
    [324, 16, count, at],
    [325, 16, count, at + 8 * count],
  ];
  const directory = Buffer.alloc(8 + 20 * entries.length + 8);
  directory.writeBigUInt64LE(BigInt(entries.length), 0);
  for (const [i, [tag, type, number, value]] of entries.entries()) {
    directory.writeUInt16LE(tag, 8 + 20 * i);
    directory.writeUInt16LE(type, 10 + 20 * i);
    directory.writeBigUInt64LE(BigInt(number), 12 + 20 * i);
    directory.writeBigUInt64LE(BigInt(value), 20 + 20 * i);
  }
  const head = Buffer.from([0x49, 0x49, 43, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeBigUInt64LE(BigInt(at + 16 * count), 8);
  const file = openSync(path, "w");
  for (const part of [head, ...encoded, offsets, lengths, directory]) writeSync(file, part);
  closeSync(file);
}

it(`${windows} random windows of a ${widthPx} x ${heightPx} px scan stay below 1 GiB, and are right`, async () => {
  const path = join(folder, "scan.tif");
  writeScan(path);
  const scan = await openScan(path, { pixelSizeXUm: 1, pixelSizeYUm: 1 });
  expect([scan.widthPx, scan.heightPx]).toEqual([widthPx, heightPx]);
  let most = 0;
  for (let i = 0; i < windows; i++) {
    const [xPx, yPx] = [random() % (widthPx - 4096), random() % (heightPx - 4096)];
    const { data } = await scan.read({ xPx, yPx, widthPx: 4096, heightPx: 4096 }, 2);
    most = Math.max(most, process.memoryUsage.rss());
    for (let probe = 0; probe < 50; probe++) {
      const [x, y] = [random() % 2048, random() % 2048];
      let sum = 0;
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        const [px, py] = [xPx + 2 * x + dx, yPx + 2 * y + dy];
        const tile = tiles[tileAt(Math.floor(px / tilePx), Math.floor(py / tilePx))]!;
        sum += tile[(py % tilePx) * tilePx + (px % tilePx)]!;
      }
      expect(data[y * 2048 + x]).toBe(Math.floor(sum / 4 + 0.5));
    }
  }
  await scan.close();
  console.info(`largest resident memory ${(most / 2 ** 20).toFixed(0)} MiB`);
  expect(most).toBeLessThan(limitBytes);
});

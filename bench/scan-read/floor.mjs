// Reads and decompresses the tiles under windows with the decoders that scans are read with, and nothing else: what no
// reader on these libraries undercuts. Answers each line of JSON with the seconds that it took.
import { closeSync, openSync, readSync } from "node:fs";
import { createInterface } from "node:readline";
import { tileDecoder } from "../shared/codecs.mjs";

for await (const line of createInterface({ input: process.stdin })) {
  const { path, compression, tiles, windows, side } = JSON.parse(line);
  const { tilePx, across, offsets, byteCounts } = tiles;
  const decode = tileDecoder(compression, tilePx);
  const packed = Buffer.alloc(Math.max(...byteCounts));
  const file = openSync(path);
  const start = performance.now();
  let check = 0;
  for (const [x, y] of windows) {
    for (let row = Math.floor(y / tilePx); row * tilePx < y + side; row++)
      for (let column = Math.floor(x / tilePx); column * tilePx < x + side; column++) {
        const tile = row * across + column;
        readSync(file, packed, 0, byteCounts[tile], offsets[tile]);
        check += decode(packed.subarray(0, byteCounts[tile]));
      }
  }
  const seconds = (performance.now() - start) / 1000;
  closeSync(file);
  process.stdout.write(`${JSON.stringify({ seconds, check })}\n`);
}

// The least that a loader must do: threads that read and decompress the tiles of each patch, and nothing else.
import { closeSync, openSync, readSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { inflateSync } from "node:zlib";
import sharp from "sharp";

/** Bytes of a tile of 512², decompressed. */
const TILE_BYTES = 512 ** 2;

/**
 * Seconds that `threads` threads take to decompress the tiles of all patches.
 *
 * @param {"deflate" | "jpeg"} compression
 * @param {{ path: string, tiles: { offset: number, bytes: number }[] }[]} patches
 */
export async function decompressSeconds(compression, patches, threads) {
  const next = new SharedArrayBuffer(8);
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL(import.meta.url), { workerData: { compression, patches, next } }),
  );
  const message = (worker) => new Promise((resolve) => worker.once("message", resolve));
  await Promise.all(workers.map(message));
  const began = performance.now();
  const done = workers.map(message);
  for (const worker of workers) worker.postMessage("go");
  await Promise.all(done);
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return seconds;
}

async function run({ compression, patches, next }) {
  const files = new Map([...new Set(patches.map(({ path }) => path))].map((path) => [path, openSync(path)]));
  const place = new Int32Array(next);
  let checksum = 0;
  // A sharp pipeline works in libvips' own thread: one at a time is one thread.
  sharp.concurrency(1);
  for (let i = Atomics.add(place, 0, 1); i < patches.length; i = Atomics.add(place, 0, 1)) {
    for (const { offset, bytes } of patches[i].tiles) {
      const packed = Buffer.allocUnsafe(bytes);
      readSync(files.get(patches[i].path), packed, 0, bytes, offset);
      const tile =
        compression === "deflate"
          ? // One piece of output: growing it piece by piece costs as much again.
            inflateSync(packed, { chunkSize: TILE_BYTES + 64 })
          : await sharp(packed).toColourspace("b-w").raw().toBuffer();
      checksum += tile[0];
    }
  }
  for (const file of files.values()) closeSync(file);
  return checksum;
}

if (!isMainThread) {
  parentPort.once("message", async () => parentPort.postMessage(await run(workerData)));
  parentPort.postMessage("ready");
}

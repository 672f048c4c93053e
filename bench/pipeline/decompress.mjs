// The least that a loader must do: threads that read and decompress the tiles of each patch, and nothing else, with
// the decoders that scans are read with.
import { closeSync, openSync, readSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { tileDecoder } from "../shared/codecs.mjs";

const TILE_PX = 512;

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

function run({ patches, next }, decode) {
  const files = new Map([...new Set(patches.map(({ path }) => path))].map((path) => [path, openSync(path)]));
  const place = new Int32Array(next);
  let packed = Buffer.alloc(0);
  let checksum = 0;
  for (let i = Atomics.add(place, 0, 1); i < patches.length; i = Atomics.add(place, 0, 1)) {
    for (const { offset, bytes } of patches[i].tiles) {
      if (packed.length < bytes) packed = Buffer.allocUnsafeSlow(2 * bytes);
      readSync(files.get(patches[i].path), packed, 0, bytes, offset);
      checksum += decode(packed.subarray(0, bytes));
    }
  }
  for (const file of files.values()) closeSync(file);
  return checksum;
}

if (!isMainThread) {
  const decode = tileDecoder(workerData.compression, TILE_PX);
  parentPort.once("message", () => parentPort.postMessage(run(workerData, decode)));
  parentPort.postMessage("ready");
}

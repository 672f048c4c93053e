import { availableParallelism } from "node:os";
import type { Decoder } from "./decoder.js";
import { InlineDecoder } from "./inlineDecoder.js";
import { WorkerPool } from "./workerPool.js";

/** More threads than a file system usually rewards. */
const MOST_WORKERS = 32;

/**
 * Threads that read patches where nobody says how many: beside a GPU all cores but two, beside training on the
 * processor a quarter of them, which it would otherwise miss; either is shared among the ranks of the machine.
 */
export function defaultWorkers(
  device: string,
  cores: number = availableParallelism(),
  ranksHere: number = Number(process.env.LOCAL_WORLD_SIZE ?? 1),
): number {
  const share = device === "cpu" ? cores / 4 : cores - 2;
  return Math.min(MOST_WORKERS, Math.max(1, Math.floor(share / Math.max(1, ranksHere))));
}

/** Threads that read patches; with 0 workers the calling thread itself. */
export function openDecoder(workers: number): Decoder {
  return workers === 0 ? new InlineDecoder() : new WorkerPool(workers);
}

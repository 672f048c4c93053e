import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const Field = { left: 0, counting: 1, fullSinceMs: 2 } as const;
/** How long a full cache is left alone before somebody looks whether there is room again. */
const FULL_MS = 60_000;

/** Memory for a budget that the threads of a process share. */
export function newBudget(): SharedArrayBuffer {
  return new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT);
}

/**
 * Bytes that may still be written into a cache. After each counting of the folder a process may write an eighth
 * of the room that it found, then counts again: so up to eight processes at once, a rank for each GPU of a node, never
 * exceed the bound.
 */
export class CacheBudget {
  readonly #fields: BigInt64Array;

  constructor(
    readonly options: {
      readonly root: string;
      readonly maxBytes: number;
      readonly budget: SharedArrayBuffer;
    },
  ) {
    this.#fields = new BigInt64Array(options.budget);
  }

  /** Takes `bytes` of the budget. @returns false where there is no room for them */
  async take(bytes: number): Promise<boolean> {
    if (this.#taken(bytes)) return true;
    const now = Date.now();
    if (now - Number(Atomics.load(this.#fields, Field.fullSinceMs)) < FULL_MS) return false;
    // While one thread counts, the others do without.
    if (Atomics.compareExchange(this.#fields, Field.counting, 0n, 1n) !== 0n) return false;
    try {
      const granted = await this.recount();
      if (granted < bytes) Atomics.store(this.#fields, Field.fullSinceMs, BigInt(now));
    } finally {
      Atomics.store(this.#fields, Field.counting, 0n);
    }
    return this.#taken(bytes);
  }

  /** Counts what lies in the folder and grants an eighth of the room. */
  async recount(): Promise<number> {
    const room = this.options.maxBytes - (await folderBytes(this.options.root));
    const granted = Math.max(0, Math.floor(room / 8));
    Atomics.store(this.#fields, Field.left, BigInt(granted));
    return granted;
  }

  #taken(bytes: number): boolean {
    const wanted = BigInt(bytes);
    if (Atomics.sub(this.#fields, Field.left, wanted) >= wanted) return true;
    Atomics.add(this.#fields, Field.left, wanted);
    return false;
  }
}

/** Bytes of all files below a folder; 0 where there is none. Files that vanish meanwhile do not count. */
export async function folderBytes(dir: string): Promise<number> {
  let bytes = 0;
  for await (const path of filesBelow(dir)) bytes += (await whereThere(stat(path)))?.size ?? 0;
  return bytes;
}

/** Paths of all files below a folder, while other processes may remove some of them and their folders. */
export async function* filesBelow(dir: string): AsyncGenerator<string> {
  for (const entry of (await whereThere(readdir(dir, { withFileTypes: true }))) ?? []) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** What is asked of a file or folder; undefined where it is not there, or no longer. */
export async function whereThere<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

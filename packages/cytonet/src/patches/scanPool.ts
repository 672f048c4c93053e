import type { Scan } from "@cytonet/scans";

interface Entry {
  readonly scan: Promise<Scan>;
  uses: number;
}

/** Open scans by number, those longest unused closed first. A scan that is being read is never closed. */
export class ScanPool {
  // In the order of last use.
  readonly #open = new Map<number, Entry>();
  /** How many want a scan to stay open between its uses. */
  readonly #held = new Map<number, number>();

  /**
   * @param limit scans that stay open when nobody reads; while more are read at once, more are open
   * @param openScan opens the scan of a number
   */
  constructor(
    readonly limit: number,
    readonly openScan: (number: number) => Promise<Scan>,
  ) {}

  /** Scans that are open now. */
  get size(): number {
    return this.#open.size;
  }

  /** Gives `work` the open scan. @throws what opening throws, and what `work` does */
  async use<T>(number: number, work: (scan: Scan) => Promise<T>): Promise<T> {
    const entry = this.#open.get(number) ?? { scan: this.openScan(number), uses: 0 };
    this.#open.delete(number);
    this.#open.set(number, entry);
    entry.uses += 1;
    try {
      return await work(await entry.scan);
    } finally {
      entry.uses -= 1;
      // One that could not be opened, or was given up meanwhile, is not kept.
      const kept = this.#open.get(number) === entry && (await isOpen(entry));
      if (!kept) {
        if (this.#open.get(number) === entry) this.#open.delete(number);
        if (entry.uses === 0) await closeQuietly(entry);
      }
      await this.#trim();
    }
  }

  /** Does `work`, between whose uses of a scan others do not close it; it is opened when it is first used. */
  async hold<T>(number: number, work: () => Promise<T>): Promise<T> {
    this.#held.set(number, (this.#held.get(number) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = this.#held.get(number)! - 1;
      if (left > 0) this.#held.set(number, left);
      else this.#held.delete(number);
      await this.#trim();
    }
  }

  /** Gives a scan up, so that its next use opens it anew. */
  async drop(number: number): Promise<void> {
    const entry = this.#open.get(number);
    this.#open.delete(number);
    if (entry?.uses === 0) await closeQuietly(entry);
  }

  async close(): Promise<void> {
    const entries = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(entries.filter(({ uses }) => uses === 0).map(closeQuietly));
  }

  async #trim(): Promise<void> {
    while (this.#open.size > this.limit) {
      const idle = [...this.#open].find(([number, { uses }]) => uses === 0 && !this.#held.has(number));
      if (idle === undefined) return;
      this.#open.delete(idle[0]);
      await closeQuietly(idle[1]);
    }
  }
}

async function isOpen({ scan }: Entry): Promise<boolean> {
  return scan.then(
    () => true,
    () => false,
  );
}

/** What could not be opened needs no closing: whoever wanted it was told. */
async function closeQuietly({ scan }: Entry): Promise<void> {
  const opened = await scan.catch(() => undefined);
  await opened?.close();
}

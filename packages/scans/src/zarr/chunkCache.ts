interface Entry<T> {
  readonly value: T;
  readonly bytes: number;
  /** Reads that are about to look at it. */
  users: number;
  isKept: boolean;
}

/**
 * What was loaded last, by key, up to a number of bytes. Loads under way are shared: who asks for a chunk that
 * another read is fetching waits for that one.
 */
export class ChunkCache<T> {
  readonly #loaded = new Map<string, Entry<T>>();
  readonly #loading = new Map<string, { readonly entry: Promise<Entry<T>>; users: number }>();
  #bytes = 0;

  /** @param release is given what is no longer kept, once nobody looks at it any more */
  constructor(
    readonly mostBytes: number,
    private readonly bytesOf: (value: T) => number,
    private readonly release: (value: T) => void = () => {},
  ) {}

  /** The value of a key, loaded if it is not at hand. A failed load is not kept. For values that are not released. */
  async get(key: string, load: () => Promise<T>): Promise<T> {
    return this.use(key, load, (value) => value);
  }

  /** What `look` makes of the value of a key, which it must have done with when it returns. */
  async use<R>(key: string, load: () => Promise<T>, look: (value: T) => R): Promise<R> {
    const kept = this.#loaded.get(key);
    if (kept !== undefined) {
      this.#loaded.delete(key);
      this.#loaded.set(key, kept);
      return look(kept.value);
    }
    const entry = await this.#load(key, load);
    try {
      return look(entry.value);
    } finally {
      entry.users -= 1;
      this.#releaseUnused(entry);
    }
  }

  /**
   * Lets `look` look at the value of a key if it is at hand, or if `load` has it at once.
   *
   * @returns whether it did
   */
  useNow(key: string, load: () => T | undefined, look: (value: T) => void): boolean {
    const kept = this.#loaded.get(key);
    if (kept !== undefined) {
      this.#loaded.delete(key);
      this.#loaded.set(key, kept);
      look(kept.value);
      return true;
    }
    const value = this.#loading.has(key) ? undefined : load();
    if (value === undefined) return false;
    const entry = this.#enter(key, value, 1);
    try {
      look(value);
    } finally {
      entry.users -= 1;
      this.#releaseUnused(entry);
    }
    return true;
  }

  /** Whether a key is at hand or on its way. */
  has(key: string): boolean {
    return this.#loaded.has(key) || this.#loading.has(key);
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }

  clear(): void {
    for (const key of [...this.#loaded.keys()]) this.#drop(key);
  }

  /** Everyone who waits for a load is one of its users until they have looked at it. */
  #load(key: string, load: () => Promise<T>): Promise<Entry<T>> {
    let loading = this.#loading.get(key);
    if (loading === undefined) {
      const done = load().then(
        (value) => this.#keep(key, value),
        (cause) => {
          this.#loading.delete(key);
          throw cause;
        },
      );
      loading = { entry: done, users: 0 };
      this.#loading.set(key, loading);
    }
    loading.users += 1;
    return loading.entry;
  }

  #keep(key: string, value: T): Entry<T> {
    const { users } = this.#loading.get(key)!;
    this.#loading.delete(key);
    return this.#enter(key, value, users);
  }

  #enter(key: string, value: T, users: number): Entry<T> {
    const bytes = this.bytesOf(value);
    const entry: Entry<T> = { value, bytes, users, isKept: bytes <= this.mostBytes };
    if (!entry.isKept) return entry;
    this.#loaded.set(key, entry);
    this.#bytes += bytes;
    for (const oldest of this.#loaded.keys()) {
      if (this.#bytes <= this.mostBytes) break;
      this.#drop(oldest);
    }
    return entry;
  }

  #drop(key: string): void {
    const entry = this.#loaded.get(key)!;
    this.#loaded.delete(key);
    this.#bytes -= entry.bytes;
    entry.isKept = false;
    this.#releaseUnused(entry);
  }

  #releaseUnused(entry: Entry<T>): void {
    if (!entry.isKept && entry.users === 0) this.release(entry.value);
  }
}

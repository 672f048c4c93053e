/**
 * What was loaded last, by key, up to a number of bytes. Loads under way are shared: who asks for a chunk that
 * another read is fetching waits for that one.
 */
export class ChunkCache<T> {
  readonly #loaded = new Map<string, { readonly value: T; readonly bytes: number }>();
  readonly #loading = new Map<string, Promise<T>>();
  #bytes = 0;

  constructor(
    private readonly mostBytes: number,
    private readonly bytesOf: (value: T) => number,
  ) {}

  /** The value of a key, loaded if it is not at hand. A failed load is not kept. */
  get(key: string, load: () => Promise<T>): Promise<T> {
    const entry = this.#loaded.get(key);
    if (entry !== undefined) {
      this.#loaded.delete(key);
      this.#loaded.set(key, entry);
      return Promise.resolve(entry.value);
    }
    let loading = this.#loading.get(key);
    if (loading === undefined) {
      loading = load()
        .then((value) => {
          this.#keep(key, value);
          return value;
        })
        .finally(() => this.#loading.delete(key));
      this.#loading.set(key, loading);
    }
    return loading;
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
    this.#loaded.clear();
    this.#bytes = 0;
  }

  #keep(key: string, value: T): void {
    const bytes = this.bytesOf(value);
    if (bytes > this.mostBytes) return;
    this.#loaded.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#loaded) {
      if (this.#bytes <= this.mostBytes) return;
      this.#loaded.delete(oldest);
      this.#bytes -= entry.bytes;
    }
  }
}

/**
 * Encodes several tiles at a time and stores them in the order in which they came, so that the same tiles in the
 * same order give the same file whatever encoder was the faster.
 */
export class OrderedQueue<T> {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  #failure: { readonly error: unknown } | undefined;
  readonly #wake: (() => void)[] = [];

  /** @param limit how many items may be on their way before `room` waits */
  constructor(
    private readonly limit: number,
    private readonly store: (item: T) => Promise<void>,
  ) {}

  /** Start an item. It never throws: `room` and `drain` tell of failures. */
  push(encode: () => Promise<T>): void {
    if (this.#failure !== undefined) return;
    this.#waiting += 1;
    const encoded = encode();
    // Its failure is met below; until then nobody else listens.
    encoded.catch(() => {});
    this.#tail = this.#tail.then(async () => {
      try {
        if (this.#failure === undefined) await this.store(await encoded);
      } catch (error) {
        this.#failure = { error };
      } finally {
        this.#waiting -= 1;
        for (const wake of this.#wake.splice(0)) wake();
      }
    });
  }

  /** Wait until there is room for more. @throws the first failure of an encoder or of storing */
  async room(): Promise<void> {
    while (this.#waiting >= this.limit && this.#failure === undefined) {
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    this.#rethrow();
  }

  /** Wait until everything is stored. @throws the first failure */
  async drain(): Promise<void> {
    await this.settle();
    this.#rethrow();
  }

  /** Wait until nothing is on its way, whatever became of it. */
  async settle(): Promise<void> {
    while (this.#waiting > 0) await this.#tail;
  }

  #rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

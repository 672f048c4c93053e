/**
 * How much of the time is spent waiting for data. The wait for the very first batch is not counted: there is
 * nothing yet that could go on meanwhile.
 */
export class WaitMeter {
  #began: number | undefined;
  #lapBegan = 0;
  #waitedMs = 0;
  #lapWaitedMs = 0;

  /** @param now milliseconds, for tests */
  constructor(readonly now: () => number = () => performance.now()) {}

  /** Waits for `work`. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const from = this.now();
    const result = await work();
    const to = this.now();
    if (this.#began === undefined) {
      this.#began = to;
      this.#lapBegan = to;
    } else {
      this.#waitedMs += to - from;
      this.#lapWaitedMs += to - from;
    }
    return result;
  }

  /** Does something between steps whose time is neither training's nor waiting. */
  async outside<T>(work: () => Promise<T>): Promise<T> {
    const from = this.now();
    const result = await work();
    const ms = this.now() - from;
    this.#lapBegan += ms;
    if (this.#began !== undefined) this.#began += ms;
    return result;
  }

  /** Seconds since the last lap, and the share of them spent waiting. */
  lap(): { readonly seconds: number; readonly dataWait: number } {
    const to = this.now();
    const seconds = (to - this.#lapBegan) / 1000;
    const dataWait = seconds > 0 ? this.#lapWaitedMs / 1000 / seconds : 0;
    this.#lapBegan = to;
    this.#lapWaitedMs = 0;
    return { seconds, dataWait };
  }

  /** The share since the first batch; null before there was one. */
  total(): number | null {
    if (this.#began === undefined) return null;
    const ms = this.now() - this.#began;
    return ms > 0 ? this.#waitedMs / ms : 0;
  }
}

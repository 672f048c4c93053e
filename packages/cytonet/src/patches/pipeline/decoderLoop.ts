import { PatchReader } from "../patchReader.js";
import { decodeJob } from "./decodeJob.js";
import { type DecodeOrder, type FromDecoder, reportOf, type ToDecoder } from "./messages.js";

/** Jobs at work at once in a decoder: while one waits for the file, the other computes. */
const LANES = 2;

/**
 * What a decoder thread does: takes free jobs of the orders it knows, the most wanted and its own first, until
 * it is told to stop. Taking is one atomic exchange in shared memory, so that decoders share a batch and take
 * over from slow ones while the main thread is busy with a training step.
 */
export class DecoderLoop {
  readonly #readers = new Map<number, PatchReader>();
  readonly #orders: DecodeOrder[] = [];
  readonly #idle = new Set<() => void>();
  #stopped = false;

  /**
   * @param serial tells this decoder from all others of the pool, those that crashed included
   * @param seat its number among those at work, and their count
   */
  constructor(
    readonly serial: number,
    readonly seat: { readonly number: number; readonly count: number },
    readonly send: (message: FromDecoder) => void,
  ) {}

  /** Runs until `stop`, then closes the scans. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: LANES }, () => this.#lane()));
    await Promise.all([...this.#readers.values()].map((reader) => reader.close()));
  }

  async receive(message: ToDecoder): Promise<void> {
    if (message.type === "source") {
      this.#readers.set(message.id, new PatchReader(message.sites, message.options));
    } else if (message.type === "decode") {
      this.#add(message.order);
    } else if (message.type === "close") {
      const kept = this.#orders.filter(({ source }) => source !== message.source);
      this.#orders.splice(0, this.#orders.length, ...kept);
      const reader = this.#readers.get(message.source);
      this.#readers.delete(message.source);
      await reader?.close();
    } else if (message.type === "stop") this.#stopped = true;
    this.#wake();
  }

  /** Orders come again when a decoder crashed and what it had taken is free. */
  #add(order: DecodeOrder): void {
    if (this.#orders.some(({ id }) => id === order.id)) return;
    const later = this.#orders.findIndex(({ sequence }) => sequence > order.sequence);
    this.#orders.splice(later < 0 ? this.#orders.length : later, 0, order);
  }

  async #lane(): Promise<void> {
    while (!this.#stopped) {
      const taken = this.#take();
      if (taken === undefined) {
        await new Promise<void>((resolve) => this.#idle.add(resolve));
        continue;
      }
      const { order, job } = taken;
      try {
        const failures = await decodeJob(this.#readers.get(order.source)!, order, job);
        this.send({ type: "done", order: order.id, job, failures });
      } catch (error) {
        // What a source that was closed meanwhile says is of no interest.
        if (this.#readers.has(order.source)) this.send({ type: "fatal", error: reportOf(error) });
      }
      // Messages have their turn: what is in memory would be read without a pause.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** Takes a job: one meant for this decoder of the most wanted order that has any, else the most wanted at all. */
  #take(): { order: DecodeOrder; job: number } | undefined {
    for (;;) {
      let foreign: { order: DecodeOrder; job: number } | undefined;
      for (const order of [...this.#orders]) {
        const free = this.#freeJobs(order);
        // Nothing is left to take of it: whoever works on it will report.
        if (free.length === 0) this.#orders.splice(this.#orders.indexOf(order), 1);
        for (const job of free.filter((one) => this.#isOwn(order, one)))
          if (this.#claim(order, job)) return { order, job };
        foreign ??= free.filter((job) => !this.#isOwn(order, job)).map((job) => ({ order, job }))[0];
      }
      if (foreign === undefined) return undefined;
      if (this.#claim(foreign.order, foreign.job)) return foreign;
    }
  }

  #freeJobs({ id, jobOwners, claims }: DecodeOrder): number[] {
    const fields = new Int32Array(claims);
    return [...jobOwners.keys()].filter((job) => Atomics.load(fields, job) === -id);
  }

  #isOwn({ jobOwners }: DecodeOrder, job: number): boolean {
    return jobOwners[job]! % this.seat.count === this.seat.number;
  }

  /** False where another decoder was quicker. */
  #claim({ id, claims }: DecodeOrder, job: number): boolean {
    return Atomics.compareExchange(new Int32Array(claims), job, -id, this.serial) === -id;
  }

  #wake(): void {
    const waiting = [...this.#idle];
    this.#idle.clear();
    for (const resolve of waiting) resolve();
  }
}

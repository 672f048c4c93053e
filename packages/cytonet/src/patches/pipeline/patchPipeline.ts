import { constants } from "node:buffer";
import { MachineError } from "@cytonet/cohort";
import type { PatchReaderOptions } from "../patchReader.js";
import type { PatchSites } from "../sites.js";
import type { BatchPlan, DrawnBatch, PatchBatch, PatchStream } from "./batch.js";
import type { Decoder } from "./decoder.js";
import { type PatchFailure, UnreadablePatches, type UnreadablePolicy } from "./unreadable.js";

export interface PipelineOptions {
  readonly decoder: Decoder;
  readonly reader: PatchReaderOptions;
  /** Batches that are read ahead of the one in use. */
  readonly prefetch: number;
  readonly unreadable: UnreadablePolicy;
  readonly signal: AbortSignal;
}

interface Prepared {
  readonly drawn: DrawnBatch;
  readonly indices: Uint32Array;
  readonly memory: SharedArrayBuffer;
  /** Samples at or on the way to a place that cannot be read, in the order of the places. */
  readonly unreadable: readonly number[];
}

/**
 * Reads the batches of a plan ahead of their use, into a ring of `prefetch` + 1 pieces of shared memory. What a
 * batch holds depends on the plan and the files alone: not on the decoder, the number of its threads, or where
 * the plan begins.
 */
export class PatchPipeline implements PatchStream {
  readonly #source: number;
  readonly #unreadable: UnreadablePatches;
  readonly #told = new Set<number>();
  readonly #ahead = new Map<number, Promise<Prepared>>();
  readonly #free: SharedArrayBuffer[] = [];
  readonly #area: number;
  #slots = 0;
  #begun: number;
  #given: number;
  #closed = false;

  constructor(
    readonly sites: PatchSites,
    readonly plan: BatchPlan,
    readonly options: PipelineOptions,
  ) {
    const { decoder, reader } = options;
    this.#source = decoder.addSource(sites, reader);
    this.#unreadable = new UnreadablePatches(sites, options.unreadable);
    this.#area = reader.sidePx ** 2;
    this.#begun = plan.first;
    this.#given = plan.first;
    this.#readAhead();
  }

  async next(): Promise<PatchBatch> {
    const step = this.#given;
    if (this.#closed || step >= this.plan.end) throw new RangeError(`There is no batch of step ${step}.`);
    this.#readAhead();
    const prepared = this.#ahead.get(step);
    if (prepared === undefined)
      throw new RangeError(`All ${this.#slots} batches in memory are in use: release one first.`);
    const { drawn, indices, memory, unreadable } = await this.#orAborted(prepared);
    this.#ahead.delete(step);
    this.#given += 1;
    const failures = this.#newOf(unreadable);
    this.#unreadable.refuseMoreThanTolerated(this.#told);
    const missing = [...indices.keys()].filter((place) => this.#unreadable.has(indices[place]!));
    let released = false;
    return {
      step,
      epoch: drawn.epoch,
      drawn: drawn.indices,
      indices,
      bytes: new Uint8Array(memory, 0, indices.length * this.#area),
      missing,
      failures,
      release: () => {
        if (released) return;
        released = true;
        this.#free.push(memory);
        this.#readAhead();
      },
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#ahead.clear();
    this.#free.length = 0;
    await this.options.decoder.removeSource(this.#source);
  }

  /** Waits for `work`, but no longer than until the signal is given. */
  async #orAborted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.options;
    signal.throwIfAborted();
    let abort = (): void => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  #readAhead(): void {
    while (!this.#closed && this.#begun < this.plan.end) {
      const memory = this.#free.pop() ?? this.#newSlot();
      if (memory === undefined) return;
      const prepared = this.#prepare(this.#begun, memory);
      // An error is met where its batch is asked for.
      prepared.catch(() => {});
      this.#ahead.set(this.#begun, prepared);
      this.#begun += 1;
    }
  }

  #newSlot(): SharedArrayBuffer | undefined {
    if (this.#slots > this.options.prefetch) return undefined;
    const bytes = this.plan.batchSize * this.#area;
    const size = `a batch takes ${(bytes / 2 ** 20).toFixed(0)} MiB`;
    if (bytes > constants.MAX_LENGTH) {
      throw new MachineError({
        field: "schedule.batchSize",
        message: `${size}, more than one piece of memory can have`,
        remedy: "Lower the batch size, or train on more ranks.",
      });
    }
    try {
      const memory = new SharedArrayBuffer(bytes);
      this.#slots += 1;
      return memory;
    } catch (cause) {
      throw new MachineError(
        {
          field: "data.prefetchBatches",
          message: `${size}, and there is no memory for another beside ${this.#slots}`,
          remedy: "Lower data.prefetchBatches or schedule.batchSize.",
        },
        { cause },
      );
    }
  }

  async #prepare(step: number, memory: SharedArrayBuffer): Promise<Prepared> {
    const drawn = this.plan.at(step);
    const { length } = drawn.indices;
    const indices = new Uint32Array(length);
    const choose = (place: number) => this.#unreadable.choose(drawn.epoch, drawn.indices[place]!);
    const replaces = this.options.unreadable.kind === "replace";
    let places = Array.from({ length }, (_, place) => place);
    while (places.length > 0) {
      for (const place of places) indices[place] = choose(place).index;
      const failures = await this.options.decoder.decode({
        source: this.#source,
        sequence: step,
        memory,
        places: Uint32Array.from(places),
        indices: Uint32Array.from(places, (place) => indices[place]!),
      });
      for (const { index, reason } of failures) this.#unreadable.add(index, reason);
      // Where a disk is gone, every sample would be tried.
      this.#unreadable.refuseMoreThanTolerated(new Set(places.flatMap((place) => choose(place).unreadable)));
      places = replaces ? failures.map(({ place }) => place).sort((a, b) => a - b) : [];
    }
    const unreadable = [...indices.keys()].flatMap((place) => choose(place).unreadable);
    return { drawn, indices, memory, unreadable };
  }

  #newOf(unreadable: readonly number[]): PatchFailure[] {
    const fresh: PatchFailure[] = [];
    for (const index of unreadable) {
      if (this.#told.has(index)) continue;
      this.#told.add(index);
      fresh.push(this.#unreadable.describe(index));
    }
    return fresh;
  }
}

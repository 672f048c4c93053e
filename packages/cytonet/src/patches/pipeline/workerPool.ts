import { Worker } from "node:worker_threads";
import type { PatchReaderOptions } from "../patchReader.js";
import type { SiteTable } from "../sites.js";
import { type DecodeRequest, type Decoder, DecoderError, decoderError } from "./decoder.js";
import { jobsOf } from "./jobs.js";
import type { DecodeOrder, FromDecoder, PlaceFailure, ToDecoder } from "./messages.js";

/** A job that was at work in so many threads that ended is at fault itself; fewer may have been its neighbour's doing. */
const JOB_CRASHES = 3;
/** How long a thread may finish the patch at hand when it is told to stop. */
const STOP_MS = 5_000;

interface Open {
  readonly order: DecodeOrder;
  readonly done: Uint8Array;
  readonly crashes: Uint8Array;
  readonly failures: PlaceFailure[];
  left: number;
  resolve(failures: PlaceFailure[]): void;
  reject(error: unknown): void;
}

interface Seat {
  readonly number: number;
  serial: number;
  worker: Worker;
  ready: boolean;
}

type Source = Extract<ToDecoder, { type: "source" }>;

/** The compiled entry of a decoder thread, also where this file runs from its source. */
function workerUrl(): URL {
  const here = import.meta.url.endsWith(".ts")
    ? import.meta.url.replace("/cytonet/src/", "/cytonet/dist/")
    : import.meta.url;
  return new URL("./decodeWorker.js", here);
}

/**
 * Reads patches in worker threads. A thread that ends unasked is replaced and what it had taken is read again;
 * only a job that ends several of them, or a thread that does not even start, is an error.
 */
export class WorkerPool implements Decoder {
  readonly #seats: Seat[] = [];
  readonly #sources = new Map<number, Source>();
  readonly #open = new Map<number, Open>();
  #lastSource = 0;
  #lastOrder = 0;
  #lastSerial = 0;
  #failed: unknown;
  #closing = false;

  constructor(
    readonly workers: number,
    readonly url = workerUrl(),
  ) {
    for (let number = 0; number < workers; number++) this.#seats.push(this.#start(number));
  }

  addSource(sites: SiteTable, options: PatchReaderOptions): number {
    this.#lastSource += 1;
    const message: Source = {
      type: "source",
      id: this.#lastSource,
      sites: shared(sites),
      options: { ...options, openScans: Math.max(1, Math.floor(options.openScans / this.workers)) },
    };
    this.#sources.set(message.id, message);
    this.#post(message);
    return message.id;
  }

  async removeSource(source: number): Promise<void> {
    this.#sources.delete(source);
    for (const [id, { order }] of this.#open) if (order.source === source) this.#open.delete(id);
    this.#post({ type: "close", source });
  }

  decode({ source, sequence, memory, places, indices }: DecodeRequest): Promise<PlaceFailure[]> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    if (places.length === 0) return Promise.resolve([]);
    const id = ++this.#lastOrder;
    const jobs = jobsOf(this.#sources.get(source)!.sites, places, indices);
    const count = jobs.jobEnds.length;
    const claims = new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT);
    new Int32Array(claims).fill(-id);
    const order: DecodeOrder = { id, source, sequence, memory, claims, ...jobs };
    return new Promise((resolve, reject) => {
      const state = { done: new Uint8Array(count), crashes: new Uint8Array(count), failures: [] };
      this.#open.set(id, { order, ...state, left: count, resolve, reject });
      this.#post({ type: "decode", order });
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#open.clear();
    await Promise.all(this.#seats.map(({ worker }) => stopped(worker)));
  }

  #start(number: number): Seat {
    const serial = ++this.#lastSerial;
    const workerData = { serial, seat: { number, count: this.workers } };
    const worker = new Worker(this.url, { workerData, execArgv: [], name: `decoder-${number}` });
    const seat: Seat = { number, serial, worker, ready: false };
    let reason: unknown;
    worker.on("message", (message: FromDecoder) => this.#receive(seat, message));
    worker.on("error", (error) => {
      reason = error;
    });
    worker.on("exit", (code) => this.#ended(seat, code, reason));
    for (const source of this.#sources.values()) worker.postMessage(source);
    for (const { order } of this.#open.values()) worker.postMessage({ type: "decode", order });
    return seat;
  }

  #post(message: ToDecoder): void {
    for (const { worker } of this.#seats) worker.postMessage(message);
  }

  #receive(seat: Seat, message: FromDecoder): void {
    if (message.type === "ready") seat.ready = true;
    else if (message.type === "fatal") this.#fail(decoderError(message.error));
    else {
      const open = this.#open.get(message.order);
      if (open === undefined || open.done[message.job] === 1) return;
      open.done[message.job] = 1;
      open.failures.push(...message.failures);
      open.left -= 1;
      if (open.left > 0) return;
      this.#open.delete(message.order);
      open.resolve(open.failures);
    }
  }

  /** A thread has ended: unless that was asked for, another takes its seat and its jobs are free again. */
  #ended(seat: Seat, code: number, reason: unknown): void {
    if (this.#closing || this.#failed !== undefined) return;
    const why = reason instanceof Error ? `${reason.name}: ${reason.message}` : `exit code ${code}`;
    if (!seat.ready) {
      this.#fail(crashError(`A thread that reads patches did not start (${why})`, reason));
      return;
    }
    const freed: DecodeOrder[] = [];
    for (const { order, done, crashes } of this.#open.values()) {
      const claims = new Int32Array(order.claims);
      for (let job = 0; job < done.length; job++) {
        if (done[job] === 1 || Atomics.load(claims, job) !== seat.serial) continue;
        crashes[job]! += 1;
        if (crashes[job]! >= JOB_CRASHES) {
          const { image, images } = this.#place(order, job);
          const where = `${images[image]!.brain}/${images[image]!.section} (${images[image]!.path})`;
          const message = `Reading patches of ${where} ended ${JOB_CRASHES} threads (${why})`;
          this.#fail(crashError(message, reason));
          return;
        }
        Atomics.store(claims, job, -order.id);
        if (freed.at(-1) !== order) freed.push(order);
      }
    }
    this.#seats[seat.number] = this.#start(seat.number);
    // The others may have forgotten these, since nothing was left to take.
    for (const order of freed) this.#post({ type: "decode", order });
  }

  #place(order: DecodeOrder, job: number) {
    const { sites } = this.#sources.get(order.source)!;
    return { images: sites.images, image: sites.image[order.indices[order.jobEnds[job]! - 1]!]! };
  }

  #fail(error: unknown): void {
    if (this.#failed !== undefined) return;
    this.#failed = error;
    const waiting = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function crashError(message: string, cause: unknown): DecoderError {
  const remedy = "Check the file with `cytonet scan info`, or set data.workers: 0 to see the fault in place.";
  return new DecoderError({ message, remedy }, { cause });
}

/** Columns in memory that threads share instead of copying. */
function shared(sites: SiteTable): SiteTable {
  const image = new Uint32Array(new SharedArrayBuffer(sites.image.byteLength));
  const xPx = new Float64Array(new SharedArrayBuffer(sites.xPx.byteLength));
  const yPx = new Float64Array(new SharedArrayBuffer(sites.yPx.byteLength));
  image.set(sites.image);
  xPx.set(sites.xPx);
  yPx.set(sites.yPx);
  return { images: sites.images, image, xPx, yPx };
}

async function stopped(worker: Worker): Promise<void> {
  const hasEnded = worker.threadId < 0;
  if (hasEnded) return;
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  worker.postMessage({ type: "stop" } satisfies ToDecoder);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, STOP_MS, "late");
  });
  if ((await Promise.race([ended, late])) === "late") await worker.terminate();
  clearTimeout(timer);
}

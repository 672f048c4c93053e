import { Worker } from "node:worker_threads";
import { resultOf, type WorkerReply, type WorkerRequest } from "./requests.js";

interface Waiting {
  readonly request: WorkerRequest;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Compiled code beside this file, also when this file runs from its sources. */
function workerUrl(): URL {
  const here = import.meta.url.endsWith(".ts")
    ? import.meta.url.replace("/phantom/src/", "/phantom/dist/")
    : import.meta.url;
  return new URL("./worker.js", here);
}

/** Threads that take requests from one queue. */
export class WorkerPool {
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #queue: Waiting[] = [];
  readonly #busy = new Map<Worker, Waiting>();

  constructor(threads: number) {
    for (let i = 0; i < threads; i++) this.#start();
  }

  /** Does a request when a thread is free. @throws what the request threw, as an Error with name and code. */
  run(request: WorkerRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      this.#next();
    });
  }

  /** Ends the threads at once; requests under way are rejected. */
  async close(): Promise<void> {
    const gone = new Error("The pool was closed.");
    for (const { reject } of [...this.#queue.splice(0), ...this.#busy.values()]) reject(gone);
    this.#busy.clear();
    this.#idle.length = 0;
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  #start(): void {
    const worker = new Worker(workerUrl(), { execArgv: [] });
    this.#workers.push(worker);
    this.#idle.push(worker);
    worker.on("message", (reply: WorkerReply) => {
      const waiting = this.#busy.get(worker);
      this.#busy.delete(worker);
      this.#idle.push(worker);
      try {
        waiting?.resolve(resultOf(reply));
      } catch (error) {
        waiting?.reject(error as Error);
      }
      this.#next();
    });
    worker.on("error", (error) => this.#busy.get(worker)?.reject(error as Error));
  }

  #next(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const worker = this.#idle.shift()!;
      const waiting = this.#queue.shift()!;
      this.#busy.set(worker, waiting);
      worker.postMessage(waiting.request);
    }
  }
}

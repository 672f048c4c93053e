import { native } from "../native.js";
import { DistributedError } from "./errors.js";

/**
 * A collective on its way. Its tensors must be left alone until `wait` returns; threads of Gloo, or kernels of NCCL, read
 * and write them meanwhile.
 */
export class Work<T = void> {
  #handle: number;
  readonly #finish: () => T;

  /** @internal */
  constructor(
    readonly operation: string,
    readonly rank: number,
    private readonly timeoutMs: number,
    start: () => number,
    finish: () => T,
  ) {
    this.#finish = finish;
    this.#handle = attemptCollective(operation, rank, start);
  }

  /** Whether it is over. Never blocks. */
  get done(): boolean {
    if (this.#handle < 0) return true;
    return attemptCollective(this.operation, this.rank, () => native.workDone(this.#handle)) === 1;
  }

  /**
   * Blocks until the collective is over, at most for the group's timeout. For CUDA tensors it is the GPU that waits: what
   * is asked of it from now on comes after the collective, and the call returns at once.
   *
   * @throws DistributedError when a peer was lost or did not come in time, and when waited for twice.
   */
  wait(): T {
    const handle = this.#handle;
    this.#handle = -1;
    attemptCollective(this.operation, this.rank, () => native.waitWork(handle, this.timeoutMs));
    return this.#finish();
  }
}

/** Runs a native function; what it throws becomes a DistributedError. */
export function attemptCollective<T>(operation: string, rank: number, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    throw new DistributedError(operation, rank, (cause as Error).message);
  }
}

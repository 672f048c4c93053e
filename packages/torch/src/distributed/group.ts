import { noGrad } from "../autograd.js";
import { ArgumentError } from "../errors.js";
import { native, words, writers } from "../native.js";
import { divScalar_, emptyLike } from "../ops.generated.js";
import { handleOf, type Tensor } from "../tensor.js";
import { checkRendezvous, type Rendezvous, rendezvousFromEnvironment } from "./environment.js";
import { DistributedError } from "./errors.js";
import { requireBackend } from "./nccl.js";
import { attemptCollective, Work } from "./work.js";

/** How an all-reduce combines what the ranks bring; `mean` is for floating-point tensors. */
export type Reduction = "sum" | "mean" | "product" | "min" | "max";
const NATIVE_REDUCTION: Record<Reduction, number> = { sum: 0, mean: 0, product: 1, min: 2, max: 3 };

export interface ProcessGroupOptions extends Partial<Rendezvous> {
  /** How long to wait for peers, when meeting and in every collective; 30 minutes where it is left out. */
  readonly timeoutMs?: number;
  /** Network interface between machines, such as `eth0`; GLOO_SOCKET_IFNAME where it is left out. Of Gloo alone. */
  readonly networkInterface?: string;
  /**
   * This rank's own GPU, such as `cuda:1` (see `rankDevice`): it becomes the process's current one and is connected with
   * the others at once. Left out, that happens with the first CUDA tensor that is exchanged.
   */
  readonly device?: string;
}

const DEFAULT_TIMEOUT_MS = 30 * 60_000;
const REQUIRED = ["rank", "worldSize", "masterAddress", "masterPort"] as const;

/**
 * Processes that exchange tensors: c10d's TCPStore to meet; Gloo for CPU tensors, NCCL for those of the rank's GPU. Every
 * rank calls the same collectives in the same order, with contiguous tensors of the same shape, dtype and kind of device.
 *
 * On a GPU nothing waits for the exchange but the GPU: a collective returns once it is queued, and what is computed from
 * its result afterwards comes after it. A peer that is lost then shows where a value is read, and ends the process where
 * NCCL's watchdog finds it (TORCH_NCCL_ASYNC_ERROR_HANDLING).
 */
export class ProcessGroup implements Disposable {
  #handle: number;
  readonly rank: number;
  readonly worldSize: number;
  readonly timeoutMs: number;

  /** @internal See `initProcessGroup`. */
  constructor(handle: number, { rank, worldSize }: Rendezvous, timeoutMs: number) {
    this.#handle = handle;
    this.rank = rank;
    this.worldSize = worldSize;
    this.timeoutMs = timeoutMs;
  }

  get destroyed(): boolean {
    return this.#handle < 0;
  }

  /** Combines a tensor over all ranks, in place, and returns it. */
  allReduce(tensor: Tensor, reduction: Reduction = "sum"): Tensor {
    return this.startAllReduce(tensor, reduction).wait();
  }

  /** The same without waiting. */
  startAllReduce(tensor: Tensor, reduction: Reduction = "sum"): Work<Tensor> {
    const operation = NATIVE_REDUCTION[reduction];
    if (operation === undefined)
      throw new ArgumentError(
        "allReduce",
        "reduction",
        `must be one of ${Object.keys(NATIVE_REDUCTION).join(", ")}`,
      );
    const handle = this.#exchangeable("allReduce", tensor);
    if (reduction === "mean" && !/^b?float/.test(tensor.dtype))
      throw new ArgumentError("allReduce", "tensor", `is ${tensor.dtype}: a mean needs floating point`);
    return this.#start(
      "allReduce",
      (group) => native.startAllReduce(group, operation, handle),
      () => (reduction === "mean" ? noGrad(() => divScalar_(tensor, this.worldSize)) : tensor),
    );
  }

  /** Copies the tensor of rank `root` into those of all others, in place, and returns it. */
  broadcast(tensor: Tensor, root = 0): Tensor {
    return this.startBroadcast(tensor, root).wait();
  }

  /** The same without waiting. */
  startBroadcast(tensor: Tensor, root = 0): Work<Tensor> {
    if (!Number.isInteger(root) || root < 0 || root >= this.worldSize)
      throw new ArgumentError(
        "broadcast",
        "root",
        `must be a rank below ${this.worldSize}, not ${String(root)}`,
      );
    const handle = this.#exchangeable("broadcast", tensor);
    return this.#start(
      "broadcast",
      (group) => native.startBroadcast(group, root, handle),
      () => tensor,
    );
  }

  /** The tensors of all ranks, by rank, as new tensors. */
  allGather(tensor: Tensor): Tensor[] {
    return this.startAllGather(tensor).wait();
  }

  /** The same without waiting. */
  startAllGather(tensor: Tensor): Work<Tensor[]> {
    const handle = this.#exchangeable("allGather", tensor);
    this.handleFor("allGather");
    const gathered = Array.from({ length: this.worldSize }, () => emptyLike(tensor));
    return this.#start(
      "allGather",
      (group) => {
        writers.count++;
        words[0] = gathered.length;
        for (const [rank, one] of gathered.entries()) words[1 + rank] = one.handle;
        return native.startAllGather(group, handle);
      },
      () => gathered,
    );
  }

  /** Returns when every rank has come to its barrier, whatever GPUs are still doing. */
  barrier(): void {
    this.#start(
      "barrier",
      (group) => native.startBarrier(group),
      () => {},
    ).wait();
  }

  /**
   * Leaves the group. Collectives still on their way end first; between GPUs only where all ranks leave within a few
   * seconds of each other. Harmless when it was left already.
   */
  destroy(): void {
    if (this.#handle < 0) return;
    const handle = this.#handle;
    this.#handle = -1;
    attemptCollective("destroy", this.rank, () => native.destroyGroup(handle));
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  /** @internal The native handle. @throws DistributedError naming the operation when the group was left */
  handleFor(operation: string): number {
    if (this.#handle < 0) throw new DistributedError(operation, this.rank, "the process group was destroyed");
    return this.#handle;
  }

  #exchangeable(operation: string, tensor: Tensor): number {
    const handle = handleOf(tensor, operation, "tensor");
    requireBackend(operation, this.rank, tensor.device);
    if (!tensor.isContiguous())
      throw new ArgumentError(operation, "tensor", "is not contiguous: exchange tensor.contiguous()");
    return handle;
  }

  #start<T>(operation: string, start: (group: number) => number, finish: () => T): Work<T> {
    const group = this.handleFor(operation);
    return new Work(operation, this.rank, this.timeoutMs, () => start(group), finish);
  }
}

/**
 * Joins the process group that RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT
 * describe, or that the options do instead. Blocks until every rank has come.
 *
 * @throws ArgumentError naming the variable or option that is absent or wrong;
 * DistributedError when the ranks do not meet in time, libtorch has no Gloo, or a GPU is given and there is no NCCL.
 */
export function initProcessGroup(options: ProcessGroupOptions = {}): ProcessGroup {
  const isComplete = REQUIRED.every((name) => options[name] !== undefined);
  const otherwise = isComplete ? (options as Rendezvous) : rendezvousFromEnvironment();
  const rendezvous: Rendezvous = {
    rank: options.rank ?? otherwise.rank,
    worldSize: options.worldSize ?? otherwise.worldSize,
    masterAddress: options.masterAddress ?? otherwise.masterAddress,
    masterPort: options.masterPort ?? otherwise.masterPort,
  };
  checkRendezvous(rendezvous);
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 2 ** 31)
    throw new ArgumentError(
      "initProcessGroup",
      "timeoutMs",
      `must be a positive integer, not ${String(timeoutMs)}`,
    );
  const { device = "cpu" } = options;
  const gpu = device === "cpu" ? -1 : Number(/^cuda:(\d+)$/.exec(device)?.[1] ?? Number.NaN);
  if (Number.isNaN(gpu))
    throw new ArgumentError("initProcessGroup", "device", `must be cpu or cuda:N, not ${device}`);
  requireBackend("initProcessGroup", rendezvous.rank, device);
  const handle = attemptCollective("initProcessGroup", rendezvous.rank, () =>
    native.createGroup(
      rendezvous.rank,
      rendezvous.worldSize,
      rendezvous.masterAddress,
      rendezvous.masterPort,
      timeoutMs,
      options.networkInterface ?? process.env.GLOO_SOCKET_IFNAME ?? "",
    ),
  );
  const group = new ProcessGroup(handle, rendezvous, timeoutMs);
  if (gpu >= 0) {
    try {
      attemptCollective("initProcessGroup", group.rank, () => native.connectGroup(handle, gpu));
    } catch (error) {
      group.destroy();
      throw error;
    }
  }
  return group;
}

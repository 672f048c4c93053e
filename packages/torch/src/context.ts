import { type DType, dtypeIndex } from "./dtype.js";
import { ArgumentError } from "./errors.js";
import { native } from "./native.js";
import { requireSynchronous } from "./scope.js";
import { attempt } from "./tensor.js";

/** Threads that one operator may use. Starts as CYTONET_THREADS, OMP_NUM_THREADS or the number of cores. */
export function setNumThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > 1024) {
    throw new ArgumentError("setNumThreads", "count", `must be an integer from 1 to 1024, not ${count}`);
  }
  native.setNumThreads(count);
}

export function getNumThreads(): number {
  return native.getNumThreads();
}

/** Bytes of the CPU blocks (128 KiB and more) that tensors lie in. */
export interface CpuMemory {
  /** In use. */
  readonly liveBytes: number;
  /** Freed and kept, to be given out again. */
  readonly idleBytes: number;
  /** The most that was in use at once. */
  readonly peakBytes: number;
}

/**
 * What tensors of 128 KiB and more hold of the CPU's memory. Freed blocks stay with the process as long as all of them
 * together hold at most 256 MiB more than was once in use. All zero with `CYTONET_ALLOCATOR=system`.
 */
export function cpuMemory(): CpuMemory {
  const [liveBytes, idleBytes, peakBytes] = native.cpuMemory();
  return { liveBytes, idleBytes, peakBytes };
}

/** Gives freed blocks back to the kernel, as before long work that needs no tensors. Returns their bytes. */
export function releaseCpuMemory(): number {
  return native.releaseCpuMemory();
}

/** Bytes of a GPU's memory that this process has. */
export interface CudaMemory {
  /** Of tensors. */
  readonly tensorBytes: number;
  /** The most of tensors at once. */
  readonly tensorPeakBytes: number;
  /** Taken from the device, blocks that libtorch keeps for reuse among them. */
  readonly reservedBytes: number;
  /** The most that was ever taken. */
  readonly reservedPeakBytes: number;
}

/**
 * What this process has of a GPU's memory, as `torch.cuda.memory_stats` tells; undefined before the device's first
 * tensor, without a GPU, and with a libtorch before 2.9.
 */
export function cudaMemory(device = 0): CudaMemory | undefined {
  const [tensorBytes, tensorPeakBytes, reservedBytes, reservedPeakBytes] = attempt("cudaMemory", () =>
    native.cudaMemory(device),
  );
  if (tensorBytes === undefined) return undefined;
  return {
    tensorBytes,
    tensorPeakBytes: tensorPeakBytes!,
    reservedBytes: reservedBytes!,
    reservedPeakBytes: reservedPeakBytes!,
  };
}

/** The version of libtorch, such as `2.13.0`. */
export function torchVersion(): string {
  return native.version();
}

/** How libtorch was built and which threads it uses, in its own words. */
export function torchConfig(): string {
  return native.config();
}

/** The instruction set that kernels run with, such as `AVX512`. */
export function cpuCapability(): string {
  return native.cpuCapability();
}

export function cudaDeviceCount(): number {
  return native.cudaDeviceCount();
}

/** Waits until GPU number `device` has done all that was asked of it. */
export function cudaSynchronize(device: number): void {
  attempt("cudaSynchronize", () => native.cudaSynchronize(device));
}

/** Refuses operators whose result may differ from run to run. */
export function setDeterministic(on: boolean): void {
  native.setDeterministic(on ? 1 : 0);
}

export interface AutocastOptions {
  device?: "cpu" | "cuda";
  dtype?: "bfloat16" | "float16";
  enabled?: boolean;
}

/**
 * Runs `body` with automatic mixed precision: matrix products in `dtype`, sums in float32. With
 * `enabled: false`, without it: what is inside computes in the dtypes it is given, whatever surrounds it. The mode
 * before comes back on return and on throw.
 *
 * @throws TorchError when `body` returns a promise: the mode is the thread's.
 */
export function autocast<T>(options: AutocastOptions, body: () => T): T {
  const device = ["cpu", "cuda"].indexOf(options.device ?? "cpu");
  const dtype: DType = options.dtype ?? "bfloat16";
  const enabled = options.enabled ?? true;
  if (device < 0)
    throw new ArgumentError("autocast", "device", `must be "cpu" or "cuda", not ${String(options.device)}`);
  if (dtype !== "bfloat16" && dtype !== "float16")
    throw new ArgumentError("autocast", "dtype", `must be "bfloat16" or "float16", not ${String(dtype)}`);
  const before = attempt("autocast", () =>
    native.setAutocast(device, enabled ? 1 : 0, enabled ? dtypeIndex(dtype) : -1, 1),
  );
  try {
    const result = body();
    requireSynchronous("autocast", result);
    return result;
  } finally {
    native.setAutocast(device, before >= 100 ? 1 : 0, before % 100, -1);
  }
}

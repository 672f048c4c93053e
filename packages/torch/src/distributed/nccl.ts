import { cudaDeviceCount } from "../context.js";
import { currentBuild } from "../libtorch/build.js";
import { ncclProblem } from "../libtorch/nccl.js";
import { native } from "../native.js";
import { DistributedError } from "./errors.js";

/** Whether processes can exchange CUDA tensors here, and what helps where they cannot. */
export type NcclState =
  | { readonly available: true; readonly library: string }
  | { readonly available: false; readonly problem: string; readonly remedy: string };

/** Looks whether the engine was built with NCCL and sees a GPU. Loads nothing. */
export function ncclState(): NcclState {
  if (process.env.CYTONET_NATIVE) {
    const remedy = "Unset CYTONET_NATIVE and run `make setup`.";
    return { available: false, problem: "CYTONET_NATIVE names an addon without NCCL", remedy };
  }
  const build = currentBuild();
  const lacking = build && ncclProblem(build.libtorch, build.ncclFailure);
  if (lacking) return { available: false, ...lacking };
  if (build?.nccl === undefined) {
    const problem = "the engine was built before libtorch or its headers had NCCL";
    return { available: false, problem, remedy: "Run `make setup`." };
  }
  if (cudaDeviceCount() === 0) {
    const problem = "this process sees no GPU";
    return { available: false, problem, remedy: "See `nvidia-smi` and CUDA_VISIBLE_DEVICES." };
  }
  return { available: true, library: build.nccl };
}

let isLoaded = false;

/**
 * Makes NCCL ready where tensors of a device are to be exchanged that Gloo does not serve.
 *
 * @throws DistributedError that says what is missing and what to do
 */
export function requireBackend(operation: string, rank: number, device: string): void {
  if (isLoaded || !device.startsWith("cuda")) return;
  const state = ncclState();
  if (!state.available) {
    const problem = `tensors of ${device} are exchanged over NCCL, and ${state.problem}. ${state.remedy}`;
    throw new DistributedError(operation, rank, problem);
  }
  try {
    native.loadNccl(state.library);
  } catch (cause) {
    const problem = `${state.library} cannot be loaded (${(cause as Error).message}): run \`make setup\``;
    throw new DistributedError(operation, rank, problem);
  }
  isLoaded = true;
}

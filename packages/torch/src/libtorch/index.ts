/**
 * Finding, installing and building against libtorch. Nothing in this folder loads the addon, so that it works before
 * there is one and where none can be had.
 *
 * @example
 * ```ts
 * for (const candidate of describeLibtorch())
 *   console.log(candidate.what, candidate.libtorch?.version ?? candidate.reason);
 * ```
 */
export { buildNative, type CurrentBuild, currentBuild, REPOSITORY_ROOT } from "./build.js";
export {
  type Attempt,
  CandidateError,
  LibtorchNotFoundError,
  NativeBuildError,
  SetupLockError,
} from "./errors.js";
export { hasNvidiaGpu } from "./gpu.js";
export { installPinned } from "./install.js";
export { type Candidate, cacheFolder, describeLibtorch, pinnedFolder } from "./locate.js";
export { withLock } from "./lock.js";
export { ncclProblem } from "./nccl.js";
export {
  type CudaLibtorch,
  type Libtorch,
  type LibtorchSource,
  type NcclLibtorch,
  PINNED_VERSION,
} from "./record.js";
export { obtainLibtorch, setUp } from "./setup.js";
export { missingLibraries } from "./shared-libraries.js";

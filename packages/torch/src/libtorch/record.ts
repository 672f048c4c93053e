/** What the rest of the set-up knows about a libtorch once it has been found. */

/** Where a libtorch came from, in the order of the search. */
export type LibtorchSource = "env" | "python" | "pinned" | "debian";

/** CUDA half of a libtorch build. */
export interface CudaLibtorch {
  /** CUDA version that libtorch was compiled for, such as "13.0", when the build says so. */
  readonly version?: string;
  /** Absolute path of libtorch_cuda.so. */
  readonly library: string;
  /** Libraries that libtorch_cuda needs and that are not on this machine; empty when it can be loaded. */
  readonly missing: readonly string[];
}

/** What compiling for NCCL, libtorch's exchange between GPUs, takes. */
export interface NcclLibtorch {
  /** Folders of NCCL's and CUDA's headers, beside libtorch's own. */
  readonly includeDirs: readonly string[];
  /** Headers that are nowhere, with the version where only another one was found; empty where NCCL can be built. */
  readonly missing: readonly string[];
  /** The version of nccl.h, such as "2.29.7". */
  readonly version?: string;
}

/** One usable libtorch: everything needed to compile, link and load against it. */
export interface Libtorch {
  /** Folder that was inspected: a libtorch or torch folder, or `/usr`. */
  readonly root: string;
  /** Full version with its local part, such as "2.13.0+cu130". */
  readonly version: string;
  readonly source: LibtorchSource;
  readonly includeDirs: readonly string[];
  readonly libDirs: readonly string[];
  /** Libraries to link, without `lib` and `.so`. */
  readonly libraries: readonly string[];
  /** Whether std::string has the C++11 layout; only such builds are accepted. */
  readonly cxx11Abi: true;
  /** Present where libtorch was built with CUDA, usable or not. */
  readonly cuda?: CudaLibtorch;
  /**
   * What to load before the first tensor so that CUDA works. Absent where libtorch has no CUDA, and where its CUDA
   * libraries were left out because this machine has no GPU.
   */
  readonly cudaLibrary?: string;
  /** Present where libtorch exports ProcessGroupNCCL and `cudaLibrary` is there. */
  readonly nccl?: NcclLibtorch;
  /** Present where libtorch exports ProcessGroupGloo; `headers` says whether gloo's own headers are installed. */
  readonly gloo?: { readonly headers: "installed" | "stubs" };
}

/** The version of torch that set-up installs when the machine brings none. */
export const PINNED_VERSION = "2.13.0";

/** Oldest version accepted from `$LIBTORCH` or python3; Debian's 1.13 is accepted besides. */
export const OLDEST_WHEEL = "2.4";

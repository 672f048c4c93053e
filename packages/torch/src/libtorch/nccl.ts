/** Whether NCCL can be built against a libtorch: which headers that takes, and where they are. */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { definesSymbol } from "./elf.js";
import type { Libtorch, NcclLibtorch } from "./record.js";
import { parseRequirements } from "./requirements.js";

/**
 * Headers that libtorch's own include, each of a package that comes separately. The CUDA toolkit has all but the first;
 * its C++ library keeps `nv/target` in a folder of its own since CUDA 13.
 */
const HEADERS = [
  "nccl.h",
  "cuda_runtime_api.h",
  "crt/host_config.h",
  "nv/target",
  "cublas_v2.h",
  "cublasLt.h",
  "cusparse.h",
  "cusolverDn.h",
] as const;

/**
 * Looks for what compiling ProcessGroupNCCL takes, in the packages beside a pip-installed torch, the CUDA toolkit
 * (CUDA_HOME, CUDA_PATH, /usr/local/cuda), NCCL_HOME, what modules put into CPATH, and the system's own headers. Undefined where libtorch does not export it.
 *
 * nccl.h has to be of the version that torch was built with, which its wheel names: a group's options hold a struct that
 * NCCL's versions lengthen.
 *
 * @param torchFolder holds `include` and `lib`
 * @param cudaVersion that libtorch was compiled for; headers of another major version do not count
 */
export function findNccl(
  torchFolder: string,
  library: string,
  cudaVersion: string | undefined,
  folders: readonly string[] = headerFolders(torchFolder),
): NcclLibtorch | undefined {
  if (!definesSymbol(library, "N4c10d16ProcessGroupNCCLC")) return undefined;
  const major = cudaVersion?.split(".")[0];
  const wanted = wheelVersion(torchFolder);
  const fits = (header: string, path: string): boolean => {
    if (header === "nccl.h") return wanted === undefined || ncclVersion(path) === wanted;
    if (header !== "cuda_runtime_api.h" || major === undefined) return true;
    return new RegExp(`define CUDART_VERSION\\s+${major}\\d{3}\\b`).test(readFileSync(path, "utf8"));
  };
  const chosen = new Set<string>();
  const missing: string[] = [];
  let version: string | undefined;
  for (const header of HEADERS) {
    const holders = folders.filter((folder) => existsSync(join(folder, header)));
    const folder = holders.find((one) => fits(header, join(one, header)));
    if (folder !== undefined) {
      if (header === "nccl.h") version = ncclVersion(join(folder, header));
      chosen.add(realpathSync(folder));
      continue;
    }
    const needed = header === "nccl.h" ? wanted : cudaVersion && `CUDA ${cudaVersion}`;
    missing.push(holders.length > 0 && needed !== undefined ? `${header} of ${needed}` : header);
  }
  // The compiler looks into /usr/include by itself; naming it would reorder the C++ library's own headers.
  const includeDirs = [...chosen].filter((folder) => folder !== "/usr/include");
  return { includeDirs, missing, ...(version !== undefined && { version }) };
}

/** Where headers may lie, the packages of a pip-installed torch first. */
export function headerFolders(torchFolder: string, env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const nvidia = join(dirname(realpathSync(torchFolder)), "nvidia");
  const packages = existsSync(nvidia) ? readdirSync(nvidia).sort() : [];
  const homes = [env.CUDA_HOME, env.CUDA_PATH, env.NCCL_HOME, "/usr/local/cuda"];
  const folders = [...packages.map((name) => join(nvidia, name)), ...homes.filter(isNamed)].map((folder) =>
    join(folder, "include"),
  );
  return [...folders, ...(env.CPATH ?? "").split(":").filter(isNamed), "/usr/include"]
    .flatMap((folder) => [folder, join(folder, "cccl")])
    .filter((folder) => existsSync(folder));
}

/** Why GPUs cannot exchange tensors with an engine built against a libtorch, and what helps; undefined where they can. */
export function ncclProblem(
  libtorch: Libtorch,
  failure?: string,
): { readonly problem: string; readonly remedy: string } | undefined {
  const { nccl, version, cuda } = libtorch;
  if (cuda === undefined)
    return {
      problem: `libtorch ${version} was built without CUDA`,
      remedy: "Install a torch that was (pip install torch), then run `make setup`.",
    };
  const [first, ...others] = cuda.missing;
  if (libtorch.cudaLibrary === undefined)
    return {
      problem: `libtorch's CUDA half lacks ${first}${others.length > 0 ? ` and ${others.length} more libraries` : ""} here`,
      remedy: "Run `make setup` on a machine with a GPU, which installs them.",
    };
  if (nccl === undefined)
    return {
      problem: `libtorch ${version} was built without NCCL`,
      remedy: "Take a torch that has it (pip install torch), then run `make setup`.",
    };
  if (nccl.missing.length > 0)
    return {
      problem: `headers are missing that building for NCCL takes: ${nccl.missing.join(", ")}`,
      remedy:
        "Install the CUDA toolkit and name it in CUDA_HOME, or python3 -m pip install nvidia-cuda-crt " +
        "nvidia-cuda-cccl and nvidia-nccl in the versions of your torch; then run `make setup`.",
    };
  if (failure !== undefined)
    return {
      problem: `the part of the engine for NCCL does not compile: ${failure.split("\n")[0]}`,
      remedy: "Run `make setup`, which says more; a torch of another version may do.",
    };
  return undefined;
}

const isNamed = (folder: string | undefined): folder is string => folder !== undefined && folder !== "";

function ncclVersion(header: string): string {
  const text = readFileSync(header, "utf8");
  const part = (name: string) => new RegExp(`define NCCL_${name}\\s+(\\d+)`).exec(text)?.[1] ?? "?";
  return [part("MAJOR"), part("MINOR"), part("PATCH")].join(".");
}

/** The version of NCCL that a wheel of torch asks for, where it was installed with its metadata. */
function wheelVersion(torchFolder: string): string | undefined {
  const site = dirname(realpathSync(torchFolder));
  const info = readdirSync(site).find((name) => /^torch-.*\.dist-info$/.test(name));
  if (info === undefined || !existsSync(join(site, info, "METADATA"))) return undefined;
  const requirements = parseRequirements(readFileSync(join(site, info, "METADATA"), "utf8"));
  const found = requirements.find(({ name }) => /^nvidia-nccl(-cu\d+)?$/.test(name))?.version;
  return /^==(\d+\.\d+\.\d+)/.exec(found ?? "")?.[1];
}

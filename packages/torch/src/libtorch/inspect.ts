/** Looks at one folder that may hold a libtorch and says what it is, or why it cannot serve. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { definesSymbol } from "./elf.js";
import { CandidateError } from "./errors.js";
import { hasNvidiaGpu } from "./gpu.js";
import { findNccl } from "./nccl.js";
import { type Libtorch, type LibtorchSource, OLDEST_WHEEL, PINNED_VERSION } from "./record.js";
import { libraryClosure } from "./shared-libraries.js";

/**
 * Inspects a libtorch folder or a Python `site-packages/torch` folder (both hold `include/` and `lib/`).
 *
 * @throws CandidateError when it is incomplete, too old, built without the C++11 strings, or cannot be loaded here.
 */
export function inspectFolder(folder: string, source: LibtorchSource): Libtorch {
  const libDir = join(folder, "lib");
  const library = join(libDir, "libtorch_cpu.so");
  const includeDir = join(folder, "include");
  if (!existsSync(library) || !existsSync(join(includeDir, "torch/csrc/api/include/torch/version.h"))) {
    throw new CandidateError(
      `${folder} does not hold lib/libtorch_cpu.so and include/torch.`,
      "Name a folder that has both: an unpacked libtorch, or the torch folder of a Python installation.",
    );
  }
  const { version, cuda } = readVersion(folder, includeDir);
  if (isOlder(version, OLDEST_WHEEL)) {
    throw new CandidateError(
      `torch ${version} in ${folder} is older than ${OLDEST_WHEEL}.`,
      `Upgrade it: python3 -m pip install torch==${PINNED_VERSION}`,
    );
  }
  requireCxx11Strings(folder, libDir, version);
  requireLoadable(library);
  const cudaLibrary = join(libDir, "libtorch_cuda.so");
  const hasCuda = existsSync(cudaLibrary);
  return {
    root: realpathSync(folder),
    version,
    source,
    includeDirs: [includeDir, join(includeDir, "torch/csrc/api/include")].map((path) => realpathSync(path)),
    libDirs: [realpathSync(libDir)],
    libraries: ["torch_cpu", "c10"],
    cxx11Abi: true,
    ...(hasCuda ? describeCuda(folder, cudaLibrary, cuda) : {}),
    ...(exportsGloo(library) ? { gloo: { headers: glooHeaders(includeDir) } } : {}),
  };
}

/**
 * Inspects Debian's libtorch-dev, which lies in the system's own folders.
 *
 * @param prefix `/usr`; another folder only in tests.
 * @throws CandidateError when the package is not installed or cannot be loaded.
 */
export function inspectDebian(source: LibtorchSource, prefix = "/usr"): Libtorch {
  const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  const libDir = join(prefix, "lib", triplet);
  const library = join(libDir, "libtorch_cpu.so");
  const apiDir = join(prefix, "include/torch/csrc/api/include");
  if (!existsSync(library) || !existsSync(join(apiDir, "torch/version.h"))) {
    throw new CandidateError(
      `Debian's libtorch-dev is not installed in ${prefix}.`,
      "apt-get install libtorch-dev libgloo-dev",
    );
  }
  requireLoadable(library);
  const hasGlooHeaders = existsSync(join(prefix, "include/gloo/algorithm.h"));
  return {
    root: prefix,
    version: readVersionHeader(join(apiDir, "torch/version.h")),
    source,
    // The compiler looks into /usr/include by itself; naming it would reorder the C++ library's own headers.
    includeDirs: prefix === "/usr" ? [apiDir] : [join(prefix, "include"), apiDir],
    libDirs: [libDir],
    libraries: ["torch_cpu", "c10"],
    cxx11Abi: true,
    ...(hasGlooHeaders && exportsGloo(library) ? { gloo: { headers: "installed" as const } } : {}),
  };
}

function readVersion(folder: string, includeDir: string): { version: string; cuda?: string } {
  const python = join(folder, "version.py");
  if (existsSync(python)) {
    const text = readFileSync(python, "utf8");
    const version = /^__version__ = '([^']+)'/m.exec(text)?.[1];
    const cuda = /^cuda(?:: [^=]+)? = '([^']+)'/m.exec(text)?.[1];
    if (version !== undefined) return { version, ...(cuda === undefined ? {} : { cuda }) };
  }
  const build = join(folder, "build-version");
  if (existsSync(build)) return { version: readFileSync(build, "utf8").trim() };
  const header = [
    join(includeDir, "torch/headeronly/version.h"),
    join(includeDir, "torch/csrc/api/include/torch/version.h"),
  ].find((path) => existsSync(path));
  return { version: readVersionHeader(header!) };
}

function readVersionHeader(path: string): string {
  const text = readFileSync(path, "utf8");
  const part = (name: string) => new RegExp(`define TORCH_VERSION_${name} (\\d+)`).exec(text)?.[1];
  const parts = [part("MAJOR"), part("MINOR"), part("PATCH")];
  if (parts.some((value) => value === undefined)) {
    throw new CandidateError(`${path} does not state a version.`, "Reinstall this libtorch.");
  }
  return parts.join(".");
}

/** Compares the numeric parts of two versions; local parts and suffixes are ignored. */
export function isOlder(version: string, than: string): boolean {
  const numbers = (text: string) => (text.match(/^\d+(\.\d+)*/)?.[0] ?? "0").split(".").map(Number);
  const [left, right] = [numbers(version), numbers(than)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function requireCxx11Strings(folder: string, libDir: string, version: string): void {
  if (definesSymbol(join(libDir, "libc10.so"), "St7__cxx1112basic_string")) return;
  throw new CandidateError(
    `torch ${version} in ${folder} was compiled with the old C++ strings (CXX11 ABI 0), which cannot be linked here.`,
    `Take a build with CXX11 ABI 1: every wheel since torch 2.7, e.g. python3 -m pip install torch==${PINNED_VERSION}`,
  );
}

function requireLoadable(library: string): void {
  const { missing } = libraryClosure(library);
  if (missing.length === 0) return;
  throw new CandidateError(
    `${library} needs libraries that are not on this machine: ${missing.join(", ")}.`,
    "Reinstall it together with the packages that it depends on (pip does so without --no-deps).",
  );
}

function describeCuda(
  folder: string,
  path: string,
  version: string | undefined,
): Pick<Libtorch, "cuda" | "cudaLibrary" | "nccl"> {
  const library = realpathSync(path);
  const { missing } = libraryClosure(library);
  const cuda = { library, missing, ...(version === undefined ? {} : { version }) };
  // With a GPU a library that cannot be loaded has to fail loudly, so it is named all the same.
  if (missing.length > 0 && !hasNvidiaGpu()) return { cuda };
  const nccl = findNccl(folder, library, version);
  return { cuda, cudaLibrary: library, ...(nccl && { nccl }) };
}

function exportsGloo(library: string): boolean {
  return definesSymbol(library, "N4c10d16ProcessGroupGlooC");
}

function glooHeaders(includeDir: string): "installed" | "stubs" {
  return existsSync(join(includeDir, "gloo/algorithm.h")) ? "installed" : "stubs";
}

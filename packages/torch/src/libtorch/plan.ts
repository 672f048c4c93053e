/** What a native build consists of: flags, sources, and the names under which its results are cached. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import type { Compiler } from "./compiler.js";
import { NativeBuildError } from "./errors.js";
import type { Libtorch, NcclLibtorch } from "./record.js";

/** Version of Node's C interface that the addon asks for; Node 20.11 has it. */
const NAPI_VERSION = 9;

const COMMON_FLAGS = [
  "-std=c++20",
  "-O2",
  "-fPIC",
  "-fvisibility=hidden",
  "-Wall",
  "-Wextra",
  "-D_GLIBCXX_USE_CXX11_ABI=1",
] as const;

/** One source and the object that it becomes; the object's name is the hash of all that goes into it. */
export interface Unit {
  readonly source: string;
  readonly object: string;
}

/** One library: what goes into it and how. */
export interface BuildTarget {
  /** Its file name. */
  readonly name: string;
  readonly units: readonly Unit[];
  readonly compileFlags: readonly string[];
  readonly linkFlags: readonly string[];
  /** Identifies libtorch, compiler, flags, headers and sources together. */
  readonly key: string;
}

/** Everything that is known about a build before the compiler starts. */
export interface BuildPlan {
  readonly addon: BuildTarget;
  /** The library for GPUs, NCCL and graphs, of the sources in `native/cuda`; absent where libtorch or headers for it are. */
  readonly nccl?: BuildTarget;
}

/**
 * Plans the build of the sources in `root/native` as they are now.
 *
 * @throws NativeBuildError when there are none.
 */
export function planBuild(libtorch: Libtorch, compiler: Compiler, root: string): BuildPlan {
  const target = (name: string, folder: string, compileFlags: string[], linkFlags: string[]): BuildTarget => {
    const sources = listFiles(join(root, folder), /\.cc$/);
    if (sources.length === 0) throw new NativeBuildError(`${join(root, folder)} holds no C++ sources.`, []);
    const headers = listFiles(join(root, "native"), /\.h(pp)?$/);
    const surroundings = hash([
      compiler.version,
      ...compileFlags,
      libtorch.version,
      // Tells two builds of one version apart, which reading hundreds of megabytes would do no better.
      String(statSync(join(libtorch.libDirs[0]!, "libtorch_cpu.so")).size),
      ...headers.flatMap((path) => [relative(root, path), readFileSync(path, "utf8")]),
    ]);
    const objects = join(root, "build/native/objects");
    const units = sources.map((source) => {
      const object = hash([surroundings, relative(root, source), readFileSync(source, "utf8")]);
      return { source, object: join(objects, `${object}.o`) };
    });
    const key = hash([surroundings, ...linkFlags, ...units.map(({ object }) => object)]);
    return { name, units, compileFlags, linkFlags, key };
  };
  const addon = target(
    "cytonet_torch.node",
    "native/src",
    compileFlagsOf(libtorch, root),
    linkFlagsOf(libtorch, libtorch.libraries),
  );
  const { nccl } = libtorch;
  if (nccl === undefined || nccl.missing.length > 0) return { addon };
  const flags = ncclFlagsOf(libtorch, nccl, root);
  const libraries = ["torch_cuda", "c10_cuda", ...libtorch.libraries];
  const linkFlags = [
    ...linkFlagsOf(libtorch, libraries),
    "-Wl,-z,defs",
    // What libtorch_cuda itself needs is the loader's business.
    "-Wl,--unresolved-symbols=ignore-in-shared-libs",
  ];
  return { addon, nccl: target("cytonet_nccl.so", "native/cuda", flags, linkFlags) };
}

/** Where the headers of Node's C interface are. */
function napiFolder(): string {
  return (createRequire(import.meta.url)("node-api-headers") as { include_dir: string }).include_dir;
}

function compileFlagsOf(libtorch: Libtorch, root: string): string[] {
  const system = [napiFolder(), ...libtorch.includeDirs];
  if (libtorch.gloo?.headers === "stubs") system.push(join(root, "native/gloo-stubs"));
  return [
    ...COMMON_FLAGS,
    // Callbacks of Node's interface have one signature, whether they read their arguments or not.
    "-Wno-unused-parameter",
    `-DNAPI_VERSION=${NAPI_VERSION}`,
    ...(libtorch.gloo ? ["-DUSE_C10D", "-DUSE_C10D_GLOO", "-DUSE_DISTRIBUTED", "-DCYTONET_GLOO"] : []),
    `-I${join(root, "native/src")}`,
    ...system.flatMap((folder) => ["-isystem", folder]),
  ];
}

function ncclFlagsOf(libtorch: Libtorch, nccl: NcclLibtorch, root: string): string[] {
  return [
    ...COMMON_FLAGS,
    "-DUSE_C10D",
    "-DUSE_C10D_NCCL",
    "-DUSE_DISTRIBUTED",
    `-DNAPI_VERSION=${NAPI_VERSION}`,
    // A header that another replaces changes what is compiled, at the same path.
    `-DCYTONET_NCCL="${nccl.version ?? "unknown"}"`,
    `-I${join(root, "native/src")}`,
    ...[napiFolder(), ...libtorch.includeDirs, ...nccl.includeDirs].flatMap((folder) => ["-isystem", folder]),
  ];
}

function linkFlagsOf(libtorch: Libtorch, libraries: readonly string[]): string[] {
  return [
    "-shared",
    ...libtorch.libDirs.flatMap((folder) => [`-L${folder}`, `-Wl,-rpath,${folder}`]),
    "-Wl,--no-as-needed",
    ...libraries.map((library) => `-l${library}`),
    // Unloading with a worker's end would pull the code from under libtorch's own threads.
    "-Wl,-z,nodelete",
  ];
}

function listFiles(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function hash(parts: readonly string[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(`${part.length}:`).update(part);
  return digest.digest("hex").slice(0, 24);
}

/** What a native build consists of: flags, sources, and the names under which its results are cached. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import type { Compiler } from "./compiler.js";
import { NativeBuildError } from "./errors.js";
import type { Libtorch } from "./record.js";

/** Version of Node's C interface that the addon asks for; Node 20.11 has it. */
const NAPI_VERSION = 9;

/** One source and the object that it becomes; the object's name is the hash of all that goes into it. */
export interface Unit {
  readonly source: string;
  readonly object: string;
}

/** Everything that is known about a build before the compiler starts. */
export interface BuildPlan {
  readonly units: readonly Unit[];
  readonly compileFlags: readonly string[];
  readonly linkFlags: readonly string[];
  /** Identifies libtorch, compiler, flags, headers and sources together. */
  readonly key: string;
}

/**
 * Plans the build of the sources in `root/native/src` as they are now.
 *
 * @throws NativeBuildError when there are none.
 */
export function planBuild(libtorch: Libtorch, compiler: Compiler, root: string): BuildPlan {
  const sourceDir = join(root, "native/src");
  const sources = listFiles(sourceDir, /\.cc$/);
  if (sources.length === 0) throw new NativeBuildError(`${sourceDir} holds no C++ sources.`, []);
  const compileFlags = compileFlagsOf(libtorch, root);
  const linkFlags = linkFlagsOf(libtorch);
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
    const name = hash([surroundings, relative(root, source), readFileSync(source, "utf8")]);
    return { source, object: join(objects, `${name}.o`) };
  });
  const key = hash([surroundings, ...linkFlags, ...units.map(({ object }) => object)]);
  return { units, compileFlags, linkFlags, key };
}

function compileFlagsOf(libtorch: Libtorch, root: string): string[] {
  const napi = (createRequire(import.meta.url)("node-api-headers") as { include_dir: string }).include_dir;
  const system = [napi, ...libtorch.includeDirs];
  if (libtorch.gloo?.headers === "stubs") system.push(join(root, "native/gloo-stubs"));
  return [
    "-std=c++20",
    "-O2",
    "-fPIC",
    "-fvisibility=hidden",
    "-Wall",
    "-Wextra",
    // Callbacks of Node's interface have one signature, whether they read their arguments or not.
    "-Wno-unused-parameter",
    "-D_GLIBCXX_USE_CXX11_ABI=1",
    `-DNAPI_VERSION=${NAPI_VERSION}`,
    ...(libtorch.gloo ? ["-DUSE_C10D", "-DUSE_C10D_GLOO", "-DUSE_DISTRIBUTED", "-DCYTONET_GLOO"] : []),
    `-I${join(root, "native/src")}`,
    ...system.flatMap((folder) => ["-isystem", folder]),
  ];
}

function linkFlagsOf(libtorch: Libtorch): string[] {
  return [
    "-shared",
    ...libtorch.libDirs.flatMap((folder) => [`-L${folder}`, `-Wl,-rpath,${folder}`]),
    "-Wl,--no-as-needed",
    ...libtorch.libraries.map((library) => `-l${library}`),
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

/**
 * Builds the native addon against one libtorch. Objects are cached by the hash of everything that goes into them, and
 * every libtorch has its own folder, so switching between two of them costs nothing and can never mix them.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, freemem } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Compiler, findCompiler, runCompiler } from "./compiler.js";
import { NativeBuildError } from "./errors.js";
import type { Libtorch } from "./record.js";

/** What `build/native/current.json` says: the addon that the package loads and what it was built against. */
export interface CurrentBuild {
  /** Absolute path of the addon. */
  readonly addon: string;
  /** Identifies libtorch, headers, sources and flags together. */
  readonly key: string;
  /** Version of the libtorch, repeated for readers that want only this. */
  readonly torchVersion: string;
  readonly libtorch: Libtorch;
}

/** Where sources lie and results go; the defaults are this repository's. */
export interface BuildOptions {
  /** Repository root; holds `native/` and receives `build/native/`. */
  readonly root?: string;
  readonly report?: (line: string) => void;
}

/** Version of Node's C interface that the addon asks for; Node 20.11 has it. */
const NAPI_VERSION = 9;
const ADDON = "cytonet_torch.node";
const MEMORY_PER_JOB_BYTES = 1.5e9;

/** Root of the repository, seen from `src/libtorch` as well as from `dist/libtorch`. */
export const REPOSITORY_ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** The current build, or undefined before the first one. */
export function currentBuild(root: string = REPOSITORY_ROOT): CurrentBuild | undefined {
  const path = join(root, "build/native/current.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as CurrentBuild) : undefined;
}

/**
 * Compiles and links what has changed, then makes the result the current build.
 *
 * @throws NativeBuildError when there is no compiler, or it rejects a source; the message holds its diagnostics.
 */
export async function buildNative(libtorch: Libtorch, options: BuildOptions = {}): Promise<CurrentBuild> {
  const { report = () => {} } = options;
  const root = join(options.root ?? REPOSITORY_ROOT, "/");
  const sourceDir = join(root, "native/src");
  const sources = listFiles(sourceDir, /\.cc$/);
  if (sources.length === 0) throw new NativeBuildError(`${sourceDir} holds no C++ sources.`, []);
  const compiler = findCompiler();
  const flags = compileFlags(libtorch, root);
  const surroundings = hash([
    compiler.version,
    ...flags,
    libtorch.version,
    String(statSync(join(libtorch.libDirs[0]!, "libtorch_cpu.so")).size),
    ...listFiles(join(root, "native"), /\.h(pp)?$/).flatMap((path) => [
      relative(root, path),
      readFileSync(path, "utf8"),
    ]),
  ]);
  const objects = sources.map((source) => ({
    source,
    object: join(
      root,
      "build/native/objects",
      `${hash([surroundings, source, readFileSync(source, "utf8")])}.o`,
    ),
  }));
  const key = hash([surroundings, ...linkFlags(libtorch), ...objects.map(({ object }) => object)]);
  const addon = join(root, "build/native", key, ADDON);
  if (!existsSync(addon)) {
    await compileAll(compiler, objects, flags, root, report);
    await link(
      compiler,
      objects.map(({ object }) => object),
      addon,
      libtorch,
      report,
    );
  }
  const build: CurrentBuild = { addon, key, torchVersion: libtorch.version, libtorch };
  writeAtomically(join(root, "build/native/current.json"), `${JSON.stringify(build, null, 2)}\n`);
  return build;
}

function compileFlags(libtorch: Libtorch, root: string): string[] {
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

function linkFlags(libtorch: Libtorch): string[] {
  return [
    "-shared",
    ...libtorch.libDirs.flatMap((folder) => [`-L${folder}`, `-Wl,-rpath,${folder}`]),
    "-Wl,--no-as-needed",
    ...libtorch.libraries.map((library) => `-l${library}`),
    // Unloading with a worker's end would pull the code from under libtorch's own threads.
    "-Wl,-z,nodelete",
  ];
}

interface Unit {
  readonly source: string;
  readonly object: string;
}

async function compileAll(
  compiler: Compiler,
  units: readonly Unit[],
  flags: readonly string[],
  root: string,
  report: (line: string) => void,
): Promise<void> {
  const pending = units.filter(({ object }) => !existsSync(object));
  mkdirSync(join(root, "build/native/objects"), { recursive: true });
  const failures: { source: string; said: string }[] = [];
  const total = pending.length;
  let started = 0;
  const worker = async () => {
    for (let unit = pending.shift(); unit; unit = pending.shift()) {
      const source = relative(root, unit.source);
      report(`[${++started}/${total}] compiling ${source}`);
      const temporary = `${unit.object}.${process.pid}.tmp`;
      const said = await runCompiler(compiler, [...flags, "-c", unit.source, "-o", temporary], root);
      if (said === undefined) renameSync(temporary, unit.object);
      else failures.push({ source, said });
    }
  };
  const jobs = Math.max(
    1,
    Math.min(availableParallelism(), Math.floor(freemem() / MEMORY_PER_JOB_BYTES), total),
  );
  await Promise.all(Array.from({ length: jobs }, worker));
  if (failures.length === 0) return;
  const text = failures.map(({ source, said }) => `${source}:\n${said}`).join("\n\n");
  throw new NativeBuildError(
    `The native sources do not compile:\n\n${text}`,
    failures.map(({ source }) => source),
  );
}

async function link(
  compiler: Compiler,
  objects: readonly string[],
  addon: string,
  libtorch: Libtorch,
  report: (line: string) => void,
): Promise<void> {
  report(`linking ${ADDON} against libtorch ${libtorch.version}`);
  mkdirSync(join(addon, ".."), { recursive: true });
  const temporary = `${addon}.${process.pid}.tmp`;
  const said = await runCompiler(compiler, [...objects, ...linkFlags(libtorch), "-o", temporary], "/");
  if (said !== undefined) {
    rmSync(temporary, { force: true });
    throw new NativeBuildError(`The addon does not link:\n\n${said}`, []);
  }
  renameSync(temporary, addon);
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

function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

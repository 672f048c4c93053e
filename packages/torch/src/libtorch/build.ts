/**
 * Builds the native addon against one libtorch. Objects are cached by the hash of everything that goes into them, and
 * every libtorch has its own folder, so switching between two of them costs nothing and can never mix them.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, freemem } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Compiler, findCompiler, runCompiler } from "./compiler.js";
import { NativeBuildError } from "./errors.js";
import { withLock } from "./lock.js";
import { type BuildTarget, planBuild } from "./plan.js";
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
  /** Absolute path of the library for NCCL and CUDA graphs, where there is one. */
  readonly nccl?: string;
  /** Why there is none although libtorch and all headers are: what the compiler said. */
  readonly ncclFailure?: string;
}

/** Where sources lie and results go; the defaults are this repository's. */
export interface BuildOptions {
  /** Repository root; holds `native/` and receives `build/native/`. */
  readonly root?: string;
  readonly report?: (line: string) => void;
}

const MEMORY_PER_JOB_BYTES = 1.5e9;

/** Root of the repository, seen from `src/libtorch` as well as from `dist/libtorch`. */
export const REPOSITORY_ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** The current build, or undefined before the first one. */
export function currentBuild(root: string = REPOSITORY_ROOT): CurrentBuild | undefined {
  const path = join(root, "build/native/current.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as CurrentBuild) : undefined;
}

/**
 * Compiles and links what has changed, then makes the result the current build. Where only the library for NCCL fails,
 * which one GPU does without, that is reported and written down.
 *
 * @throws NativeBuildError when there is no compiler, or it rejects a source; the message holds its diagnostics.
 * @throws SetupLockError when another build does not finish.
 */
export async function buildNative(libtorch: Libtorch, options: BuildOptions = {}): Promise<CurrentBuild> {
  const { report = () => {} } = options;
  const root = join(options.root ?? REPOSITORY_ROOT, "/");
  const compiler = findCompiler();
  const plan = planBuild(libtorch, compiler, root);
  const folder = join(root, "build/native");
  const pathOf = ({ key, name }: BuildTarget) => join(folder, key, name);
  const make = async (target: BuildTarget, replan: () => BuildTarget | undefined) => {
    const path = pathOf(target);
    if (existsSync(path)) return path;
    await compileAll(target, replan, compiler, root, report);
    report(`linking ${target.name} against libtorch ${libtorch.version}`);
    await link(target, compiler, path);
    return path;
  };
  const replan = () => planBuild(libtorch, compiler, root);
  const makeAll = () =>
    Promise.allSettled([
      make(plan.addon, () => replan().addon),
      plan.nccl === undefined ? undefined : make(plan.nccl, () => replan().nccl),
    ]);
  const isMade = [plan.addon, plan.nccl].every(
    (target) => target === undefined || existsSync(pathOf(target)),
  );
  const onWait = ({ pid }: { pid: number }) => report(`Waiting for the build of process ${pid} ...`);
  const [addon, nccl] = isMade
    ? await makeAll()
    : await withLock(join(folder, "build.lock"), makeAll, { onWait });
  if (addon.status === "rejected") throw addon.reason;
  const { key } = plan.addon;
  const made = { addon: addon.value, key, torchVersion: libtorch.version, libtorch };
  const build: CurrentBuild = { ...made, ...ncclOf(nccl, report) };
  writeAtomically(join(folder, "current.json"), `${JSON.stringify(build, null, 2)}\n`);
  return build;
}

function ncclOf(
  outcome: PromiseSettledResult<string | undefined>,
  report: (line: string) => void,
): Pick<CurrentBuild, "nccl" | "ncclFailure"> {
  if (outcome.status === "fulfilled") return outcome.value === undefined ? {} : { nccl: outcome.value };
  if (!(outcome.reason instanceof NativeBuildError)) throw outcome.reason;
  report(`GPUs will not exchange tensors, nor replay graphs: ${outcome.reason.message}`);
  return { ncclFailure: outcome.reason.message };
}

/**
 * Compiles what the cache lacks, several sources at a time. An object must hold what its name says, so one whose source
 * or headers were saved while the compiler ran is thrown away.
 */
async function compileAll(
  target: BuildTarget,
  replan: () => BuildTarget | undefined,
  compiler: Compiler,
  root: string,
  report: (line: string) => void,
): Promise<void> {
  const pending = target.units.filter(({ object }) => !existsSync(object));
  const total = pending.length;
  const failures: { source: string; said: string }[] = [];
  mkdirSync(join(root, "build/native/objects"), { recursive: true });
  let started = 0;
  const worker = async () => {
    for (let unit = pending.shift(); unit; unit = pending.shift()) {
      const source = relative(root, unit.source);
      report(`[${++started}/${total}] compiling ${source}`);
      const temporary = `${unit.object}.tmp`;
      const said = await runCompiler(
        compiler,
        [...target.compileFlags, "-c", unit.source, "-o", temporary],
        root,
      );
      const isSame = replan()?.units.some(({ object }) => object === unit.object);
      if (said === undefined && isSame === true) renameSync(temporary, unit.object);
      else
        failures.push({ source, said: said ?? "It or a header changed while it was compiled. Build again." });
    }
  };
  // Node before 20.13 knows only the memory that nothing uses, not even as a cache.
  const memory = process.availableMemory?.() ?? freemem();
  const jobs = Math.max(
    1,
    Math.min(availableParallelism(), Math.floor(memory / MEMORY_PER_JOB_BYTES), total),
  );
  await Promise.all(Array.from({ length: jobs }, worker));
  if (failures.length === 0) return;
  const text = failures.map(({ source, said }) => `${source}:\n${said}`).join("\n\n");
  const sources = failures.map(({ source }) => source);
  throw new NativeBuildError(`The native sources do not compile:\n\n${text}`, sources);
}

async function link(target: BuildTarget, compiler: Compiler, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  const objects = target.units.map(({ object }) => object);
  const said = await runCompiler(compiler, [...objects, ...target.linkFlags, "-o", temporary], "/");
  if (said !== undefined) {
    rmSync(temporary, { force: true });
    throw new NativeBuildError(`${target.name} does not link:\n\n${said}`, []);
  }
  renameSync(temporary, path);
}

function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

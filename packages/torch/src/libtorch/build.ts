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
import { type BuildPlan, planBuild } from "./plan.js";
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
 * @throws SetupLockError when another build does not finish.
 */
export async function buildNative(libtorch: Libtorch, options: BuildOptions = {}): Promise<CurrentBuild> {
  const { report = () => {} } = options;
  const root = join(options.root ?? REPOSITORY_ROOT, "/");
  const compiler = findCompiler();
  const plan = planBuild(libtorch, compiler, root);
  const folder = join(root, "build/native");
  const addon = join(folder, plan.key, ADDON);
  if (!existsSync(addon)) {
    const onWait = ({ pid }: { pid: number }) => report(`Waiting for the build of process ${pid} ...`);
    const make = async () => {
      if (existsSync(addon)) return;
      const replan = () => planBuild(libtorch, compiler, root);
      await compileAll(plan, replan, compiler, root, report);
      report(`linking ${ADDON} against libtorch ${libtorch.version}`);
      await link(plan, compiler, addon);
    };
    await withLock(join(folder, "build.lock"), make, { onWait });
  }
  const build: CurrentBuild = { addon, key: plan.key, torchVersion: libtorch.version, libtorch };
  writeAtomically(join(folder, "current.json"), `${JSON.stringify(build, null, 2)}\n`);
  return build;
}

/**
 * Compiles what the cache lacks, several sources at a time. An object must hold what its name says, so one whose source
 * or headers were saved while the compiler ran is thrown away.
 */
async function compileAll(
  plan: BuildPlan,
  replan: () => BuildPlan,
  compiler: Compiler,
  root: string,
  report: (line: string) => void,
): Promise<void> {
  const pending = plan.units.filter(({ object }) => !existsSync(object));
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
        [...plan.compileFlags, "-c", unit.source, "-o", temporary],
        root,
      );
      const isSame = replan().units.some(({ object }) => object === unit.object);
      if (said === undefined && isSame) renameSync(temporary, unit.object);
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

async function link(plan: BuildPlan, compiler: Compiler, addon: string): Promise<void> {
  mkdirSync(dirname(addon), { recursive: true });
  const temporary = `${addon}.tmp`;
  const objects = plan.units.map(({ object }) => object);
  const said = await runCompiler(compiler, [...objects, ...plan.linkFlags, "-o", temporary], "/");
  if (said !== undefined) {
    rmSync(temporary, { force: true });
    throw new NativeBuildError(`The addon does not link:\n\n${said}`, []);
  }
  renameSync(temporary, addon);
}

function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

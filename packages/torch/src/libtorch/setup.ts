#!/usr/bin/env node
/**
 * Finds or installs libtorch and builds the native addon against it.
 *
 *   node packages/torch/dist/libtorch/setup.js [--json]
 *
 * `--json` prints the current build as one JSON document on stdout; progress goes to stderr either way. Ends with
 * status 1 and one message when no libtorch can be had or the sources do not compile.
 */
import { pathToFileURL } from "node:url";
import { buildNative, type CurrentBuild } from "./build.js";
import { installDebian } from "./debian.js";
import {
  type Attempt,
  CandidateError,
  LibtorchNotFoundError,
  NativeBuildError,
  SetupLockError,
} from "./errors.js";
import { hasNvidiaGpu } from "./gpu.js";
import { installPinned, type Report } from "./install.js";
import { examine, type Place, places } from "./locate.js";
import type { Libtorch } from "./record.js";

/** How set-up may bring a libtorch to a place that has none; absent means that it is the user's to bring. */
export type Installers = (place: Place) => ((report: Report) => Promise<void>) | undefined;

/**
 * The first usable libtorch of the search order; places that set-up can fill are filled when their turn comes.
 *
 * @throws LibtorchNotFoundError with everything that was tried and every remedy.
 */
export async function obtainLibtorch(
  report: Report,
  order: readonly Place[] = places(),
  installers: Installers = defaultInstallers,
): Promise<Libtorch> {
  const attempts: Attempt[] = [];
  for (const place of order) {
    const first = examine(place);
    if (first.libtorch && !isWorthCompleting(first.libtorch)) return first.libtorch;
    const install = installers(place);
    if (!install) {
      if (first.libtorch) return first.libtorch;
      attempts.push(first);
      continue;
    }
    try {
      await install(report);
    } catch (error) {
      if (!(error instanceof CandidateError)) throw error;
      attempts.push({ what: place.what, reason: error.reason, remedy: error.remedy });
      report(`${place.what}: ${error.reason}`);
      continue;
    }
    const second = examine(place);
    if (second.libtorch) return second.libtorch;
    attempts.push(second);
  }
  throw new LibtorchNotFoundError(attempts);
}

/** A pinned torch that came without its CUDA libraries, on a machine that has a GPU by now. */
function isWorthCompleting(libtorch: Libtorch): boolean {
  return libtorch.source === "pinned" && (libtorch.cuda?.missing.length ?? 0) > 0 && hasNvidiaGpu();
}

function defaultInstallers(place: Place): ((report: Report) => Promise<void>) | undefined {
  const wish = process.env.LIBTORCH;
  if (place.source === "pinned") return installPinned;
  if (place.source === "debian" || wish === "debian") return async (report) => installDebian(report);
  return undefined;
}

/** The whole set-up: libtorch, then the addon. */
export async function setUp(report: Report): Promise<CurrentBuild> {
  const libtorch = await obtainLibtorch(report);
  report(`libtorch ${libtorch.version} (${libtorch.source}): ${libtorch.root}`);
  return buildNative(libtorch, { report });
}

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => arg !== "--json");
  if (unknown !== undefined) {
    process.stderr.write(`Unknown option ${unknown}. Usage: setup.js [--json]\n`);
    process.exitCode = 2;
    return;
  }
  try {
    const build = await setUp((line) => process.stderr.write(`${line}\n`));
    process.stdout.write(
      args.includes("--json") ? `${JSON.stringify(build, null, 2)}\n` : `${build.addon}\n`,
    );
  } catch (error) {
    const isExpected = [LibtorchNotFoundError, NativeBuildError, SetupLockError].some(
      (kind) => error instanceof kind,
    );
    if (!isExpected) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));

/**
 * The search for libtorch. Nothing here installs anything, and nothing here loads libtorch.
 *
 * Order: `$LIBTORCH`; a torch that python3 can import; the pinned torch in the project's cache; Debian's libtorch-dev.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { type Attempt, CandidateError } from "./errors.js";
import { inspectDebian, inspectFolder } from "./inspect.js";
import { pythonTorchFolder } from "./python.js";
import { type Libtorch, type LibtorchSource, PINNED_VERSION } from "./record.js";

/** What one place of the search holds: a usable libtorch, or the reason why not. */
export type Candidate =
  | { readonly what: string; readonly source: LibtorchSource; readonly libtorch: Libtorch }
  | ({ readonly source: LibtorchSource; readonly libtorch?: never } & Attempt);

/** One place where libtorch may be. */
export interface Place {
  readonly what: string;
  readonly source: LibtorchSource;
  /** @throws CandidateError when there is no usable libtorch. */
  readonly look: () => Libtorch;
}

/** Folder that holds what set-up downloads: `$CYTONET_CACHE`, or `cytonet` in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CYTONET_CACHE) return env.CYTONET_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "cytonet");
}

/** Folder of the pinned torch inside the cache; exists only when its installation is complete. */
export function pinnedFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(env), `libtorch-${PINNED_VERSION}`);
}

/**
 * The places to look, in order. With `$LIBTORCH` set there is only that one: a wish that cannot be met is an error,
 * never an occasion to take something else.
 */
export function places(env: NodeJS.ProcessEnv = process.env): readonly Place[] {
  const wish = env.LIBTORCH;
  if (wish) {
    const isDebian = wish === "debian" || wish === "/usr" || wish === "/usr/";
    const look = () => (isDebian ? inspectDebian("env") : inspectFolder(wish, "env"));
    return [{ what: `$LIBTORCH (${wish})`, source: "env", look }];
  }
  return [
    { what: "torch of python3", source: "python", look: () => inspectFolder(pythonTorchFolder(), "python") },
    {
      what: `torch ${PINNED_VERSION} in ${pinnedFolder(env)}`,
      source: "pinned",
      look: () => inspectFolder(join(pinnedFolder(env), "torch"), "pinned"),
    },
    { what: "Debian's libtorch-dev", source: "debian", look: () => inspectDebian("debian") },
  ];
}

/** Looks at one place and turns its refusal into a reason and a remedy. */
export function examine(place: Place): Candidate {
  const { what, source } = place;
  try {
    return { what, source, libtorch: place.look() };
  } catch (error) {
    if (!(error instanceof CandidateError)) throw error;
    return { what, source, reason: error.reason, remedy: error.remedy };
  }
}

/** Every place of the search with what it holds now; the first usable one is what a build would take. */
export function describeLibtorch(env: NodeJS.ProcessEnv = process.env): readonly Candidate[] {
  return places(env).map(examine);
}

import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigError } from "@cytonet/cohort";
import type { PatchForm } from "../patchReader.js";
import { CacheBudget, filesBelow, folderBytes, newBudget, whereThere } from "./cacheBudget.js";
import { type CacheOptions, formFolder } from "./patchCache.js";

/** Age at which an unfinished entry is certainly that of a process that was killed. */
const PARTIAL_MS = 3_600_000;
/** Where the cache is fuller than this, patches of other forms go, those longest unused first. */
const CROWDED = 0.9;

/**
 * Makes a cache folder ready: removes what killed processes left and, where it is nearly full, the patches of
 * other sizes, resolutions and tones that were not used for longest. Entries of the form at hand stay: each is
 * read once an epoch, so that replacing some by others gains nothing.
 *
 * @throws ConfigError where the folder cannot be made
 */
export async function openCache(dir: string, maxBytes: number, form: PatchForm): Promise<CacheOptions> {
  const root = join(resolve(dir), "cytonet-patches");
  const own = join(root, formFolder(form));
  await mkdir(own, { recursive: true }).catch((cause: Error) => {
    throw new ConfigError(
      {
        field: "data.cacheDir",
        message: `is ${dir}, which cannot be used (${cause.message})`,
        remedy: "Name a folder of a local disk that can be written, or leave it out.",
      },
      { cause },
    );
  });
  const now = new Date();
  await utimes(own, now, now);
  await removeOldPartials(root);
  await makeRoom(root, own, maxBytes);
  const options = { dir: own, root, maxBytes, budget: newBudget() };
  await new CacheBudget(options).recount();
  return options;
}

async function removeOldPartials(root: string): Promise<void> {
  const before = Date.now() - PARTIAL_MS;
  for await (const path of filesBelow(root)) {
    if (!path.endsWith(".partial")) continue;
    const found = await whereThere(stat(path));
    if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true });
  }
}

async function makeRoom(root: string, own: string, maxBytes: number): Promise<void> {
  let total = await folderBytes(root);
  if (total <= CROWDED * maxBytes) return;
  const others = (await readdir(root)).map((name) => join(root, name)).filter((path) => path !== own);
  // One that another process has removed meanwhile comes first, and gives nothing.
  const ages = await Promise.all(
    others.map(async (path) => ({ path, usedMs: (await whereThere(stat(path)))?.mtimeMs ?? 0 })),
  );
  for (const { path } of ages.sort((a, b) => a.usedMs - b.usedMs)) {
    if (total <= CROWDED * maxBytes) return;
    total -= await folderBytes(path);
    await rm(path, { recursive: true, force: true });
  }
}

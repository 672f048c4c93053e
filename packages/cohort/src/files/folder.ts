import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isPartialName, partialName, resultOfPartial, syncPath, writerOfPartial } from "./atomic.js";
import { makeFolder, writingFailure } from "./writing.js";

/**
 * Lets `write` fill a folder under a temporary name and gives it its name when that succeeded: the folder
 * is complete or absent. A folder of that name that exists is replaced.
 *
 * @param beforeReplace runs when the new content is complete and the old still has its name.
 */
export async function publishFolder<T>(
  path: string,
  write: (partialPath: string) => Promise<T>,
  beforeReplace: () => Promise<void> = async () => {},
): Promise<T> {
  const partial = partialName(path);
  await makeFolder(dirname(partial));
  await mkdir(partial).catch((error: unknown) => {
    throw writingFailure(path, error, partial);
  });
  try {
    const result = await write(partial);
    for (const file of await filesBelow(partial)) await syncPath(join(partial, file));
    await beforeReplace();
    await replaceFolder(partial, path);
    return result;
  } catch (error) {
    throw writingFailure(path, error, partial);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * Removes what killed writers left in a folder. Only for who holds the lock.
 *
 * @param owns says by the name of the result, and the number of the process that wrote it, whether its leftovers may go.
 * @returns the names removed.
 */
export async function removePartials(
  dir: string,
  owns: (result: string, writer: number) => boolean = () => true,
): Promise<string[]> {
  const partials = (await listFolder(dir)).filter(
    (name) => isPartialName(name) && owns(resultOfPartial(name), writerOfPartial(name)),
  );
  for (const name of partials) await rm(join(dir, name), { recursive: true, force: true });
  return partials;
}

/** Relative paths of all files below a folder, sorted, temporary names left out; none when it does not exist. */
export async function filesBelow(dir: string, prefix = ""): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await entriesOf(join(dir, prefix))) {
    if (isPartialName(entry.name)) continue;
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await filesBelow(dir, path)));
    else files.push(path);
  }
  return files.sort();
}

/** Names in a folder, sorted; none when it does not exist. */
export async function listFolder(dir: string): Promise<string[]> {
  return (await entriesOf(dir)).map((entry) => entry.name).sort();
}

/** Names of the folders in a folder, sorted, temporary names left out; none when it does not exist. */
export async function listFolders(dir: string): Promise<string[]> {
  const entries = await entriesOf(dir);
  return entries
    .filter((entry) => entry.isDirectory() && !isPartialName(entry.name))
    .map((entry) => entry.name)
    .sort();
}

async function entriesOf(dir: string): Promise<{ name: string; isDirectory(): boolean }[]> {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Renames `from` to `to`; what stood there goes first, since a folder that is not empty cannot be renamed over. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const old = partialName(to);
  try {
    await rename(to, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await rename(from, to);
    await syncPath(dirname(to));
    return;
  }
  try {
    await rename(from, to);
  } catch (error) {
    await rename(old, to);
    throw error;
  }
  await syncPath(dirname(to));
  await rm(old, { recursive: true, force: true });
}

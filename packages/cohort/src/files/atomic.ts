import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeFolder, writingFailure } from "./writing.js";

/** Marks what is being written: never read, removed when found left over. */
const PARTIAL = ".partial-";

/** A name beside `path`, in the same file system, that no reader takes for a result. */
export function partialName(path: string): string {
  return join(dirname(path), `.${basename(path)}${PARTIAL}${process.pid}-${randomBytes(4).toString("hex")}`);
}

/** True for names made by {@link partialName}. */
export function isPartialName(name: string): boolean {
  return name.startsWith(".") && name.includes(PARTIAL);
}

/** The process that made such a name, of some host. */
export function writerOfPartial(name: string): number {
  return Number.parseInt(name.slice(name.lastIndexOf(PARTIAL) + PARTIAL.length), 10);
}

/** The name for which {@link partialName} made a name. */
export function resultOfPartial(name: string): string {
  return name.slice(1, name.lastIndexOf(PARTIAL));
}

/**
 * Writes a file so that readers see the old content or the new one, never a part.
 * Missing folders are made; the content reaches the disk before the name does.
 *
 * @throws MachineError saying why it cannot be written
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const partial = partialName(path);
  try {
    const file = await open(partial, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    throw writingFailure(path, error, partial);
  }
}

/** Writes a value as indented JSON, complete or not at all. */
export async function writeJsonAtomic(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Lets `write` make a file under a temporary name and gives it its name when that succeeded.
 * For writers, such as a database, that take a path.
 *
 * @throws MachineError saying why it cannot be written; what `write` throws
 */
export async function publishFile(
  path: string,
  write: (partialPath: string) => Promise<void>,
): Promise<void> {
  await makeFolder(dirname(path));
  const partial = partialName(path);
  try {
    await write(partial);
    await syncPath(partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    throw writingFailure(path, error, partial);
  }
}

/** Flushes a file or folder to the disk, so that a rename after it cannot outrun the content. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { publishFile } from "./atomic.js";

/** Folder of what was replaced, in cohort folders and in those of stages; no brain's name begins with an underscore. */
export const asideName = "_aside";

/** A time as a folder name: `2026-03-01T12-30-05-123Z`. */
export function asideStamp(time: Date): string {
  return time.toISOString().replaceAll(/[:.]/g, "-");
}

/**
 * Copies files of a folder to `_aside/TIME/` in it, under the same relative names, before they are replaced. The
 * files themselves stay, so that they are there at every moment.
 *
 * @param files relative to the folder
 * @returns the folder that holds the copies
 */
export async function copyAside(dir: string, files: readonly string[], now = new Date()): Promise<string> {
  const aside = join(dir, asideName, asideStamp(now));
  for (const file of files) {
    await publishFile(join(aside, file), (partial) => copyFile(join(dir, file), partial));
  }
  return aside;
}

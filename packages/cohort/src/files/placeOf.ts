import { dirname } from "node:path";

/** Where files are, for a message: one by its path, several by the folder that holds them all. */
export function placeOf(paths: string | readonly string[]): string {
  const [first = "", ...others] = typeof paths === "string" ? [paths] : paths;
  if (others.length === 0) return first;
  let folder = dirname(first);
  while (folder !== dirname(folder) && !others.every((path) => path.startsWith(`${folder}/`))) {
    folder = dirname(folder);
  }
  return folder;
}

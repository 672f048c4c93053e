import { mkdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { isCohortError, MachineError } from "../errors.js";
import { systemCodeOf, systemRemedies } from "../systemFaults.js";

/** Met by writing alone, whatever else was done meanwhile. */
const ofWriting = new Set(["ENOSPC", "EDQUOT", "EROFS"]);

/**
 * An error of writing `path` in plain words; other errors as they are.
 *
 * @param path the result, as the user knows it
 * @param partial the temporary name under which it was written: what cannot be done there concerns the result
 */
export function writingFailure(path: string, error: unknown, partial = path): unknown {
  if (isCohortError(error) || !(error instanceof Error)) return error;
  const code = systemCodeOf(error);
  const remedy = code === undefined ? undefined : systemRemedies[code];
  if (code === undefined || remedy === undefined) return error;
  const { path: at = error.message, dest = "" } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const concernsResult = [at, dest].some(
    (text) => text.includes(basename(partial)) || text === dirname(path),
  );
  if (!ofWriting.has(code) && !concernsResult) return error;
  return new MachineError({ file: path, message: `cannot be written (${code})`, remedy }, { cause: error });
}

/** Makes a folder and those above it. @throws MachineError saying why it cannot be made */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    const code = systemCodeOf(cause) ?? "unknown error";
    const remedy = systemRemedies[code] ?? "Choose another folder.";
    throw new MachineError({ file: path, message: `cannot be made (${code})`, remedy }, { cause });
  }
}

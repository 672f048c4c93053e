import { type FileHandle, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ScanError } from "../errors.js";
import type { OutputFiles } from "./tileSink.js";

/** Files of the machine. */
export const machineFiles: OutputFiles = {
  async writeFile(path, bytes) {
    try {
      await writeFile(path, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
  },
  async writeAt(file: FileHandle, bytes, position) {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  },
};

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: "Make room on the disk, or choose another folder",
  EDQUOT: "Make room within the quota, or choose another folder",
  EACCES: "Check the rights of the folder, or choose another one",
  EPERM: "Check the rights of the folder, or choose another one",
  EROFS: "That file system is read-only: choose another folder",
  ENOENT: "Check that the folder exists",
  EMFILE: "Raise the limit of open files",
};

/** What the machine said about an output, as a ScanError (`output`); other errors pass unchanged. */
export function outputError(path: string, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (cause instanceof ScanError || !(cause instanceof Error) || typeof code !== "string") return cause;
  return new ScanError({
    kind: "output",
    path,
    problem: `it cannot be written (${cause.message})`,
    remedy: remedies[code] ?? "Check the disk and the folder",
    cause,
  });
}

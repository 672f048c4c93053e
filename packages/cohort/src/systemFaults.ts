/** What to do about what the operating system refuses, by its code. */
export const systemRemedies: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full: make room there, or choose another folder.",
  EDQUOT: "The disk quota is used up: make room, or choose another folder.",
  EROFS: "That file system is read-only: choose another folder.",
  EACCES: "Check the rights of that path, or choose another one.",
  EPERM: "Check the rights of that path, or choose another one.",
  EMFILE: "Raise the limit of open files (`ulimit -n`).",
  ENFILE: "Too many files are open on this machine: end other programs.",
  ENOTDIR: "A file stands where a folder is needed: choose another path, or move that file away.",
  EEXIST: "A file stands where a folder is needed: choose another path, or move that file away.",
  EISDIR: "A folder stands where a file is needed: choose another path.",
  ENOENT: "No folder can be made there, as on a file system that is read-only: choose another place.",
  ENAMETOOLONG: "Choose a shorter path.",
};

/** As C libraries say it: libvips, DuckDB and others hand on nothing but this. */
const texts: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/i, "ENOSPC"],
  [/disk quota exceeded/i, "EDQUOT"],
  [/read-only file system/i, "EROFS"],
  [/permission denied/i, "EACCES"],
  [/operation not permitted/i, "EPERM"],
  [/too many open files/i, "EMFILE"],
  [/not a directory/i, "ENOTDIR"],
  [/is a directory/i, "EISDIR"],
  [/file name too long/i, "ENAMETOOLONG"],
];

/**
 * The operating system's code for why something failed, such as `ENOSPC`: the error's own, that of the error that led to
 * it, or what their messages say. Undefined where the system has nothing to do with it.
 */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall } = error as NodeJS.ErrnoException;
  // A file that is missing is no fault of the machine; a folder that cannot be made is.
  if (code === "ENOENT") return syscall === "mkdir" ? code : undefined;
  if (code !== undefined && code in systemRemedies) return code;
  const said = texts.find(([text]) => text.test(error.message))?.[1];
  return said ?? systemCodeOf(error.cause);
}

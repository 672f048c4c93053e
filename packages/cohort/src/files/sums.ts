import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError, type Problem } from "../errors.js";
import { writeFileAtomic } from "./atomic.js";
import { filesBelow } from "./folder.js";
import { sha256File } from "./hash.js";

const sumsName = "SHA256SUMS";

/** Writes `SHA256SUMS` over all files of a folder, in the form that `sha256sum --check` reads. */
export async function writeSha256Sums(dir: string): Promise<void> {
  const lines: string[] = [];
  for (const file of await filesBelow(dir)) {
    if (file !== sumsName) lines.push(`${await sha256File(join(dir, file))}  ${file}\n`);
  }
  await writeFileAtomic(join(dir, sumsName), lines.join(""));
}

/**
 * Checks a folder against its `SHA256SUMS`: every file listed is there with this content, and no other is.
 *
 * @throws DataError naming every file that is absent, changed or not listed.
 */
export async function verifySha256Sums(dir: string): Promise<void> {
  const path = join(dir, sumsName);
  if (!existsSync(dir)) {
    throw new DataError({ file: dir, message: "does not exist", remedy: "Check the path of the folder." });
  }
  const remedy = "Copy or download the folder again.";
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new DataError(
      { file: path, message: "cannot be read: the folder is not complete", remedy },
      { cause },
    );
  });
  const problems: Problem[] = [];
  const present = new Set(await filesBelow(dir));
  present.delete(sumsName);
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const [, sum, file] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum === undefined || file === undefined || file.split("/").includes("..")) {
      problems.push({ file: path, line: index + 1, message: "is not a checksum and a file name", remedy });
    } else if (!present.delete(file)) {
      problems.push({ file: join(dir, file), message: "is absent", remedy });
    } else if ((await sha256File(join(dir, file))) !== sum) {
      problems.push({
        file: join(dir, file),
        message: "has another content than when it was written",
        remedy,
      });
    }
  }
  for (const file of present) {
    problems.push({ file: join(dir, file), message: `is not listed in ${sumsName}`, remedy: "Remove it." });
  }
  if (problems.length > 0) throw new DataError(problems);
}

import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ExitCode } from "../../src/errors.js";
import { publishFolder } from "../../src/files/folder.js";
import { acquireLock, MachineError, openRun, publishFile, writeFileAtomic } from "../../src/index.js";
import { systemCodeOf } from "../../src/systemFaults.js";
import { errorOf, temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();
const system = (code: string, rest: object = {}) =>
  Object.assign(new Error(`${code}: refused`), { code, ...rest });

describe("what the system refuses to write", () => {
  it("is told in plain words where a file stands in the place of a folder", async () => {
    const file = join(await newFolder(), "taken");
    await writeFile(file, "");
    const facts = { stage: "pretrain", stageVersion: 1, config: {}, seed: 1, startedAt: new Date() };
    const attempts: readonly (() => Promise<unknown>)[] = [
      () => writeFileAtomic(join(file, "a.txt"), ""),
      () => publishFile(join(file, "a.txt"), async () => {}),
      () => publishFolder(join(file, "below", "a"), async () => {}),
      () => acquireLock(join(file, "lock"), "tests"),
      () => openRun(file, facts),
      () => openRun(join(file, "run"), facts),
    ];
    for (const attempt of attempts) {
      const error = await errorOf(attempt);
      expect(error).toBeInstanceOf(MachineError);
      expect(error.message).toMatch(
        /taken.*: cannot be (made|written) \((ENOTDIR|EEXIST)\)\. A file stands where a folder/,
      );
    }
  });

  it("is told where a folder stands in the place of a file", async () => {
    const folder = await newFolder();
    await mkdir(join(folder, "result", "full"), { recursive: true });
    const error = await errorOf(() => writeFileAtomic(join(folder, "result"), "text"));
    expect(error.message).toMatch(/result: cannot be written \(EISDIR\)\. A folder stands/);
    expect(await readdir(folder)).toEqual(["result"]);
  });

  it.each([
    ["the system", () => system("ENOSPC"), "ENOSPC"],
    [
      "libvips",
      () => new Error("a.png: unable to open for write\nunix error: Read-only file system\nwbuffer_write"),
      "EROFS",
    ],
    ["DuckDB", () => new Error('IO Error: Could not write file "a": No space left on device'), "ENOSPC"],
    ["a cause", () => new Error("cannot be written", { cause: system("EDQUOT") }), "EDQUOT"],
  ])("is told of in one line, as %s has it", async (_, make, code) => {
    const folder = await newFolder();
    const path = join(folder, "a.png");
    const fail = async () => {
      throw make();
    };
    for (const error of [
      await errorOf(() => publishFile(path, fail)),
      await errorOf(() => publishFolder(path, fail)),
    ]) {
      expect(error).toMatchObject({ name: "MachineError", exitCode: ExitCode.Environment, file: path });
      expect(error.message).toContain(`a.png: cannot be written (${code}). `);
      expect(error.message).not.toContain("\n");
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it("is not blamed for what cannot be read meanwhile", async () => {
    const other = system("EACCES", { path: "/scans/a.tif" });
    const failing = async () => {
      throw other;
    };
    const path = join(await newFolder(), "a");
    await expect(publishFile(path, failing)).rejects.toBe(other);
  });
});

describe("systemCodeOf", () => {
  it("leaves a missing file alone, and a folder that cannot be made not", () => {
    expect(systemCodeOf(system("ENOENT", { syscall: "open" }))).toBeUndefined();
    expect(systemCodeOf(system("ENOENT", { syscall: "mkdir" }))).toBe("ENOENT");
    expect(systemCodeOf(new TypeError("x is not a function"))).toBeUndefined();
  });
});

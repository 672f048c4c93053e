import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  publishFile,
  publishFolder,
  removePartials,
  writeFileAtomic,
  writeJsonAtomic,
} from "../../src/index.js";
import { temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();

describe("writeFileAtomic", () => {
  it("makes missing folders and leaves no temporary name", async () => {
    const dir = await newFolder();
    await writeFileAtomic(join(dir, "a/b.txt"), "one");
    await writeFileAtomic(join(dir, "a/b.txt"), "two");
    expect(await readFile(join(dir, "a/b.txt"), "utf8")).toBe("two");
    expect(await readdir(join(dir, "a"))).toEqual(["b.txt"]);
  });

  it("leaves the old file when the new one cannot be put in its place", async () => {
    const dir = await newFolder();
    await mkdir(join(dir, "taken/inside"), { recursive: true });
    await expect(writeFileAtomic(join(dir, "taken"), "x")).rejects.toThrow();
    expect(await readdir(dir)).toEqual(["taken"]);
  });

  it("writes JSON", async () => {
    const dir = await newFolder();
    await writeJsonAtomic(join(dir, "a.json"), { a: [1, 2] });
    expect(JSON.parse(await readFile(join(dir, "a.json"), "utf8"))).toEqual({ a: [1, 2] });
  });
});

describe("publishFile", () => {
  it("leaves nothing of a writer that failed", async () => {
    const dir = await newFolder();
    const failing = publishFile(join(dir, "a.bin"), async (partial) => {
      await writeFile(partial, "half");
      throw new Error("disk trouble");
    });
    await expect(failing).rejects.toThrow("disk trouble");
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("publishFolder", () => {
  it("replaces a folder as a whole", async () => {
    const dir = await newFolder();
    const target = join(dir, "result");
    await publishFolder(target, (partial) => writeFile(join(partial, "old.txt"), "old"));
    await publishFolder(target, (partial) => writeFile(join(partial, "new.txt"), "new"));
    expect(await readdir(target)).toEqual(["new.txt"]);
    expect(await readdir(dir)).toEqual(["result"]);
  });

  it("keeps the old folder when the new one fails", async () => {
    const dir = await newFolder();
    const target = join(dir, "result");
    await publishFolder(target, (partial) => writeFile(join(partial, "old.txt"), "old"));
    const failing = publishFolder(target, async (partial) => {
      await writeFile(join(partial, "new.txt"), "half");
      throw new Error("bad section");
    });
    await expect(failing).rejects.toThrow("bad section");
    expect(await readdir(target)).toEqual(["old.txt"]);
    expect(await readdir(dir)).toEqual(["result"]);
  });

  it("shows nothing under its name before it is complete", async () => {
    const dir = await newFolder();
    await publishFolder(join(dir, "result"), async (partial) => {
      await writeFile(join(partial, "a.txt"), "a");
      expect(await readdir(dir)).not.toContain("result");
    });
  });
});

describe("removePartials", () => {
  it("removes what killed writers left, of the results it is told", async () => {
    const dir = await newFolder();
    for (const name of [".a.partial-1-0011aabb", ".b.partial-1-0011aabb", "kept"])
      await mkdir(join(dir, name));
    expect(await removePartials(dir, (result) => result === "a")).toEqual([".a.partial-1-0011aabb"]);
    expect(await removePartials(dir)).toEqual([".b.partial-1-0011aabb"]);
    expect(await readdir(dir)).toEqual(["kept"]);
  });
});

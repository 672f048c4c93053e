import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifySha256Sums, writeSha256Sums } from "../../src/index.js";
import { errorOf, temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();

async function sampleFolder(): Promise<string> {
  const dir = await newFolder();
  await mkdir(join(dir, "sub"));
  await writeFile(join(dir, "a.bin"), "one");
  await writeFile(join(dir, "sub/b c.bin"), "two");
  await writeSha256Sums(dir);
  return dir;
}

describe("SHA256SUMS", () => {
  it("is what the system's sha256sum checks", async () => {
    const dir = await sampleFolder();
    const options = { cwd: dir, encoding: "utf8" } as const;
    expect(execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], options)).toBe(
      "a.bin: OK\nsub/b c.bin: OK\n",
    );
    await verifySha256Sums(dir);
  });

  it("names every file that is changed, absent or not listed", async () => {
    const dir = await sampleFolder();
    await writeFile(join(dir, "a.bin"), "One");
    await rm(join(dir, "sub/b c.bin"));
    await writeFile(join(dir, "extra"), "x");
    const error = await errorOf(() => verifySha256Sums(dir));
    expect(error.problems.map(({ file, message }) => [file, message])).toEqual([
      [join(dir, "a.bin"), "has another content than when it was written"],
      [join(dir, "sub/b c.bin"), "is absent"],
      [join(dir, "extra"), "is not listed in SHA256SUMS"],
    ]);
  });

  it("refuses a folder without it, and names that climb out of the folder", async () => {
    const dir = await sampleFolder();
    await writeFile(join(dir, "SHA256SUMS"), `${"0".repeat(64)}  ../a.bin\n`);
    expect((await errorOf(() => verifySha256Sums(dir))).line).toBe(1);
    await rm(join(dir, "SHA256SUMS"));
    expect((await errorOf(() => verifySha256Sums(dir))).message).toMatch(/not complete/);
    expect((await errorOf(() => verifySha256Sums(join(dir, "nope")))).message).toBe(
      `${join(dir, "nope")}: does not exist. Check the path of the folder.`,
    );
  });
});

import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { libraryClosure, missingLibraries } from "../../src/libtorch/shared-libraries.js";
import { makeLibrary, temporaryFolder } from "./fixtures.js";

const folder = temporaryFolder();

describe("libraryClosure", () => {
  it("finds for node what ldd finds", () => {
    const listing = execFileSync("ldd", [process.execPath], { encoding: "utf8" });
    const loaded = [...listing.matchAll(/^\s+(\S+)(?: => \S+)? \(0x/gm)].map((match) => basename(match[1]!));
    const { found, missing } = libraryClosure(process.execPath);
    expect(missing).toEqual([]);
    const ours = found.map((path) => basename(path));
    const versioned = (soname: string) => ours.some((name) => name.startsWith(soname.replace(/\.so.*/, "")));
    for (const soname of loaded.filter((name) => !name.includes("vdso")))
      expect(versioned(soname), soname).toBe(true);
  });

  it("walks through libraries of libraries, relative to each of them", () => {
    const deep = makeLibrary(join(folder, "a/deep"), "libdeep.so");
    const middle = makeLibrary(join(folder, "a"), "libmiddle.so", {
      linkWith: [deep],
      rpath: "$ORIGIN/deep",
    });
    const top = makeLibrary(folder, "libtop.so", { linkWith: [middle], rpath: "$ORIGIN/a" });
    expect(missingLibraries(top)).toEqual([]);
    mkdirSync(join(folder, "moved"));
    renameSync(deep, join(folder, "moved/libdeep.so"));
    expect(missingLibraries(top)).toEqual(["libdeep.so"]);
    rmSync(middle);
    expect(missingLibraries(top)).toEqual(["libmiddle.so"]);
  });
});

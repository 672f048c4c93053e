import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { definesSymbol, readDynamic } from "../../src/libtorch/elf.js";
import { libraryClosure } from "../../src/libtorch/shared-libraries.js";
import { makeLibrary, temporaryFolder } from "./fixtures.js";

const folder = temporaryFolder();

/** What binutils reads in the same file. */
function readelf(path: string) {
  const listing = execFileSync("readelf", ["-d", "-W", path], { encoding: "utf8" });
  const all = (tag: string) =>
    [...listing.matchAll(new RegExp(`\\(${tag}\\).*\\[(.*)\\]`, "g"))].map((match) => match[1]!);
  return {
    needed: all("NEEDED"),
    soname: all("SONAME")[0],
    searchPath: [...all("RUNPATH"), ...all("RPATH")],
  };
}

describe("readDynamic", () => {
  it("agrees with readelf on node and on every library that it loads", () => {
    const { found } = libraryClosure(process.execPath);
    expect(found.length).toBeGreaterThan(3);
    for (const path of found) {
      const { needed, soname, searchPath } = readDynamic(path);
      expect({ needed, soname, searchPath: searchPath.join(":") }, path).toEqual({
        ...readelf(path),
        searchPath: readelf(path).searchPath.join(":"),
      });
    }
  });

  it("reads old and new search paths", () => {
    const path = makeLibrary(folder, "libsearching.so", { rpath: "$ORIGIN/one:/two" });
    expect(readDynamic(path).searchPath).toEqual(["$ORIGIN/one", "/two"]);
    const old = makeLibrary(folder, "libold.so", { rpath: "/three", linkWith: ["-Wl,--disable-new-dtags"] });
    expect(readDynamic(old).searchPath).toEqual(["/three"]);
  });

  it("refuses what is not an ELF library", () => {
    const path = join(folder, "text.so");
    writeFileSync(path, "INPUT(-lreal)\n".repeat(10));
    expect(() => readDynamic(path)).toThrow("is not a 64-bit little-endian ELF library");
    writeFileSync(path, "short");
    expect(() => readDynamic(path)).toThrow("ends early");
  });
});

describe("definesSymbol", () => {
  const path = makeLibrary(folder, "libsymbols.so", {
    code: "extern int only_used_here(void); int defined_symbol_here(void) { return only_used_here(); }",
  });

  it("finds defined symbols by any part of their name", () => {
    for (const part of ["defined_symbol_here", "symbol", "_here"])
      expect(definesSymbol(path, part)).toBe(true);
  });

  it("does not take a symbol that is only used for a defined one", () => {
    expect(execFileSync("nm", ["-D", path], { encoding: "utf8" })).toContain("U only_used_here");
    expect(definesSymbol(path, "only_used")).toBe(false);
    expect(definesSymbol(path, "nowhere")).toBe(false);
  });
});

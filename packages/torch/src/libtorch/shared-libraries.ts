/** Answers, without loading anything, whether the dynamic loader would find every library that a library needs. */
import { execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { readDynamic } from "./elf.js";

/** Result of walking DT_NEEDED from one library. */
export interface LibraryClosure {
  /** Absolute real paths of everything that would be loaded, the start included. */
  readonly found: readonly string[];
  /** Sonames that are nowhere on the search path. */
  readonly missing: readonly string[];
}

/**
 * Walks DT_NEEDED transitively, looking where the dynamic loader would: each library's own search path,
 * `LD_LIBRARY_PATH`, and the system's cache. A library also finds what one loaded before it has already brought in.
 *
 * @throws Error when a library that was found cannot be read.
 */
export function libraryClosure(start: string): LibraryClosure {
  const found = new Map<string, string>();
  const missing = new Set<string>();
  const pending = [realpathSync(start)];
  const visited = new Set(pending);
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    const dynamic = readDynamic(path);
    const origin = dirname(path);
    const searchPath = dynamic.searchPath.map((entry) =>
      entry.replaceAll("$" + "{ORIGIN}", origin).replaceAll("$ORIGIN", origin),
    );
    for (const soname of dynamic.needed) {
      if (found.has(soname)) continue;
      const hit = findLibrary(soname, searchPath);
      if (hit === undefined) missing.add(soname);
      else {
        missing.delete(soname);
        found.set(soname, hit);
        if (!visited.has(hit)) {
          visited.add(hit);
          pending.push(hit);
        }
      }
    }
  }
  return { found: [...visited], missing: [...missing] };
}

/**
 * Sonames that a library needs, directly or not, and that the dynamic loader would not find.
 *
 * @throws Error when a library that was found cannot be read.
 */
export function missingLibraries(path: string): readonly string[] {
  return libraryClosure(path).missing;
}

function findLibrary(soname: string, searchPath: readonly string[]): string | undefined {
  const fromEnvironment = (process.env.LD_LIBRARY_PATH ?? "").split(":").filter((entry) => entry !== "");
  for (const folder of [...searchPath, ...fromEnvironment]) {
    const path = join(folder, soname);
    if (existsSync(path)) return realpathSync(path);
  }
  const cached = systemLibraries().get(soname);
  return cached === undefined ? undefined : realpathSync(cached);
}

let cache: Map<string, string> | undefined;

/** Sonames known to the system's loader, from `ldconfig -p`. */
function systemLibraries(): Map<string, string> {
  if (cache) return cache;
  const libraries = new Map<string, string>();
  const listing = execFileSync("/sbin/ldconfig", ["-p"], { encoding: "utf8", maxBuffer: 64 << 20 });
  const foreign = process.arch === "x64" ? /libx32|i386|ELF32/ : /ELF32|\(libc6,hard-float\)/;
  for (const line of listing.split("\n")) {
    const match = /^\s+(\S+) \(([^)]*)\) => (.+)$/.exec(line);
    if (!match || foreign.test(match[2]!) || libraries.has(match[1]!)) continue;
    if (process.arch === "x64" && !match[2]!.includes("x86-64")) continue;
    libraries.set(match[1]!, match[3]!);
  }
  cache = libraries;
  return libraries;
}

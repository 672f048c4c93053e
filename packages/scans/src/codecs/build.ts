import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { CodecBuild } from "./native.js";

/** Debian's packages of what the addon is compiled against; Ubuntu's have the same names. */
export const headerPackages = ["libdeflate-dev", "libjpeg-dev", "libzstd-dev"] as const;

const libraries = ["-ldeflate", "-ljpeg", "-lzstd"];
const napiVersion = 9;

function compiler(): string {
  return process.env.CXX || "g++";
}

function flags(): string[] {
  const { include_dir: headers } = createRequire(import.meta.url)("node-api-headers") as {
    include_dir: string;
  };
  return [
    "-std=c++20",
    "-O3",
    "-fPIC",
    "-shared",
    "-fvisibility=hidden",
    "-Wall",
    "-Wextra",
    `-DNAPI_VERSION=${napiVersion}`,
    "-isystem",
    headers,
  ];
}

/** Whether a program against all three libraries compiles and links. */
export function hasHeaders(): boolean {
  const program =
    "#include <cstdio>\n#include <jpeglib.h>\n#include <libdeflate.h>\n#include <zstd.h>\nint main() {}\n";
  const args = ["-x", "c++", "-", ...libraries, "-o", "/dev/null"];
  return spawnSync(compiler(), args, { input: program, stdio: ["pipe", "ignore", "ignore"] }).status === 0;
}

/** Where the addon of the sources as they are now lies, or is to lie. */
function addonOf(root: string): string {
  const folder = sourcesOf(root);
  const version = spawnSync(compiler(), ["--version"], { encoding: "utf8" }).stdout ?? "";
  const digest = createHash("sha256");
  for (const part of [version, process.arch, ...flags(), ...libraries]) digest.update(`${part}\n`);
  for (const name of readdirSync(folder).sort()) {
    digest.update(`${name}\n`).update(readFileSync(join(folder, name)));
  }
  return join(root, "build/codecs", digest.digest("hex").slice(0, 24), "cytonet_scans.node");
}

function sourcesOf(root: string): string {
  return join(root, "packages/scans/native");
}

/** Whether the addon was compiled from these sources before, and the libraries that it needs are still there. */
export function isBuilt(root: string): boolean {
  const addon = addonOf(root);
  if (!existsSync(addon)) return false;
  try {
    createRequire(import.meta.url)(addon);
    return true;
  } catch {
    return false;
  }
}

/**
 * Compile the addon.
 *
 * @param root of the repository: sources are in `packages/scans/native`, results go to `build/codecs`
 * @throws Error with the compiler's diagnostics
 */
export function compileCodecs(root: string): void {
  const addon = addonOf(root);
  const folder = sourcesOf(root);
  mkdirSync(dirname(addon), { recursive: true });
  // Two set-ups at once make the same file; each under a name of its own until it is whole.
  const temporary = `${addon}.${process.pid}.tmp`;
  const names = readdirSync(folder).filter((name) => name.endsWith(".cc"));
  const sources = names.sort().map((name) => join(folder, name));
  const args = [...flags(), ...sources, ...libraries, "-o", temporary];
  const { status, stderr } = spawnSync(compiler(), args, { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`The codec addon does not compile:\n\n${(stderr ?? "").replaceAll(root, "").trimEnd()}`);
  }
  renameSync(temporary, addon);
}

/** Make the addon of these sources the one that scans are read with. */
export function keepAddon(root: string): CodecBuild {
  return keepRecord(root, { addon: addonOf(root) });
}

/** Write down what scans are to be read with. */
export function keepRecord(root: string, build: CodecBuild): CodecBuild {
  const folder = join(root, "build/codecs");
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `current.json.${process.pid}.tmp`);
  writeFileSync(temporary, `${JSON.stringify(build, null, 2)}\n`);
  renameSync(temporary, join(folder, "current.json"));
  return build;
}

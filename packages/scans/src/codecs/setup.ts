#!/usr/bin/env node
/**
 * Builds the codec addon (`packages/scans/native`) against libdeflate, libjpeg and libzstd, and installs their headers
 * with apt where they are absent and the rights suffice.
 *
 *   node packages/scans/dist/codecs/setup.js
 *
 * Where that is not to be had scans are read with portable decoders, so the reason is kept for `cytonet doctor` and
 * the set-up goes on. Sources that do not compile end it.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileCodecs, hasHeaders, headerPackages, isBuilt, keepAddon, keepRecord } from "./build.js";

const repositoryRoot = fileURLToPath(new URL("../../../../", import.meta.url));

/** Why the headers cannot be installed, with the remedy; undefined when they were. */
function installHeaders(report: (line: string) => void): string | undefined {
  const command = `apt-get install ${headerPackages.join(" ")}`;
  if (!existsSync("/usr/bin/apt-get")) {
    return "the headers of libdeflate, libjpeg and libzstd are absent: install them and run `make build`";
  }
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync("sudo", ["-n", "true"]).status !== 0) {
    return `headers are absent and apt-get needs root: \`sudo ${command}\`, then \`make build\``;
  }
  report(`Installing ${headerPackages.join(", ")} with apt.`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: readonly string[]): boolean => {
    const [program, ...rest] = [...(isRoot ? [] : ["sudo", "-n"]), "apt-get", ...args];
    return spawnSync(program!, rest, { env, stdio: ["ignore", 2, 2] }).status === 0;
  };
  const install = ["install", "-q", "-y", "--no-install-recommends", ...headerPackages];
  // Lists of packages may be absent or out of date; they are fetched only then.
  if (apt(...install) || (apt("update", "-q") && apt(...install))) return undefined;
  return `\`sudo ${command}\` failed: see what it says, then run \`make build\``;
}

function main(): void {
  const report = (line: string) => process.stderr.write(`${line}\n`);
  if (isBuilt(repositoryRoot)) {
    keepAddon(repositoryRoot);
    return;
  }
  if (!hasHeaders()) {
    const problem =
      installHeaders(report) ??
      (hasHeaders()
        ? undefined
        : "a program against libdeflate, libjpeg and libzstd does not compile: see that g++ (or CXX) works");
    if (problem !== undefined) {
      report(`Scans will be read with portable decoders, several times slower: ${problem}.`);
      keepRecord(repositoryRoot, { addon: null, reason: problem });
      return;
    }
  }
  try {
    report("compiling packages/scans/native");
    compileCodecs(repositoryRoot);
    keepAddon(repositoryRoot);
  } catch (error) {
    report((error as Error).message);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();

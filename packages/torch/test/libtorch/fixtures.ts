/** Small shared libraries and torch folders, made with the machine's own compiler. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder that is removed after the tests of the calling file. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "cytonet-libtorch-")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface LibrarySource {
  readonly code?: string;
  readonly linkWith?: readonly string[];
  readonly rpath?: string;
}

/** Compiles C code into `folder/name` and returns the path. */
export function makeLibrary(folder: string, name: string, source: LibrarySource = {}): string {
  const { code = "", linkWith = [], rpath } = source;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const search = rpath === undefined ? [] : [`-Wl,-rpath,${rpath}`];
  const args = ["-xc", "-", "-shared", "-fPIC", "-o", path, `-Wl,-soname,${name}`, "-Wl,--no-as-needed"];
  execFileSync("gcc", [...args, ...search, "-xnone", ...linkWith], { input: code });
  return path;
}

export interface FakeTorch {
  readonly version: string;
  readonly cuda?: string;
  readonly cxx11Abi?: boolean;
  readonly gloo?: boolean;
}

/** A folder that looks like `site-packages/torch`: version file, one header, and two libraries with telling symbols. */
export function makeTorch(
  folder: string,
  { version, cuda, cxx11Abi = true, gloo = false }: FakeTorch,
): string {
  const headers = join(folder, "include/torch/csrc/api/include/torch");
  mkdirSync(headers, { recursive: true });
  const [major, minor, patch] = version.split(/[.+]/);
  const defines = { MAJOR: major, MINOR: minor, PATCH: patch };
  const lines = Object.entries(defines).map(([name, value]) => `#define TORCH_VERSION_${name} ${value}\n`);
  writeFileSync(join(headers, "version.h"), lines.join(""));
  const cudaText = cuda === undefined ? "None" : `'${cuda}'`;
  writeFileSync(
    join(folder, "version.py"),
    `from typing import Optional\n__version__ = '${version}'\ncuda: Optional[str] = ${cudaText}\n`,
  );
  const strings = cxx11Abi ? "NSt7__cxx1112basic_stringIcEE" : "Ss";
  makeLibrary(join(folder, "lib"), "libc10.so", { code: `void _ZN3c105ErrorC1E${strings}(void) {}` });
  const code = `int fake_torch_version(void) { return ${minor}; }
    ${gloo ? "void _ZN4c10d16ProcessGroupGlooC1Ev(void) {}" : ""}`;
  makeLibrary(join(folder, "lib"), "libtorch_cpu.so", { code });
  return folder;
}

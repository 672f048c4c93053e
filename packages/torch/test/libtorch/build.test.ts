import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { buildNative, currentBuild } from "../../src/libtorch/build.js";
import { NativeBuildError } from "../../src/libtorch/errors.js";
import { inspectFolder } from "../../src/libtorch/inspect.js";
import { makeLibrary, makeTorch, temporaryFolder } from "./fixtures.js";

const folder = temporaryFolder();
const older = inspectFolder(makeTorch(join(folder, "older"), { version: "2.12.0" }), "env");
const newer = inspectFolder(makeTorch(join(folder, "newer"), { version: "2.13.0" }), "env");

const ADDON = `#include <node_api.h>
#include <torch/version.h>
#include "answer.h"
extern "C" int fake_torch_version(void);
NAPI_MODULE_INIT() {
  napi_value result;
  napi_create_int32(env, answer() * 1000000 + TORCH_VERSION_MINOR * 1000 + fake_torch_version(), &result);
  return result;
}
`;

/** A repository with two sources and one header; the addon's value tells what it was compiled from. */
function makeRepository(name: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, "native/src"), { recursive: true });
  writeFileSync(join(root, "native/src/addon.cc"), ADDON);
  writeFileSync(join(root, "native/src/answer.cc"), '#include "answer.h"\nint answer() { return ANSWER; }\n');
  writeFileSync(join(root, "native/src/answer.h"), "#define ANSWER 1\nint answer();\n");
  return root;
}

async function build(root: string, libtorch = newer) {
  const said: string[] = [];
  const result = await buildNative(libtorch, { root, report: (line) => said.push(line) });
  const compiled = said.filter((line) => line.includes("compiling")).map((line) => line.replace(/.* /, ""));
  // Each value comes from a process of its own: one process never loads two libraries of the same name.
  const print = `process.stdout.write(String(require(${JSON.stringify(result.addon)})))`;
  const value = () => Number(execFileSync(process.execPath, ["-e", print], { encoding: "utf8" }));
  return { ...result, compiled: compiled.sort(), value };
}

function makeCompiler(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

async function withCompiler<T>(compiler: string, work: () => Promise<T>): Promise<T> {
  vi.stubEnv("CXX", compiler);
  try {
    return await work();
  } finally {
    vi.unstubAllEnvs();
  }
}

describe("buildNative", () => {
  it("compiles what changed and nothing else", async () => {
    const root = makeRepository("incremental");
    const first = await build(root);
    expect(first.compiled).toEqual(["native/src/addon.cc", "native/src/answer.cc"]);
    expect(first.value()).toBe(1_013_013);
    expect((await build(root)).compiled).toEqual([]);

    writeFileSync(
      join(root, "native/src/answer.cc"),
      '#include "answer.h"\nint answer() { return ANSWER + 1; }\n',
    );
    const second = await build(root);
    expect(second.compiled).toEqual(["native/src/answer.cc"]);
    expect(second.value()).toBe(2_013_013);

    writeFileSync(join(root, "native/src/answer.h"), "#define ANSWER 5\nint answer();\n");
    const third = await build(root);
    expect(third.compiled).toHaveLength(2);
    expect(third.value()).toBe(6_013_013);
  });

  it("switches between two libtorch without mixing or recompiling them", async () => {
    const root = makeRepository("switching");
    const [first, second] = [await build(root, newer), await build(root, older)];
    expect(second.key).not.toBe(first.key);
    expect([first.value(), second.value()]).toEqual([1_013_013, 1_012_012]);
    expect(currentBuild(root)).toMatchObject({ torchVersion: "2.12.0", addon: second.addon });
    const back = await build(root, newer);
    expect(back).toMatchObject({ compiled: [], key: first.key, addon: first.addon });
    expect(currentBuild(root)).toMatchObject({ torchVersion: "2.13.0", libtorch: newer });
  });

  it("shows the diagnostics of every source that fails and keeps the current build", async () => {
    const root = makeRepository("broken");
    const good = await build(root);
    writeFileSync(join(root, "native/src/answer.cc"), "int answer() { return nowhere; }\n");
    writeFileSync(join(root, "native/src/other.cc"), "int other() { return elsewhere; }\n");
    const error = await build(root).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NativeBuildError);
    expect((error as NativeBuildError).sources.toSorted()).toEqual([
      "native/src/answer.cc",
      "native/src/other.cc",
    ]);
    expect((error as Error).message).toMatch(/native\/src\/answer\.cc:1:\d+: error: .*nowhere/);
    expect((error as Error).message).toMatch(/elsewhere/);
    expect((error as Error).message).not.toContain(root);
    expect(currentBuild(root)?.key).toBe(good.key);
  });

  it("compiles once when two builds start together", async () => {
    const root = makeRepository("together");
    const [first, second] = await Promise.all([build(root), build(root)]);
    expect([...first.compiled, ...second.compiled]).toHaveLength(2);
    expect(second.addon).toBe(first.addon);
  });

  it("never keeps an object whose source changed under the compiler", async () => {
    const root = makeRepository("edited");
    const source = join(root, "native/src/answer.cc");
    const before = readFileSync(source, "utf8");
    const editing = makeCompiler(
      "editing",
      `case "$*" in *answer.cc*) echo "// edited" >> ${source};; esac; g++ "$@"`,
    );
    await expect(withCompiler(editing, () => build(root))).rejects.toThrow(/answer\.cc:\n.*changed while/);
    writeFileSync(source, before);
    expect((await build(root)).compiled).toEqual(["native/src/answer.cc"]);
  });

  it("names the compiler that is missing", async () => {
    const attempt = withCompiler(join(folder, "no-compiler"), () => build(makeRepository("uncompiled")));
    await expect(attempt).rejects.toThrow(/no-compiler does not start.*apt-get install g\+\+/);
  });

  it("says when there is nothing to build", async () => {
    await expect(build(join(folder, "nothing"))).rejects.toThrow("holds no C++ sources");
    expect(existsSync(join(folder, "nothing/build"))).toBe(false);
  });

  describe("beside it the library for NCCL", () => {
    const cuda = {
      library: makeLibrary(newer.libDirs[0]!, "libtorch_cuda.so", { code: "int nccl(void) { return 7; }" }),
    };
    makeLibrary(newer.libDirs[0]!, "libc10_cuda.so");
    const headers = join(folder, "headers");
    mkdirSync(headers);
    writeFileSync(join(headers, "nccl.h"), 'extern "C" int nccl(void);\n');
    const nccl = { includeDirs: [headers], missing: [], version: "2.29.7" };
    const gpu = { ...newer, cuda: { ...cuda, missing: [] }, cudaLibrary: cuda.library, nccl };

    function withNccl(name: string, source: string): string {
      const root = makeRepository(name);
      mkdirSync(join(root, "native/cuda"));
      writeFileSync(join(root, "native/cuda/nccl.cc"), source);
      return root;
    }
    const good = '#include <nccl.h>\nextern "C" int answer_of_nccl() { return nccl(); }\n';

    it("is built where its headers are, and leaves the addon as it is", async () => {
      const root = withNccl("nccl", good);
      const without = await build(root);
      expect(without).not.toHaveProperty("nccl");
      const made = await build(root, gpu);
      expect(made.addon).toBe(without.addon);
      expect(made.compiled).toEqual(["native/cuda/nccl.cc"]);
      expect(execFileSync("nm", ["-D", made.nccl!], { encoding: "utf8" })).toMatch(/U nccl\b/);
      expect((await build(root, gpu)).compiled).toEqual([]);
      expect(currentBuild(root)).toMatchObject({ nccl: made.nccl, libtorch: { nccl } });
    });

    it("fails by itself: the addon is built, and why there is no NCCL is written down", async () => {
      const root = withNccl("broken-nccl", "#include <nccl.h>\nint x() { return ncclNowhere(); }\n");
      const made = await build(root, gpu);
      expect(made.value()).toBe(1_013_013);
      expect(made).not.toHaveProperty("nccl");
      expect(currentBuild(root)?.ncclFailure).toMatch(/nccl\.cc:2:\d+: error: .*ncclNowhere/);
    });

    it("is not asked for where headers are missing", async () => {
      const root = withNccl("headless-nccl", good);
      const made = await build(root, { ...gpu, nccl: { includeDirs: [], missing: ["nccl.h"] } });
      expect(made).not.toHaveProperty("nccl");
      expect(made).not.toHaveProperty("ncclFailure");
    });
  });

  it("writes the pointer whole", async () => {
    const root = makeRepository("pointer");
    const { addon, key } = await build(root);
    const text = readFileSync(join(root, "build/native/current.json"), "utf8");
    expect(JSON.parse(text)).toEqual({ addon, key, torchVersion: "2.13.0", libtorch: newer });
  });
});

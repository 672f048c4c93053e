import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { findNccl, headerFolders, ncclProblem } from "../../src/libtorch/nccl.js";
import type { Libtorch } from "../../src/libtorch/record.js";
import { makeLibrary, temporaryFolder } from "./fixtures.js";

const root = temporaryFolder();
const CUDA = ["cublas_v2.h", "cublasLt.h", "cusparse.h", "cusolverDn.h", "crt/host_config.h"];

function write(path: string, text = ""): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const ncclHeader = ([major, minor, patch]: readonly number[]): string =>
  `#define NCCL_MAJOR ${major}\n#define NCCL_MINOR ${minor}\n#define NCCL_PATCH ${patch}\n`;
const cudartHeader = (version: number): string => `#define CUDART_VERSION  ${version}\n`;

/** A site-packages folder with a torch that exports ProcessGroupNCCL, and the metadata of its wheel. */
function makeSite(name: string, pin = "2.29.7") {
  const site = join(root, name);
  const library = makeLibrary(join(site, "torch/lib"), "libtorch_cuda.so", {
    code: "void _ZN4c10d16ProcessGroupNCCLC1Ev(void) {}",
  });
  write(
    join(site, "torch-2.13.0.dist-info/METADATA"),
    `Requires-Dist: nvidia-nccl-cu13==${pin}; platform_system == "Linux"\n`,
  );
  return { site, torch: join(site, "torch"), library };
}

/** The packages that pip puts beside torch. */
function addPackages(site: string, nccl = [2, 29, 7]): void {
  write(join(site, "nvidia/nccl/include/nccl.h"), ncclHeader(nccl));
  const cuda = join(site, "nvidia/cu13/include");
  for (const header of CUDA) write(join(cuda, header));
  write(join(cuda, "cuda_runtime_api.h"), cudartHeader(13_000));
  write(join(cuda, "cccl/nv/target"));
}

describe("findNccl", () => {
  it("finds everything among pip's packages", () => {
    const { site, torch, library } = makeSite("whole");
    addPackages(site);
    const found = findNccl(torch, library, "13.0", headerFolders(torch, {}));
    const cuda = join(site, "nvidia/cu13/include");
    expect(found).toEqual({
      includeDirs: [join(site, "nvidia/nccl/include"), cuda, join(cuda, "cccl")],
      missing: [],
      version: "2.29.7",
    });
  });

  it("takes from the toolkit and from modules what pip did not bring", () => {
    const { site, torch, library } = makeSite("mixed");
    write(join(site, "nvidia/nccl/include/nccl.h"), ncclHeader([2, 29, 7]));
    write(join(site, "nvidia/cu13/include/cuda_runtime_api.h"), cudartHeader(13_000));
    const toolkit = join(root, "toolkit");
    for (const header of CUDA) write(join(toolkit, "include", header));
    const module = join(root, "module");
    write(join(module, "nv/target"));
    const env = { CUDA_HOME: toolkit, CPATH: `:${module}` };
    const found = findNccl(torch, library, "13.0", headerFolders(torch, env));
    expect(found?.missing).toEqual([]);
    expect(found?.includeDirs).toEqual(expect.arrayContaining([join(toolkit, "include"), module]));
  });

  it("names what is nowhere", () => {
    const { site, torch, library } = makeSite("bare");
    write(join(site, "nvidia/cu13/include/cuda_runtime_api.h"), cudartHeader(13_000));
    const found = findNccl(torch, library, "13.0", [join(site, "nvidia/cu13/include")]);
    expect(found?.missing).toEqual([
      "nccl.h",
      "crt/host_config.h",
      "nv/target",
      "cublas_v2.h",
      "cublasLt.h",
      "cusparse.h",
      "cusolverDn.h",
    ]);
  });

  it("takes no header of another NCCL or another CUDA than torch was built with", () => {
    const { site, torch, library } = makeSite("others");
    addPackages(site, [2, 28, 9]);
    write(join(site, "nvidia/cu13/include/cuda_runtime_api.h"), cudartHeader(12_080));
    const found = findNccl(torch, library, "13.0", headerFolders(torch, {}));
    expect(found?.missing).toEqual(["nccl.h of 2.29.7", "cuda_runtime_api.h of CUDA 13.0"]);
    // The one that fits is taken, wherever it stands.
    const good = join(root, "good");
    write(join(good, "nccl.h"), ncclHeader([2, 29, 7]));
    const both = findNccl(torch, library, undefined, [...headerFolders(torch, {}), good]);
    expect(both).toMatchObject({ missing: [], version: "2.29.7" });
    expect(both?.includeDirs).toContain(good);
  });

  it("finds nothing where libtorch has no NCCL", () => {
    const library = makeLibrary(join(root, "plain"), "libtorch_cuda.so", { code: "int x;" });
    expect(findNccl(join(root, "plain"), library, "13.0", [])).toBeUndefined();
  });
});

describe("ncclProblem", () => {
  const torch = { version: "2.13.0" } as Libtorch;
  const cuda = { library: "libtorch_cuda.so", missing: [] };
  const whole = { ...torch, cuda, cudaLibrary: cuda.library, nccl: { includeDirs: [], missing: [] } };

  it("says what is in the way, and what to do", () => {
    expect(ncclProblem(torch)?.problem).toMatch(/without CUDA/);
    expect(ncclProblem({ ...torch, cuda: { ...cuda, missing: ["libnccl.so.2"] } })?.problem).toMatch(
      /libnccl\.so\.2/,
    );
    expect(ncclProblem({ ...torch, cuda, cudaLibrary: cuda.library })?.problem).toMatch(/without NCCL/);
    const headless = ncclProblem({ ...whole, nccl: { includeDirs: [], missing: ["nccl.h"] } });
    expect(headless?.problem).toMatch(/nccl\.h/);
    expect(headless?.remedy).toMatch(/CUDA_HOME.*make setup/);
    expect(ncclProblem(whole, "nccl.cc:3: error\nmore")?.problem).toMatch(/nccl\.cc:3: error$/);
  });

  it("is none where NCCL was built", () => {
    expect(ncclProblem(whole)).toBeUndefined();
  });
});

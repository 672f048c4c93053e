import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectDebian, inspectFolder, isOlder } from "../../src/libtorch/inspect.js";
import { cacheFolder, describeLibtorch, examine, pinnedFolder, places } from "../../src/libtorch/locate.js";
import { pythonTorchFolder } from "../../src/libtorch/python.js";
import { makeLibrary, makeTorch, temporaryFolder } from "./fixtures.js";

const folder = temporaryFolder();

describe("places", () => {
  it("looks into python3, the cache and Debian's folders, in this order", () => {
    expect(places({}).map(({ source }) => source)).toEqual(["python", "pinned", "debian"]);
  });

  it("looks nowhere else when $LIBTORCH is set", () => {
    const torch = makeTorch(join(folder, "mine"), { version: "2.11.0+cu130" });
    const found = describeLibtorch({ LIBTORCH: torch });
    expect(found).toHaveLength(1);
    expect(found[0]!.libtorch).toMatchObject({ version: "2.11.0+cu130", source: "env", root: torch });
    const absent = describeLibtorch({ LIBTORCH: join(folder, "absent") });
    expect(absent).toHaveLength(1);
    expect(absent[0]).toMatchObject({
      source: "env",
      reason: expect.stringContaining("absent does not hold lib/"),
    });
  });

  it("takes the cache from the environment", () => {
    expect(cacheFolder({ CYTONET_CACHE: "/c", XDG_CACHE_HOME: "/x" })).toBe("/c");
    expect(cacheFolder({ XDG_CACHE_HOME: "/x" })).toBe("/x/cytonet");
    expect(cacheFolder({ CYTONET_CACHE: "", XDG_CACHE_HOME: "" })).toMatch(/\.cache\/cytonet$/);
    const cache = join(folder, "cache");
    makeTorch(join(pinnedFolder({ CYTONET_CACHE: cache }), "torch"), { version: "2.13.0" });
    const pinned = places({ CYTONET_CACHE: cache }).find(({ source }) => source === "pinned")!;
    expect(examine(pinned).libtorch).toMatchObject({ version: "2.13.0", source: "pinned" });
  });
});

describe("inspectFolder", () => {
  const look = (
    name: string,
    ...fake: Parameters<typeof makeTorch> extends [string, infer Fake] ? [Fake] : never
  ) => inspectFolder(makeTorch(join(folder, name), ...fake), "env");

  it("describes a build for the CPU", () => {
    const found = look("cpu", { version: "2.13.0+cpu", gloo: true });
    expect(found).toEqual({
      root: join(folder, "cpu"),
      version: "2.13.0+cpu",
      source: "env",
      includeDirs: [join(folder, "cpu/include"), join(folder, "cpu/include/torch/csrc/api/include")],
      libDirs: [join(folder, "cpu/lib")],
      libraries: ["torch_cpu", "c10"],
      cxx11Abi: true,
      gloo: { headers: "stubs" },
    });
  });

  it("names the CUDA libraries that a trimmed installation lacks", () => {
    const torch = makeTorch(join(folder, "cuda"), { version: "2.13.0+cu130", cuda: "13.0" });
    const blas = makeLibrary(join(folder, "nvidia"), "libfakeblas.so.13");
    const library = makeLibrary(join(torch, "lib"), "libtorch_cuda.so", { linkWith: [blas] });
    expect(inspectFolder(torch, "pinned").cuda).toEqual({
      library,
      version: "13.0",
      missing: ["libfakeblas.so.13"],
    });
    makeLibrary(join(torch, "lib"), "libtorch_cuda.so", { linkWith: [blas], rpath: "$ORIGIN/../../nvidia" });
    const complete = inspectFolder(torch, "pinned");
    expect(complete.cuda?.missing).toEqual([]);
    expect(complete.cudaLibrary).toBe(library);
  });

  it("reads the version of a folder without Python files from its header", () => {
    const torch = makeTorch(join(folder, "plain"), { version: "2.9.1" });
    rmSync(join(torch, "version.py"));
    expect(inspectFolder(torch, "env").version).toBe("2.9.1");
  });

  it("refuses old versions, old strings, missing libraries and incomplete folders, each with a remedy", () => {
    expect(() => look("old", { version: "2.3.1" })).toThrow(
      /torch 2\.3\.1 .* is older than 2\.4.*pip install/,
    );
    expect(() => look("abi", { version: "2.5.0", cxx11Abi: false })).toThrow(/CXX11 ABI 0.*since torch 2\.7/);
    const torch = makeTorch(join(folder, "needy"), { version: "2.13.0" });
    const absent = makeLibrary(join(folder, "gone"), "libcudart.so.13");
    makeLibrary(join(torch, "lib"), "libtorch_cpu.so", { linkWith: [absent] });
    expect(() => inspectFolder(torch, "python")).toThrow(/needs .* not on this machine: libcudart\.so\.13/);
    mkdirSync(join(folder, "empty"));
    expect(() => inspectFolder(join(folder, "empty"), "env")).toThrow(/does not hold lib\/libtorch_cpu\.so/);
  });
});

describe("inspectDebian", () => {
  it("says which packages are missing", () => {
    expect(() => inspectDebian("debian", folder)).toThrow("apt-get install libtorch-dev libgloo-dev");
  });
});

describe("pythonTorchFolder", () => {
  it("says when the interpreter is not there", () => {
    expect(() => pythonTorchFolder(join(folder, "no-python"))).toThrow(/no-python could not be asked/);
  });
});

describe("isOlder", () => {
  it("compares numbers, not text, and ignores local parts", () => {
    expect(isOlder("2.4", "2.13.0")).toBe(true);
    expect(isOlder("2.13.0+cu130", "2.13")).toBe(false);
    expect(isOlder("2.4.0", "2.4")).toBe(false);
    expect(isOlder("2.3.9", "2.4")).toBe(true);
    expect(isOlder("2.10.0a0+git", "2.4")).toBe(false);
  });
});

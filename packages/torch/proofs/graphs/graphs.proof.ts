import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CudaGraph,
  cudaDeviceCount,
  cudaGraphState,
  cudaMemory,
  cudaSynchronize,
  GraphError,
  keep,
  Linear,
  liveTensors,
  manualSeed,
  ops,
  scope,
} from "../../src/index.js";
import { currentBuild, REPOSITORY_ROOT } from "../../src/libtorch/build.js";

/** What native/cuda/graph.cc includes of libtorch's CUDA half. */
const HEADERS = [
  "ATen/cuda/CUDAGraph.h",
  "c10/cuda/CUDACachingAllocator.h",
  "c10/cuda/CUDAFunctions.h",
  "c10/cuda/CUDAStream.h",
];

describe("native/cuda/graph.cc over a stand-in for CUDA", () => {
  const folder = mkdtempSync(join(tmpdir(), "graphs-"));
  const library = join(folder, "graph.node");

  beforeAll(() => {
    for (const header of HEADERS) {
      mkdirSync(dirname(join(folder, header)), { recursive: true });
      writeFileSync(join(folder, header), '#include "standIn.h"\n');
    }
    const { libtorch } = currentBuild()!;
    const own = [folder, import.meta.dirname].map((one) => `-I${one}`);
    const others = [join(REPOSITORY_ROOT, "node_modules/node-api-headers/include"), ...libtorch.includeDirs];
    const flags = ["-std=c++20", "-O0", "-fPIC", "-shared", "-fvisibility=hidden", "-DNAPI_VERSION=9"];
    const includes = [...own, ...others.flatMap((one) => ["-isystem", one])];
    const source = join(REPOSITORY_ROOT, "native/cuda/graph.cc");
    const links = libtorch.libDirs.flatMap((one) => [`-L${one}`, `-Wl,-rpath,${one}`]);
    // As the real library is linked: with every symbol defined but Node's.
    execFileSync("g++", [...flags, ...includes, source, ...links, "-lc10", "-Wl,-z,defs", "-o", library], {
      stdio: "inherit",
    });
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const said = (refuses?: string): string[] => {
    const env = { ...process.env, ...(refuses && { STAND_IN_REFUSES: refuses }) };
    const recorder = join(import.meta.dirname, "recorder.mjs");
    return execFileSync(process.execPath, [recorder, library], { env, encoding: "utf8" }).trim().split("\n");
  };
  const entered = ["side stream of 1", "device 1", "wait"];
  const left = ["wait", "default stream of 1", "device 0"];

  test("warms up and records on a side stream, leaves it, launches and frees", () => {
    expect(said()).toEqual([
      ...entered,
      ...["body", "body"],
      ...["wait", "empty cache", "begin", "body", "end"],
      ...left,
      ...["launch", "freed", "freed"],
      ...["a released graph", "what is no graph", "a device's index must be an integer"],
      ...["leaves", "freed"],
    ]);
  });

  test("gives the thread its stream back where recording is refused, and says what refused", () => {
    for (const refused of ["begin", "end"]) {
      const lines = said(refused);
      expect(lines.slice(-5, -1)).toEqual([...left, "freed"]);
      expect(lines.at(-1)).toMatch(new RegExp(`^(Graph|Libtorch)Error: .*${refused} is not permitted`));
    }
    const lines = said("wait");
    expect(lines.slice(-4)).toEqual([
      ...left.slice(1),
      "freed",
      "LibtorchError: CudaGraph.capture: wait is not permitted",
    ]);
  });
});

const GPUS = cudaDeviceCount();

describe.skipIf(GPUS === 0)("CUDA graphs", () => {
  const device = "cuda:0";

  test("are there", () => {
    expect(cudaGraphState()).toMatchObject({ available: true });
  });

  test("compute of each input what is computed without them, gradients too, and give their memory back", () => {
    const live = liveTensors();
    const bytes = cudaMemory()?.tensorBytes;
    scope(() => {
      manualSeed(1);
      using layer = new Linear(64, 32).to({ device });
      const x = ops.zeros([16, 64], { device });
      const step = () => {
        const loss = layer.forward(x).relu().square().mean();
        loss.backward();
        const gradients = layer.parameters().map((one) => one.grad!);
        layer.zeroGrad();
        return [loss.detach(), ...gradients];
      };
      using graph = CudaGraph.capture(step, { device });
      for (let round = 0; round < 3; round++) {
        x.copy_(ops.randn([16, 64], { device }));
        graph.replay();
        const found = graph.outputs.map((one) => one.tolist());
        expect(found).toEqual(scope(step).map((one) => one.tolist()));
      }
    });
    cudaSynchronize(0);
    expect(liveTensors()).toBe(live);
    expect(cudaMemory()?.tensorBytes).toBe(bytes);
  });

  test("refuse to read back while recording, and the next one records all the same", () => {
    const x = keep(ops.ones([4], { device }));
    expect(() => CudaGraph.capture(() => x.sum().item(), { device })).toThrow(GraphError);
    using graph = CudaGraph.capture(() => x.sum(), { device });
    graph.replay();
    expect(graph.outputs.item()).toBe(4);
    x.dispose();
  });
});

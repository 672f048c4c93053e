import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/errors.js";
import { CudaGraph } from "../../src/graphs/cudaGraph.js";
import { openDriver } from "../../src/graphs/driver.js";
import {
  cudaDeviceCount,
  cudaGraphRecorder,
  cudaGraphState,
  GraphError,
  keep,
  liveTensors,
  ops,
  scope,
  type Tensor,
} from "../../src/index.js";
import { StandInDriver } from "./standInDriver.js";

const capture = <T>(driver: StandInDriver, body: () => T, warmups = 2) =>
  CudaGraph.captureWith(driver, body, { device: "cuda:1", warmups });

describe("a graph", () => {
  test("warms its body up and records it once, on a stream that is left again", () => {
    const driver = new StandInDriver();
    let runs = 0;
    using graph = capture(driver, () => void driver.said.push(`run ${++runs}`));
    expect(driver.said).toEqual(["create 1", "enter", "run 1", "run 2", "begin", "run 3", "end", "leave"]);
    graph.replay();
    graph.replay();
    expect(driver.said.slice(8)).toEqual(["replay", "replay"]);
    expect(runs).toBe(3);
  });

  test("warms up three times unless told otherwise, and once at least", () => {
    const driver = new StandInDriver();
    let runs = 0;
    CudaGraph.captureWith(driver, () => void runs++, { device: "cuda" }).dispose();
    expect(runs).toBe(4);
    expect(driver.said[0]).toBe("create -1");
    for (const warmups of [0, 1.5]) expect(() => capture(driver, () => {}, warmups)).toThrow(ArgumentError);
  });

  test("owns what its body makes and returns, and nothing else", () => {
    const before = liveTensors();
    const driver = new StandInDriver();
    const x = keep(ops.ones([2]));
    const graph = scope(() =>
      capture(driver, () => {
        const doubled = scope(() => x.mulScalar(2).addScalar(0));
        return { doubled, x, list: [x.addScalar(1)] };
      }),
    );
    expect(liveTensors()).toBe(before + 3);
    expect(graph.outputs.doubled.tolist()).toEqual([2, 2]);
    graph.replay();
    expect(liveTensors()).toBe(before + 3);
    graph.dispose();
    graph.dispose();
    expect(driver.said.filter((one) => one === "release")).toHaveLength(1);
    expect(graph.outputs.doubled.disposed).toBe(true);
    expect(x.tolist()).toEqual([1, 1]);
    expect(() => graph.replay()).toThrow(GraphError);
    x.dispose();
    expect(liveTensors()).toBe(before);
  });

  test("that cannot be recorded says why, ends the recording, leaves the stream and keeps nothing", () => {
    const before = liveTensors();
    const driver = new StandInDriver();
    let runs = 0;
    const made: Tensor[] = [];
    const body = () => {
      made.push(ops.ones([1]));
      if (++runs === 3) throw new RangeError("operation not permitted when stream is capturing");
    };
    // A recording that was broken cannot be ended.
    driver.failing = "end";
    expect(() => capture(driver, body)).toThrow(
      expect.objectContaining({
        name: "GraphError",
        message: expect.stringMatching(/not permitted.*read nothing back/),
        cause: expect.any(RangeError),
      }),
    );
    expect(driver.said.slice(-4)).toEqual(["begin", "end", "leave", "release"]);
    expect(made.every(({ disposed }) => disposed)).toBe(true);
    expect(liveTensors()).toBe(before);
  });

  test("passes on what its body throws in warm-up, and tells of an end that fails by itself", () => {
    const driver = new StandInDriver();
    const wrong = () => {
      throw new RangeError("wrong");
    };
    expect(() => capture(driver, wrong)).toThrow(RangeError);
    expect(driver.said.slice(-2)).toEqual(["leave", "release"]);
    expect(() => capture(driver, () => Promise.resolve())).toThrow(/promise/);
    driver.failing = "end";
    expect(() => capture(driver, () => {})).toThrow(/cannot be recorded as a CUDA graph: end fails/);
    driver.failing = "replay";
    using graph = capture(driver, () => {});
    expect(() => graph.replay()).toThrow(/cannot be replayed: replay fails/);
  });

  test("is of a GPU", () => {
    for (const device of ["cpu", "meta", "gpu:0"]) {
      expect(() => cudaGraphRecorder(device)).toThrow(ArgumentError);
      expect(() => CudaGraph.capture(() => {}, { device })).toThrow(/must be cuda or cuda:N/);
    }
  });
});

describe("the library of graphs", () => {
  test.skipIf(cudaDeviceCount() > 0)("is missed with a reason and a remedy where there is no GPU", () => {
    const state = cudaGraphState();
    expect(state).toMatchObject({ available: false });
    const record = cudaGraphRecorder("cuda:0");
    expect(() => record(() => {})).toThrow(GraphError);
    expect(() => record(() => {})).toThrow(/^CUDA graphs: .*(make setup|CUDA_VISIBLE_DEVICES)/s);
  });

  test("that does not load says so", () => {
    expect(() => openDriver("/nowhere/cytonet_nccl.so")).toThrow(
      expect.objectContaining({ name: "GraphError", message: expect.stringMatching(/nowhere.*make setup/) }),
    );
  });
});

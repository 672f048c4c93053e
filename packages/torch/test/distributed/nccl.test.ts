import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { cudaDeviceCount, DistributedError, initProcessGroup, ncclState } from "../../src/index.js";

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

const alone = async () => ({
  rank: 0,
  worldSize: 1,
  masterAddress: "127.0.0.1",
  masterPort: await freePort(),
});

describe.skipIf(cudaDeviceCount() > 0)("a machine without a GPU", () => {
  test("says what keeps it from NCCL, and what to do", () => {
    const state = ncclState();
    expect(state).toMatchObject({ available: false });
    expect("remedy" in state && state.remedy).toMatch(/make setup|CUDA_VISIBLE_DEVICES/);
  });

  test("refuses a group on a GPU before it waits for anyone", async () => {
    const options = { ...(await alone()), worldSize: 2, device: "cuda:0" };
    const began = performance.now();
    expect(() => initProcessGroup(options)).toThrow(DistributedError);
    expect(() => initProcessGroup(options)).toThrow(/cuda:0 are exchanged over NCCL, and .*(setup|CUDA)/s);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

test("a group's device is cpu or one GPU", async () => {
  const options = await alone();
  for (const device of ["cuda", "gpu:0", "cuda:-1"]) {
    expect(() => initProcessGroup({ ...options, device })).toThrow(
      expect.objectContaining({ name: "ArgumentError", argument: "device" }),
    );
  }
  initProcessGroup({ ...options, device: "cpu" }).destroy();
});

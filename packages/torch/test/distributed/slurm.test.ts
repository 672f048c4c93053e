import { describe, expect, test } from "vitest";
import { ArgumentError, firstHost, isLaunched, rendezvousFromEnvironment } from "../../src/index.js";

const task = {
  SLURM_PROCID: "5",
  SLURM_NTASKS: "8",
  SLURM_LOCALID: "1",
  SLURM_JOB_ID: "4711",
  SLURM_STEP_ID: "0",
  SLURM_NODELIST: "gpu[003-004,12],login1",
};

describe("ranks under srun", () => {
  test("come from Slurm's variables", () => {
    expect(rendezvousFromEnvironment(task)).toEqual({
      rank: 5,
      worldSize: 8,
      masterAddress: "gpu003",
      masterPort: 24_711,
    });
    expect(isLaunched(task)).toBe(true);
  });

  test("yield to torchrun's, one by one", () => {
    expect(
      rendezvousFromEnvironment({ ...task, MASTER_ADDR: "10.0.0.1", MASTER_PORT: "29500" }),
    ).toMatchObject({
      rank: 5,
      masterAddress: "10.0.0.1",
      masterPort: 29_500,
    });
    const torchrun = { RANK: "0", WORLD_SIZE: "2", MASTER_ADDR: "127.0.0.1", MASTER_PORT: "1234" };
    expect(rendezvousFromEnvironment({ ...task, ...torchrun })).toMatchObject({ rank: 0, worldSize: 2 });
  });

  test("are not assumed in a shell of an allocation, nor of one task", () => {
    const { SLURM_STEP_ID: _, ...shell } = task;
    expect(isLaunched(shell)).toBe(false);
    expect(isLaunched({ ...task, SLURM_NTASKS: "1" })).toBe(false);
    expect(isLaunched({})).toBe(false);
    expect(isLaunched({ RANK: "0", WORLD_SIZE: "2" })).toBe(true);
  });
});

test.each([
  ["node1", "node1"],
  ["node1,node2", "node1"],
  ["gpu[003-017,21]", "gpu003"],
  ["gpu[7],x", "gpu7"],
  ["rack2-gpu[1-4]-ib,rack3", "rack2-gpu1-ib"],
])("the first host of %s is %s", (list, host) => {
  expect(firstHost(list)).toBe(host);
});

test.each(["", "gpu[a-b]", "[1-2]"])("no host in %j is an error that names the variable", (list) => {
  expect(() => firstHost(list)).toThrow(ArgumentError);
  expect(() => firstHost(list)).toThrow(/SLURM_NODELIST/);
});

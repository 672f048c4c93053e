import { describe, expect, test } from "vitest";
import { DeviceError, rankDevice } from "../../src/index.js";

/** Rank 5 of 8 on two machines, as torchrun and `cytonet launch` tell it. */
const launched = { RANK: "5", WORLD_SIZE: "8", LOCAL_RANK: "1", LOCAL_WORLD_SIZE: "4" };
/** The same as srun tells it. */
const task = {
  SLURM_PROCID: "5",
  SLURM_NTASKS: "8",
  SLURM_LOCALID: "1",
  SLURM_NODEID: "1",
  SLURM_STEP_ID: "0",
  SLURM_STEP_TASKS_PER_NODE: "4(x2)",
  SLURM_NODELIST: "gpu[1-2]",
};

describe("the device of a rank", () => {
  test("is a GPU of its own among those of the machine", () => {
    expect(rankDevice("cuda", launched, 4)).toBe("cuda:1");
    expect(rankDevice("cuda", task, 4)).toBe("cuda:1");
    expect(rankDevice("cuda", { ...launched, LOCAL_RANK: "3" }, 8)).toBe("cuda:3");
  });

  test("is the only one where every rank sees one of its own", () => {
    expect(rankDevice("cuda", task, 1)).toBe("cuda:0");
    expect(rankDevice("cuda:0", task, 1)).toBe("cuda:0");
    expect(rankDevice("cuda", { ...launched, CUDA_VISIBLE_DEVICES: "GPU-8932f937" }, 1)).toBe("cuda:0");
  });

  test("is the one asked for where a process is alone, on its machine or at all", () => {
    expect(rankDevice("cuda", {}, 4)).toBe("cuda:0");
    expect(rankDevice("cuda:2", {}, 4)).toBe("cuda:2");
    expect(rankDevice("cuda:2", { ...launched, LOCAL_RANK: "0", LOCAL_WORLD_SIZE: "1" }, 4)).toBe("cuda:2");
    expect(rankDevice("cuda:2", { ...task, SLURM_STEP_TASKS_PER_NODE: "7,1" }, 4)).toBe("cuda:2");
  });

  test("is the processor without a look at GPUs", () => {
    expect(rankDevice("cpu", launched, 0)).toBe("cpu");
    expect(rankDevice("cpu", { RANK: "0", WORLD_SIZE: "2" }, 0)).toBe("cpu");
  });

  test("follows LOCAL_RANK alone where nobody says how many ranks there are here", () => {
    const { LOCAL_WORLD_SIZE: _, ...uncounted } = launched;
    expect(rankDevice("cuda", uncounted, 2)).toBe("cuda:1");
    expect(() => rankDevice("cuda", { ...uncounted, LOCAL_RANK: "2" }, 2)).toThrow(/3 ranks .* see 2 GPUs/);
  });

  const { LOCAL_RANK: _, ...placeless } = launched;
  test.each([
    ["no GPU is seen", "cuda", launched, 0, /sees no GPU.*nvidia-smi/],
    ["no GPU is seen by a process alone", "cuda:0", {}, 0, /sees no GPU/],
    [
      "ranks are more than GPUs",
      "cuda",
      launched,
      2,
      /4 ranks of this machine see 2 GPUs.*as many ranks as GPUs/,
    ],
    ["ranks share one GPU", "cuda", launched, 1, /4 ranks of this machine see one GPU/],
    ["all ranks would take one GPU", "cuda:0", launched, 4, /every rank .* that one GPU.*Write cuda/],
    ["there is no such GPU", "cuda:4", {}, 4, /sees 4 GPUs.*below cuda:4/],
    ["nobody says whose GPU is whose", "cuda", placeless, 4, /LOCAL_RANK.*torchrun/],
    ["LOCAL_RANK is no number", "cuda", { ...launched, LOCAL_RANK: "-1" }, 4, /LOCAL_RANK/],
    // torchrun within a task of Slurm: its ranks are not Slurm's.
    ["ranks within a task share one GPU", "cuda", { ...task, ...launched }, 1, /4 ranks .* see one GPU/],
  ])("is an error with a remedy where %s", (_case, device, env, count, said) => {
    expect(() => rankDevice(device, env, count)).toThrow(DeviceError);
    expect(() => rankDevice(device, env, count)).toThrow(said);
  });
});

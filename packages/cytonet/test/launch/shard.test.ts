import { describe, expect, it } from "vitest";
import { shardOfProcess } from "../../src/launch/shard.js";

const array = (id: number, { min = 0, step = 1, count = 4 } = {}) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_STEP: String(step),
  SLURM_ARRAY_TASK_COUNT: String(count),
});

describe("a process's share of a stage", () => {
  it("is everything where it is alone", () => {
    expect(shardOfProcess({})).toEqual({ rank: 0, worldSize: 1 });
    expect(shardOfProcess(array(7, { min: 7, count: 1 }))).toEqual({ rank: 0, worldSize: 1 });
  });

  it("is that of its rank, or of its task in an array of any beginning and step", () => {
    const rank = { RANK: "2", WORLD_SIZE: "3", MASTER_ADDR: "127.0.0.1", MASTER_PORT: "29500" };
    expect(shardOfProcess(rank)).toEqual({ rank: 2, worldSize: 3 });
    expect(shardOfProcess(array(3))).toEqual({ rank: 3, worldSize: 4 });
    expect(shardOfProcess(array(9, { min: 1, step: 4, count: 3 }))).toEqual({ rank: 2, worldSize: 3 });
  });

  it("refuses an array with gaps, of which some items would be nobody's", () => {
    expect(() => shardOfProcess(array(7, { min: 1, count: 3 }))).toThrow(
      /SLURM_ARRAY_TASK_ID: is 7, .*--array=0-2/,
    );
    expect(() => shardOfProcess({ SLURM_ARRAY_TASK_COUNT: "3" })).toThrow(/SLURM_ARRAY_TASK_ID: is absent/);
  });
});

import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  latestCheckpoint,
  listCheckpoints,
  pruneCheckpoints,
  saveCheckpoint,
  verifySha256Sums,
} from "../../src/index.js";
import { temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();
const save = (runDir: string, step: number) =>
  saveCheckpoint(runDir, step, (dir) => writeFile(join(dir, "state.json"), `{"step":${step}}`));
const steps = async (runDir: string): Promise<number[]> =>
  (await listCheckpoints(runDir)).map(({ step }) => step);

describe("checkpoints", () => {
  it("are folders with checksums, listed by step and not by name", async () => {
    const runDir = await newFolder();
    for (const step of [100, 20, 3]) await save(runDir, step);
    expect(await steps(runDir)).toEqual([3, 20, 100]);
    const path = join(runDir, "checkpoints/step-100");
    expect(await readdir(path)).toEqual(["SHA256SUMS", "state.json"]);
    await verifySha256Sums(path);
  });

  it("are absent when writing them failed", async () => {
    const runDir = await newFolder();
    await save(runDir, 1);
    const failing = saveCheckpoint(runDir, 2, async (dir) => {
      await writeFile(join(dir, "half"), "");
      throw new Error("out of memory");
    });
    await expect(failing).rejects.toThrow("out of memory");
    expect(await steps(runDir)).toEqual([1]);
  });

  it("that are damaged or unfinished are passed over, and said so", async () => {
    const runDir = await newFolder();
    expect(await latestCheckpoint(runDir)).toBeUndefined();
    for (const step of [1, 2, 3]) await save(runDir, step);
    await writeFile(join(runDir, "checkpoints/step-3/state.json"), "cut");
    await mkdir(join(runDir, "checkpoints/step-4"));
    await mkdir(join(runDir, "checkpoints/.step-5.partial-1-00112233"));
    const passed: string[] = [];
    const latest = await latestCheckpoint(runDir, ({ step }, reason) => passed.push(`${step} ${reason}`));
    expect(latest?.step).toBe(2);
    expect(passed).toEqual([
      expect.stringMatching(/^4 .*not complete/),
      expect.stringMatching(/^3 .*another content/),
    ]);
  });

  it("go, but for the last three and every n-th", async () => {
    const runDir = await newFolder();
    for (let step = 100; step <= 1000; step += 100) await save(runDir, step);
    const dropped = await pruneCheckpoints(runDir, { every: 400 });
    expect(dropped.map(({ step }) => step)).toEqual([100, 200, 300, 500, 600, 700]);
    expect(await steps(runDir)).toEqual([400, 800, 900, 1000]);
    await pruneCheckpoints(runDir);
    expect(await steps(runDir)).toEqual([800, 900, 1000]);
    await expect(pruneCheckpoints(runDir, { last: 0 })).rejects.toThrow(RangeError);
  });
});

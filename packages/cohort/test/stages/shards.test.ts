import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readFailures,
  runStage,
  type Shard,
  type StageItem,
  type StageOptions,
  shardOf,
} from "../../src/index.js";
import { errorOf, temporaryFolders } from "../support.js";

const newFolder = temporaryFolders();
const items: StageItem[] = Array.from({ length: 7 }, (_, i) => ({
  brain: "B01",
  section: `${i}`,
  inputs: {},
}));

function options(cohortDir: string, shard?: Shard): StageOptions {
  return {
    cohortDir,
    stage: { name: "squares", version: 1, settings: {} },
    items,
    ...(shard === undefined ? {} : { shard }),
    work: async (item, { outDir }) => {
      if (item.section === "3") throw new Error("a bad section");
      await writeFile(join(outDir, "out.txt"), String(Number(item.section) ** 2));
    },
  };
}

/** What a stage left, without what differs between two runs: times. */
async function results(cohortDir: string): Promise<unknown> {
  const dir = join(cohortDir, "derived/squares/B01");
  const outputs: Record<string, string> = {};
  for (const name of await readdir(dir)) outputs[name] = await readFile(join(dir, name, "out.txt"), "utf8");
  const failures = await readFailures(cohortDir, "squares");
  return { outputs, failures: failures.map(({ failedAt: _, ...rest }) => rest) };
}

describe("ranks", () => {
  it("share the items out: each goes to one rank, whatever their number", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 9 }), (n, worldSize) => {
        const list = Array.from({ length: n }, (_, i) => i);
        const shares = Array.from({ length: worldSize }, (_, rank) => shardOf(list, { rank, worldSize }));
        expect(shares.flat().sort((a, b) => a - b)).toEqual(list);
        const sizes = shares.map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { seed: 1 },
    );
  });

  it.each([
    [2, 2],
    [-1, 2],
    [0.5, 2],
    [0, 0],
  ])("refuse to be rank %d of %d", async (rank, worldSize) => {
    expect((await errorOf(() => shardOf(items, { rank, worldSize }))).field).toBe("rank");
  });

  it("at work at the same time leave what one process leaves", async () => {
    const [alone, together] = [await newFolder(), await newFolder()];
    expect((await runStage(options(alone))).exitCode).toBe(3);
    const both = await Promise.all([0, 1].map((rank) => runStage(options(together, { rank, worldSize: 2 }))));
    expect(both.map((result) => result.done)).toEqual([4, 2]);
    expect(both.map((result) => result.exitCode)).toEqual([0, 3]);
    expect(await results(together)).toEqual(await results(alone));
    const stage = await readFile(join(together, "derived/squares/stage.json"), "utf8");
    expect(JSON.parse(stage).items).toHaveLength(7);
  });

  it("leave nothing that a run alone has to do again, and their lists become one", async () => {
    const dir = await newFolder();
    for (const rank of [0, 1]) await runStage(options(dir, { rank, worldSize: 2 }));
    expect(await readdir(join(dir, "derived/squares"))).toContain("failures.1-of-2.jsonl");
    expect(await runStage(options(dir))).toMatchObject({ done: 0, skipped: 6, exitCode: 3 });
    const names = (await readdir(join(dir, "derived/squares"))).filter((name) => name.startsWith("failures"));
    expect(names).toEqual(["failures.jsonl"]);
  });

  it("clear with a success the failure that another list still names", async () => {
    const dir = await newFolder();
    await runStage(options(dir));
    const work: StageOptions["work"] = (_, { outDir }) => writeFile(join(outDir, "out.txt"), "mended");
    for (const rank of [0, 1]) await runStage({ ...options(dir, { rank, worldSize: 2 }), work });
    expect(await readdir(join(dir, "derived/squares"))).toContain("failures.jsonl");
    expect(await readFailures(dir, "squares")).toEqual([]);
  });

  it("of a run over other brains keep the failures of these", async () => {
    const dir = await newFolder();
    await runStage(options(dir));
    await runStage({ ...options(dir), items: [{ brain: "B02", section: "1", inputs: {} }] });
    expect((await readFailures(dir, "squares")).map((failure) => failure.item)).toEqual(["B01/3"]);
  });
});

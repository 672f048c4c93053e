import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyAffine, readPointTransform, writePointTransform } from "@cytonet/cohort";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { AlignSchema } from "../../../src/preparation/align/alignConfig.js";
import { type AlignStep, runAlign } from "../../../src/preparation/align/runAlign.js";
import { kinds, names, pixelUm, placed, side, writeAlignCohort } from "./alignCohort.js";

const config = AlignSchema.parse({ features: { octaves: 3, maxFeatures: 400 } });

let root = "";
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "cytonet-align-"));
  await writeAlignCohort(join(root, "a"));
  await writeAlignCohort(join(root, "b"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const context = { signal: new AbortController().signal, progress: () => {}, log: () => {} };
const call = (dir: string, step?: AlignStep) =>
  runAlign(
    { cohortDir: join(root, dir), config, step, device: "cpu", threads: 1, force: false, dryRun: false },
    context,
  );

/** Content of the results that do not tell of time. */
function results(dir: string): Record<string, string> {
  const folder = join(root, dir, "derived");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const kept = files.filter(
    (file) =>
      statSync(join(folder, file)).isFile() && !/provenance|failures.*jsonl|lock|stage\.json/.test(file),
  );
  return Object.fromEntries(kept.map((file) => [file, readFileSync(join(folder, file)).toString("base64")]));
}

/** Level-0 pixel of a section that shows a place of the tissue, px about its middle. */
function pixelOf(i: number, x: number, y: number): Float64Array {
  const { angle, dx, dy, flip } = placed[i]!;
  const u = flip ? -x : x;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return Float64Array.of(cos * u - sin * y + dx + side / 2, sin * u + cos * y + dy + side / 2, 0);
}

const transform = (dir: string, section: string): string =>
  join(root, dir, "derived", "align", "B1", "transforms", `${section}.json`);

it("aligns a brain to a third of a pixel, finds what lies face down, lists what has no place", async () => {
  const result = await call("a");
  const [summary] = result.brains;
  expect(summary).toMatchObject({ base: "0003", sections: 8, aligned: 6, mirrored: ["0004"] });
  expect(result.failures).toBe(2);
  const [blank, stranger] = summary!.unaligned;
  expect(blank).toMatchObject({ section: "0005", problem: expect.stringContaining("blank slide") });
  expect(stranger).toMatchObject({ section: "0007", problem: expect.stringContaining("0003") });
  expect(existsSync(transform("a", "0007"))).toBe(false);

  const base = await readPointTransform(transform("a", "0003"));
  for (const [i, section] of names.entries()) {
    if (kinds[i] !== "ok") continue;
    const { affine, from, to } = await readPointTransform(transform("a", section));
    expect([from, to]).toEqual([`B1-${section}-pixels`, "brain:B1"]);
    for (const [x, y] of [
      [-50, 20],
      [40, -35],
    ] as const) {
      const [got, right] = [
        applyAffine(affine, pixelOf(i, x, y)),
        applyAffine(base.affine, pixelOf(2, x, y)),
      ];
      expect(Math.hypot(got[0]! - right[0]!, got[2]! - right[2]!) * 1000).toBeLessThan(pixelUm / 3);
      expect(got[1]).toBe(i);
    }
  }
}, 120_000);

it("skips what is done, and gives the same files in shares, step by step, and after a share is lost", async () => {
  const again = await call("a");
  expect(again.steps.map(({ done, skipped }) => [done, skipped])).toEqual([
    [0, 7],
    [0, 7],
    [0, 1],
  ]);

  vi.stubEnv("SLURM_ARRAY_TASK_COUNT", "2");
  vi.stubEnv("SLURM_ARRAY_TASK_ID", "0");
  await expect(call("b")).rejects.toThrow(/--step/);
  for (const step of ["features", "pairs", "brains"] as const) {
    for (const task of ["1", "0"]) {
      vi.stubEnv("SLURM_ARRAY_TASK_ID", task);
      await call("b", step);
    }
  }
  vi.unstubAllEnvs();
  expect(results("b")).toEqual(results("a"));

  rmSync(join(root, "b", "derived", "align-features", "B1", "0002"), { recursive: true });
  const mended = await call("b");
  expect(mended.steps[0]!.done).toBe(1);
  expect(results("b")).toEqual(results("a"));
}, 120_000);

it("honours the user's table", async () => {
  const dir = join(root, "b", "overrides");
  await mkdir(dir, { recursive: true });
  const table = (lines: readonly string[]) =>
    writeFile(join(dir, "alignment.csv"), ["brain,section,action,other,note", ...lines, ""].join("\n"));
  await table(["B1,0007,exclude,,from another brain", "B1,0002,reject-pair,0001,"]);
  const [summary] = (await call("b")).brains;
  expect(summary!.unaligned.map(({ section }) => section)).toEqual(["0005"]);
  const pairs = readFileSync(join(root, "b", "derived", "align", "B1", "pairs.csv"), "utf8");
  expect(pairs).toContain("0001,0002,1,false,rejected in overrides/alignment.csv");

  await table(["B1,0002,turn,,"]);
  await expect(call("b")).rejects.toThrow(/alignment.csv:2 action/);
  await table(["B1,0099,exclude,,"]);
  await expect(call("b")).rejects.toThrow(/0099/);
}, 120_000);

it("takes a user's transforms as they are, also of a section without features, and none of another space", async () => {
  const affine = [0.05, 0, 0, -3, 0, 0, 1, 4, 0, -0.05, 0, 2, 0, 0, 0, 1];
  const own = (to: string) =>
    writePointTransform(join(root, "a", "overrides", "transforms", "B1", "0005.json"), {
      from: "B1-0005-pixels",
      to,
      maps: "points",
      affine,
    });
  await own("brain:B1");
  const [summary] = (await call("a")).brains;
  expect(summary!.unaligned.map(({ section }) => section)).toEqual(["0007"]);
  expect(summary!.aligned).toBe(7);
  expect((await readPointTransform(transform("a", "0005"))).affine).toEqual(affine);
  const table = readFileSync(join(root, "a", "derived", "align", "B1", "sections.csv"), "utf8");
  expect(table).toMatch(/^0005,4,fixed,/m);

  await own("template");
  const { steps, brains } = await call("a");
  expect(brains).toEqual([]);
  expect(steps[2]!.failed).toEqual([{ item: "B1", problem: expect.stringContaining("template") }]);
}, 120_000);

import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DemoResult, runDemo } from "../../src/demo/runDemo.js";
import { type DemoStudy, syntheticStudy } from "../../src/demo/studies.js";
import { writeSyntheticCohort } from "../../src/demo/syntheticCohort.js";

/** The synthetic study, so small that it shows nothing but that everything works together. */
const study: DemoStudy = {
  ...syntheticStudy([1]),
  source: "small",
  makeCohort: async (out) =>
    (await writeSyntheticCohort(out, { brains: { seen: ["S1"], unseen: ["S2"] }, sectionsPerBrain: 4 }))
      .cohortDir,
  pretrain: {
    ...syntheticStudy([1]).pretrain,
    schedule: { batchSize: 16, steps: 3 },
    data: { split: "demo", samples: 64 },
    logEverySteps: 1,
    threads: 1,
  },
};

let dir = "";
let result: DemoResult;
const progress: string[] = [];
const context = {
  signal: new AbortController().signal,
  progress: ({ stage }: { stage: string }) => void progress.push(stage),
  log: () => {},
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "cytonet-demo-"));
  result = await runDemo(study, dir, false, context);
}, 900_000);
afterAll(async () => {
  await rm(dir, { recursive: true });
});

it("goes from sections to a page and its numbers", async () => {
  const page = (await readFile(result.report, "utf8")).replaceAll(/data:image[^"]*/g, "");
  expect(page).toContain("CytoNet on a small synthetic cohort");
  expect(page).not.toMatch(/NaN|undefined|https?:/);
  for (const part of [
    'class="loss"',
    'class="dots"',
    'class="scores"',
    'class="maps"',
    'class="neighbours"',
  ]) {
    expect(page).toContain(part);
  }
  const metrics = JSON.parse(await readFile(result.metrics, "utf8"));
  expect(metrics.methods.map(({ id }: { id: string }) => id)).toEqual(["histogram", "untrained", "cytonet"]);
  for (const { groups } of metrics.methods) {
    expect(groups.map(({ group }: { group: string }) => group)).toEqual(["test", "unseen"]);
    for (const { macroF1 } of groups) expect(macroF1.mean).toBeGreaterThanOrEqual(0);
  }
  expect(metrics.secondsTotal).toBeGreaterThan(0);
});

it("skips what is done: the second time only the report is made", async () => {
  const model = join(dir, "runs", "cytonet-1", "model", "model.safetensors");
  const before = await stat(model);
  progress.length = 0;
  const again = await runDemo(study, dir, false, context);
  expect(new Set(progress)).toEqual(new Set(["report"]));
  expect((await stat(model)).mtimeMs).toBe(before.mtimeMs);
  expect(again.scores).toEqual(result.scores);
});

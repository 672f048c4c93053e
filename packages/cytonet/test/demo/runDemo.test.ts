import { mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DemoResult, runDemo } from "../../src/demo/runDemo.js";
import type { DemoStudy, PretrainInput } from "../../src/demo/studies.js";
import { makeMiniCohort, miniConfig } from "../support/miniCohort.js";

const pretrain = (overrides: Record<string, unknown> = {}): Omit<PretrainInput, "seed"> => {
  const { seed: _, ...config } = miniConfig({ schedule: { batchSize: 32, steps: 3 }, ...overrides });
  return config as Omit<PretrainInput, "seed">;
};

/** A study so small that it shows nothing but that everything works together. */
const study: DemoStudy = {
  id: "mini",
  title: "A study of dots",
  subtitle: "dense and sparse",
  seeds: [1],
  source: "mini",
  makeCohort: async (out) => {
    const dir = join(out, "cohort");
    await mkdir(dir);
    await makeMiniCohort(dir, { brains: ["A", "B"], sections: 3 });
    return dir;
  },
  pretrain: pretrain(),
  probe: { schema: "cytonet.probe/1", split: "default", areas: { atlas: "halves", bias: true } },
  attention: pretrain({
    encoder: {
      architecture: "R50-ViT",
      preset: "tiny",
      pixelSizeUm: 16,
      patchPx: 32,
      width: 0.125,
      depth: [1, 1],
      transformer: { features: 16, depth: 1, heads: 2, mlpRatio: 2 },
    },
  }),
  notes: ["Nothing to see."],
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
  expect(page).toContain("A study of dots");
  expect(page).not.toMatch(/NaN|undefined|https?:/);
  for (const part of [
    'class="zoom"',
    'class="loss"',
    'class="dots"',
    'class="scores"',
    'class="coordinates"',
    'class="maps three"',
    'class="hops"',
    'class="cortex"',
    'class="scatter"',
    'class="neighbours"',
    'class="attentions"',
    'class="f1"',
  ]) {
    expect(page).toContain(part);
  }
  // Two areas cannot be ordered by a tree, and dots cannot be taken out of a photograph.
  expect(page.match(/class="absent"/g)).toHaveLength(2);
  const metrics = JSON.parse(await readFile(result.metrics, "utf8"));
  for (const method of ["histogram", "untrained", "cytonet"]) {
    expect(metrics.seen[method].macroF1).toBeGreaterThanOrEqual(0);
    expect(metrics.seen[method].coordinateErrorMm.leftRight.chance).toBeGreaterThan(0);
  }
  expect(metrics.secondsTotal).toBeGreaterThan(0);
  expect(metrics.provenance.modelId).toMatch(/^[0-9a-f]+$/);
});

it("skips what is done: the second time only the figures are made, and the page is the same", async () => {
  const model = join(dir, "runs", "cytonet-1", "model", "model.safetensors");
  const before = await stat(model);
  const page = await readFile(result.report, "utf8");
  progress.length = 0;
  const again = await runDemo(study, dir, false, context);
  expect(new Set(progress)).toEqual(new Set(["figures"]));
  expect((await stat(model)).mtimeMs).toBe(before.mtimeMs);
  expect(again.scores).toEqual(result.scores);
  const times = /<ol class="stages">.*?<\/ol>|<footer>.*?<\/footer>/g;
  expect((await readFile(again.report, "utf8")).replaceAll(times, "")).toBe(page.replaceAll(times, ""));
}, 120_000);

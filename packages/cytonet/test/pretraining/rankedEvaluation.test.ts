import { readFileSync, writeFileSync } from "node:fs";
import { cudaDeviceCount } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { miniConfig } from "../support/miniCohort.js";
import { startCytonet } from "./resume.js";
import { miniRuns, type Runs } from "./runs.js";

let runs: Runs;
beforeAll(async () => {
  runs = await miniRuns();
});
afterAll(() => runs.dispose());

/** The words of a pretraining with these settings. */
function pretraining(name: string, overrides: Record<string, unknown>): string[] {
  const config = runs.path(`${name}.yaml`);
  writeFileSync(config, stringify(miniConfig({ data: { split: "validated" }, ...overrides })));
  return [
    "pretrain",
    "--cohort",
    runs.cohort,
    "--config",
    config,
    "--threads",
    "1",
    "--out",
    runs.path(name),
  ];
}

const launched = (words: string[], count = 2) => ["launch", "--nproc", String(count), "--", ...words];

// Each starts several processes, which take as long as the machine is busy.
describe("two ranks", { timeout: 4 * 60_000 }, () => {
  // Numbers that two ranks cannot share evenly, and a step too small to tell one process from two.
  const settings = {
    optimiser: { name: "sgd", learningRate: 1e-12 },
    schedule: { batchSize: 32, steps: 1 },
    evaluate: { everySteps: 1, points: 41, references: 77, neighbours: 3, atlas: "halves" },
  };

  it("score features as one process does", async () => {
    expect(await startCytonet(pretraining("alone", settings)).ended).toMatchObject({ code: 0 });
    expect(await startCytonet(launched(pretraining("pair", settings))).ended).toMatchObject({ code: 0 });
    const [alone] = runs.log("alone");
    const [pair] = runs.log("pair");
    expect(alone!.knnMacroF1).toBeGreaterThan(0.5);
    expect(pair!.knnMacroF1).toBe(alone!.knnMacroF1);
    expect(pair!.coordinateR2).toBeCloseTo(alone!.coordinateR2!, 6);
  });

  it("are refused a batch that they cannot share evenly, before anything is read", async () => {
    const uneven = pretraining("uneven", { schedule: { batchSize: 32, steps: 1 }, parts: 3 });
    const { code, stderr } = await startCytonet(launched(uneven)).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /schedule\.batchSize: is 32, and 2 ranks × 3 parts do not divide it.*multiple of 6/,
    );
    expect(stderr).not.toMatch(/reading patches/);
  });

  it.skipIf(cudaDeviceCount() > 0)("end at once and say why where they have no GPU", async () => {
    const { code, stderr } = await startCytonet(launched(pretraining("gpu", { ...settings, device: "cuda" })))
      .ended;
    expect(code).toBe(5);
    expect(stderr).toMatch(/device cuda: this process sees no GPU\. .*cytonet doctor/);
    expect(stderr).not.toMatch(/unexpected/);
    expect(() => readFileSync(runs.path("gpu", "log.jsonl"))).toThrow();
  });
});

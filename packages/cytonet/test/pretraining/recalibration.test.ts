import { readFileSync } from "node:fs";
import { InterruptedError } from "@cytonet/cohort";
import { readSafetensors, scope } from "@cytonet/torch";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PretrainSchema } from "../../src/pretraining/config.js";
import { runPretraining } from "../../src/pretraining/runPretraining.js";
import { quietContext } from "../support/context.js";
import { miniConfig } from "../support/miniCohort.js";
import { miniRuns, type Runs } from "./runs.js";

let runs: Runs;
beforeAll(async () => {
  runs = await miniRuns();
});
afterAll(() => runs.dispose());

const numbers = (model: string, name: string): number[] =>
  scope(() =>
    Array.from(readSafetensors(`${model}/model.safetensors`).tensors.get(name)!.toTypedArray(), Number),
  );

const settings = {
  optimiser: { name: "sgd", learningRate: 1e-12 },
  schedule: { batchSize: 32, steps: 1 },
  recalibrateBatchNorm: true,
};

it("what is trained in parts is recalibrated in parts, of which each is a batch", async () => {
  const whole = await runs.run("whole", settings);
  const cut = await runs.run("cut", { ...settings, parts: 2 });
  const mean = "stem.bn1.running_mean";
  const variance = "stem.bn1.running_var";
  // Halves have the same mean of means, in sums of float32; their variances leave out what lies between them.
  for (const [i, value] of numbers(whole.model, mean).entries())
    expect(numbers(cut.model, mean)[i]!).toBeCloseTo(value, 4);
  const [between, within] = [numbers(whole.model, variance), numbers(cut.model, variance)];
  expect(within).not.toEqual(between);
  for (const [i, value] of between.entries()) expect(within[i]!).toBeLessThan(1.05 * value);
  const batches = (model: string) => numbers(model, "stem.bn1.num_batches_tracked")[0]!;
  expect(batches(cut.model)).toBe(2 * batches(whole.model));
});

it("is interrupted between batches, keeps the run, and is done again by the same command", async () => {
  const unbroken = await runs.run("unbroken", settings);
  const stop = new AbortController();
  const config = PretrainSchema.parse(miniConfig({ data: { split: "validated" }, ...settings }));
  const log = (line: string) => {
    if (/statistics are averaged/.test(line))
      stop.abort(new InterruptedError({ message: "Stopped", remedy: "Say it again." }));
  };
  const request = { cohortDir: runs.cohort, config, out: runs.path("stopped") };
  const context = { ...quietContext(), log, signal: stop.signal };
  await expect(runPretraining(request, context)).rejects.toThrow(InterruptedError);
  const status = JSON.parse(readFileSync(runs.path("stopped", "status.json"), "utf8"));
  expect(status).toMatchObject({ state: "interrupted", step: 1, steps: 1 });
  const again = await runPretraining(request, quietContext());
  expect(again.modelId).toBe(unbroken.modelId);
});

import { readSafetensors, scope } from "@cytonet/torch";
import { afterAll, beforeAll, expect, it } from "vitest";
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

it("what is trained in parts is recalibrated in parts, of which each is a batch", async () => {
  const settings = {
    optimiser: { name: "sgd", learningRate: 1e-12 },
    schedule: { batchSize: 32, steps: 1 },
    recalibrateBatchNorm: true,
  };
  const whole = await runs.run("whole", settings);
  const cut = await runs.run("cut", { ...settings, parts: 2 });
  const mean = "stem.bn1.running_mean";
  const variance = "stem.bn1.running_var";
  // Halves have the same mean of means, but for the step of training after it; their variances leave out what lies
  // between them.
  for (const [i, value] of numbers(whole.model, mean).entries())
    expect(numbers(cut.model, mean)[i]!).toBeCloseTo(value, 4);
  const [between, within] = [numbers(whole.model, variance), numbers(cut.model, variance)];
  expect(within).not.toEqual(between);
  for (const [i, value] of between.entries()) expect(within[i]!).toBeLessThan(1.05 * value);
  const batches = (model: string) => numbers(model, "stem.bn1.num_batches_tracked")[0]!;
  expect(batches(cut.model)).toBe(2 * batches(whole.model));
});

import { readFileSync, rmSync } from "node:fs";
import { autocast, ops, scope } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { weightsHash } from "./resume.js";
import { miniRuns, type Runs } from "./runs.js";

/** Whether this libtorch convolves in float16 on the CPU, forward and backward. */
function convolvesInHalf(): boolean {
  try {
    scope(() => {
      const weight = ops.ones([2, 1, 3, 3]).requiresGrad_();
      const options = { device: "cpu", dtype: "float16" } as const;
      autocast(options, () => ops.conv2d(ops.ones([1, 1, 8, 8]), weight))
        .sum()
        .backward();
    });
    return true;
  } catch {
    return false;
  }
}

let runs: Runs;
beforeAll(async () => {
  runs = await miniRuns();
});
afterAll(() => runs.dispose());

// Runs take as long as the machine is busy.
const SLOW = { timeout: 4 * 60_000 };

describe.skipIf(!convolvesInHalf())("a run in float16", SLOW, () => {
  it("scales its loss, logs the scale, keeps it in checkpoints and resumes bit for bit", async () => {
    const settings = {
      precision: "float16",
      schedule: { batchSize: 16, steps: 24 },
      checkpoints: { everySteps: 12 },
    };
    await runs.run("half", settings);
    const log = runs.log("half");
    expect(log[0]!.gradientScale).toBe(65536);
    for (const [i, { skippedStep, gradientScale }] of log.slice(0, -1).entries())
      expect(log[i + 1]!.gradientScale).toBe(gradientScale! / (skippedStep === 1 ? 2 : 1));
    expect(log.some(({ skippedStep }) => skippedStep === 0)).toBe(true);
    const state = JSON.parse(readFileSync(runs.path("half", "checkpoints", "step-24", "state.json"), "utf8"));
    expect(state.scaler).toMatchObject({ growth_factor: 2, backoff_factor: 0.5, growth_interval: 2000 });
    const whole = weightsHash(runs.path("half"));
    rmSync(runs.path("half", "checkpoints", "step-24"), { recursive: true });
    const lines: string[] = [];
    await runs.run("half", settings, lines);
    expect(lines.join()).toMatch(/Goes on from step 12 of 24/);
    expect(weightsHash(runs.path("half"))).toBe(whole);
  });
});

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

describe.skipIf(!convolvesInHalf())("a run in float16", () => {
  it("scales its loss, logs the scale, keeps it in checkpoints and resumes bit for bit", async () => {
    const settings = {
      precision: "float16",
      schedule: { batchSize: 16, steps: 6 },
      checkpoints: { everySteps: 3 },
    };
    await runs.run("half", settings);
    const log = runs.log("half");
    expect(log.every(({ gradientScale }) => gradientScale! <= 65536)).toBe(true);
    expect(log.some(({ skippedStep }) => skippedStep === 0)).toBe(true);
    const state = JSON.parse(readFileSync(runs.path("half", "checkpoints", "step-6", "state.json"), "utf8"));
    expect(state.scaler).toMatchObject({ growth_factor: 2, backoff_factor: 0.5, growth_interval: 2000 });
    const whole = weightsHash(runs.path("half"));
    rmSync(runs.path("half", "checkpoints", "step-6"), { recursive: true });
    const lines: string[] = [];
    await runs.run("half", settings, lines);
    expect(lines.join()).toMatch(/Goes on from step 3 of 6/);
    expect(weightsHash(runs.path("half"))).toBe(whole);
  });
});

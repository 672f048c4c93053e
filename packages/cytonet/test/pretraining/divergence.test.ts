import { readdirSync, readFileSync } from "node:fs";
import { DivergenceError } from "@cytonet/learning";
import { readSafetensors, scope } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { miniRuns, type Runs } from "./runs.js";

let runs: Runs;
beforeAll(async () => {
  runs = await miniRuns();
});
afterAll(() => runs.dispose());

// Runs take as long as the machine is busy.
const SLOW = { timeout: 4 * 60_000 };

const status = (name: string) => JSON.parse(readFileSync(runs.path(name, "status.json"), "utf8"));

describe("a run that diverges", SLOW, () => {
  it("stops at a loss that is no number, says what it saw, and keeps the checkpoint from before", async () => {
    const lines: string[] = [];
    const wild = {
      optimiser: { name: "sgd", learningRate: 1e25, momentum: 0 },
      // The first step leaves huge weights, the second has no number to give.
      schedule: { batchSize: 16, steps: 40, warmupSteps: 40 },
      checkpoints: { everySteps: 1 },
      logEverySteps: 3,
    };
    const error = await runs.run("wild", wild, lines).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(DivergenceError);
    const { diagnosis, message, step } = error as DivergenceError;
    expect(diagnosis.kind).toBe("notFinite");
    expect(message).toMatch(/Likely cause: .*Lower optimiser.learningRate/);
    expect(status("wild")).toMatchObject({ state: "failed", step, message });
    expect(runs.log("wild").at(-1)).toMatchObject({ step, diverged: { kind: "notFinite" } });
    const checkpoints = readdirSync(runs.path("wild", "checkpoints"));
    for (const name of checkpoints) {
      expect(Number(name.slice("step-".length))).toBeLessThan(step);
      scope(() => {
        const weights = runs.path("wild", "checkpoints", name, "model.safetensors");
        for (const tensor of readSafetensors(weights).tensors.values())
          expect(tensor.isfinite().all().item()).toBe(1);
      });
    }
    if (checkpoints.length > 0) expect(lines.at(-1)).toMatch(/step-\d+ is from before it and is kept/);
    else expect(lines.at(-1)).toMatch(/no checkpoint/);
  });

  it("stops when features have been collapsed for as long as is borne, with the last checkpoint kept", async () => {
    const collapsed = {
      // Nothing spreads as far as this: every step counts as collapsed.
      divergence: { minimumSpread: 1, steps: 5 },
      checkpoints: { everySteps: 2 },
    };
    const lines: string[] = [];
    await expect(runs.run("flat", collapsed, lines)).rejects.toThrow(
      /step 6: since step 1 all patches have had nearly the same feature \(spread .*learning rate/,
    );
    expect(status("flat")).toMatchObject({ state: "failed", step: 6 });
    expect(lines.at(-1)).toMatch(/step-4 is from before it and is kept/);
  });
});

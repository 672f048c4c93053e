import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pretrain } from "../../src/commands/pretrain.js";
import { PretrainSchema } from "../../src/pretraining/config.js";
import { planPretraining } from "../../src/pretraining/planPretraining.js";
import { runPretraining } from "../../src/pretraining/runPretraining.js";
import { quietContext } from "../support/context.js";
import { miniConfig } from "../support/miniCohort.js";
import { miniRuns, type Runs } from "./runs.js";

let runs: Runs;

beforeAll(async () => {
  runs = await miniRuns();
});
afterAll(() => runs.dispose());

const evaluate = { everySteps: 1, points: 8, neighbours: 4 };
const brief = { steps: 1, batchSize: 8 };
const { encoder } = miniConfig() as { encoder: object };
const request = (out: string, overrides: Record<string, unknown>) => ({
  cohortDir: runs.cohort,
  config: PretrainSchema.parse(miniConfig({ data: { split: "validated" }, ...overrides })),
  out,
  force: true,
});

describe("what can be checked without reading patches", () => {
  it.each([
    ["initial weights that are not there", { initialWeights: "/nowhere/model" }, /nowhere\/model/],
    [
      "an atlas to evaluate on that labels nothing",
      { evaluate: { ...evaluate, atlas: "none" } },
      /evaluate\.atlas: is none, which labels no point/,
    ],
    [
      "pixels finer than the scans",
      { encoder: { ...encoder, pixelSizeUm: 2 } },
      /encoder\.pixelSizeUm: is 2 µm, finer than scans of \d+ of \d+ samples, such as A\/s\d \(16 × 16 µm\)/,
    ],
    [
      "a batch with more samples than there are",
      { schedule: { steps: 1, batchSize: 1000 } },
      /schedule\.batchSize: is 1000, and there are only \d+ samples/,
    ],
  ])("refuses %s, as a dry run and before a run's folder is made", async (_, overrides, message) => {
    const asked = request(runs.path("refused"), overrides);
    await expect(planPretraining(asked)).rejects.toThrow(message);
    await expect(runPretraining(asked, quietContext())).rejects.toThrow(message);
    expect(existsSync(asked.out)).toBe(false);
  });

  it("plans for a GPU where there is none, and refuses to train on it", async () => {
    const asked = request(runs.path("elsewhere"), { device: "cuda:99" });
    await expect(planPretraining(asked)).resolves.toMatchObject({ samples: expect.any(Number) });
    await expect(runPretraining(asked, quietContext())).rejects.toThrow(/cuda:99/);
    expect(existsSync(asked.out)).toBe(false);
  });

  it("refuses the cohort as the run's folder, and the folder that holds it, also when forced", async () => {
    for (const out of [runs.cohort, runs.folder]) {
      const asked = request(out, {});
      await expect(planPretraining(asked)).rejects.toThrow(/is a cohort|which the run reads/);
      await expect(runPretraining(asked, quietContext())).rejects.toThrow(/is a cohort|which the run reads/);
    }
    expect(existsSync(join(runs.cohort, "cohort.yaml"))).toBe(true);
  });
});

describe("a run folder", () => {
  it("is taken over from a run that came to nothing, with the samples it had drawn", async () => {
    const out = runs.path("corrected");
    mkdirSync(out);
    writeFileSync(join(out, "config.resolved.yaml"), "schema: cytonet.pretrain/1\n");
    writeFileSync(join(out, "samples.csv"), "pointId\n");
    const asked = { ...request(out, { schedule: brief }), force: false };
    await expect(planPretraining(asked)).resolves.toMatchObject({ steps: 1 });
    expect(readFileSync(join(out, "samples.csv"), "utf8")).toBe("pointId\n");
    await expect(runPretraining(asked, quietContext())).resolves.toMatchObject({ steps: 1, wasDone: false });
  });

  it("of a finished run is told from one that was trained now", async () => {
    const asked = { ...request(runs.path("finished"), { schedule: brief }), force: false };
    const first = await runPretraining(asked, quietContext());
    expect(first).toMatchObject({ stepsBefore: 0, wasDone: false });
    expect(await pretrain.print(first)).toMatch(/model: 1 steps over \d+ points in \d+ s/);
    const again = await runPretraining(asked, quietContext());
    expect(again).toMatchObject({ stepsBefore: 1, wasDone: true, modelId: first.modelId });
    expect(await pretrain.print(again)).toMatch(
      /model: was finished already, 1 steps over \d+ points; nothing was trained$/,
    );
  });
});

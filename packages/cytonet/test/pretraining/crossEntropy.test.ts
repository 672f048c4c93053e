import { existsSync, readFileSync } from "node:fs";
import { ops, scope } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelDescriptor } from "../../src/embedding/descriptor.js";
import { loadModelFolder } from "../../src/models/modelFolder.js";
import { weightsHash } from "./resume.js";
import { miniRuns, type Runs } from "./runs.js";

let runs: Runs;
beforeAll(async () => {
  runs = await miniRuns();
});
afterAll(() => runs.dispose());

// Runs take as long as the machine is busy.
const SLOW = { timeout: 4 * 60_000 };

const objective = { name: "crossEntropy", atlas: "halves" };
const optimiser = { name: "adamw", learningRate: 0.003 };

describe("a run with cross-entropy", SLOW, () => {
  it("learns areas from training sections and keeps its classifier and class list", async () => {
    const { model } = await runs.run("scratch", {
      objective,
      optimiser,
      schedule: { batchSize: 32, steps: 24 },
    });
    const log = runs.log("scratch");
    expect(log[0]!.loss).toBeGreaterThan(0.4);
    expect(log.at(-1)!.loss).toBeLessThan(log[0]!.loss! - 0.2);
    expect(log.at(-1)!.accuracy).toBeGreaterThan(0.85);
    const classes = JSON.parse(readFileSync(runs.path("scratch", "classes.json"), "utf8"));
    expect(classes).toEqual({ schema: "cytonet.classes/1", atlas: "halves", names: ["dense", "sparse"] });
    const loaded = await loadModelFolder(model);
    expect(loaded.config.classes).toEqual({ atlas: "halves", names: ["dense", "sparse"] });
    expect(loaded.config.objective).toBe("crossEntropy");
    scope(() => expect(loaded.model.forward(ops.rand([3, 1, 32, 32])).shape).toEqual([3, 2]));
    const projection = { output: "projection", views: 1, device: "cpu" } as const;
    expect(() => modelDescriptor(loaded, projection)).toThrow(/trained as a classifier.*backbone/);
    loaded.model.dispose();
    const rows = readFileSync(runs.path("scratch", "samples.csv"), "utf8").trim().split("\n").slice(1);
    expect(rows.map((row) => row.split(",")[2])).toEqual([...Array(64).fill("s0"), ...Array(64).fill("s2")]);
    expect(existsSync(runs.path("scratch", "model", "MODELCARD.md"))).toBe(true);
  });

  it("trains on as many points of every area where it is asked to", async () => {
    const data = { split: "validated", samplesPerClass: 50 };
    const { samples } = await runs.run("balanced", {
      objective,
      data,
      schedule: { batchSize: 32, steps: 2 },
    });
    expect(samples).toBe(100);
  });

  it("refuses classes for an objective that has none, and two ways of drawing", async () => {
    const data = { split: "validated", samplesPerClass: 5 };
    await expect(runs.run("refused", { data })).rejects.toThrow(/samplesPerClass.*spatialNCE has no classes/);
    await expect(runs.run("twice", { objective, data: { ...data, samples: 4 } })).rejects.toThrow(/exclude/);
  });
});

describe("activation checkpointing", SLOW, () => {
  it("changes no bit of a run's weights", async () => {
    const schedule = { batchSize: 16, steps: 3 };
    await runs.run("plain", { schedule });
    await runs.run("checkpointed", { schedule, activationCheckpointing: true });
    expect(weightsHash(runs.path("checkpointed"))).toBe(weightsHash(runs.path("plain")));
  });
});

describe("precision", SLOW, () => {
  it("bfloat16 trains on the CPU with weights in float32", async () => {
    await runs.run("mixed", {
      objective,
      optimiser,
      precision: "bfloat16",
      schedule: { batchSize: 32, steps: 24 },
    });
    const log = runs.log("mixed");
    expect(log.at(-1)!.loss).toBeLessThan(log[0]!.loss! - 0.2);
    const { model } = await loadModelFolder(runs.path("mixed", "model"));
    expect(new Set(model.parameters().map(({ dtype }) => dtype))).toEqual(new Set(["float32"]));
    model.dispose();
  });
});

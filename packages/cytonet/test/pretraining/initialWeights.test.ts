import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors, scope } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { miniConfig } from "../support/miniCohort.js";
import { miniRuns, type Runs } from "./runs.js";

let runs: Runs;
beforeAll(async () => {
  runs = await miniRuns();
});
afterAll(() => runs.dispose());

const SLOW = { timeout: 4 * 60_000 };
const untrained = { batchSize: 32, steps: 0 };
const R50 = miniConfig().encoder as Record<string, unknown>;

function weightsOf(name: string): Map<string, readonly number[]> {
  return scope(() => {
    const { tensors } = readSafetensors(runs.path(name, "model", "model.safetensors"));
    return new Map(
      [...tensors].map(([path, tensor]) => [
        path,
        [...tensor.to({ dtype: "float32" }).flatten().toTypedArray()].map(Number),
      ]),
    );
  });
}

describe("a run that starts from another model", SLOW, () => {
  it("takes what the encoders share, and says how much", async () => {
    const { model, modelId } = await runs.run("start", { schedule: { batchSize: 32, steps: 4 } });
    const lines: string[] = [];
    const changes = {
      encoder: { ...R50, architecture: "R50-ViT" },
      initialWeights: model,
      schedule: untrained,
    };
    await runs.run("transformer", changes, lines);
    await runs.run("fresh", { ...changes, initialWeights: undefined });
    const [start, transformer, fresh] = ["start", "transformer", "fresh"].map(weightsOf) as [
      ReturnType<typeof weightsOf>,
      ReturnType<typeof weightsOf>,
      ReturnType<typeof weightsOf>,
    ];
    const stem = "stem.conv1.weight";
    const later = "layer2.0.conv3.weight";
    for (const name of [stem, later]) {
      expect(transformer.get(name)).toEqual(start.get(name));
      expect(transformer.get(name)).not.toEqual(fresh.get(name));
    }
    const block = "blocks.0.attn.qkv.weight";
    expect(start.has(block)).toBe(false);
    expect(transformer.get(block)).toEqual(fresh.get(block));
    expect(lines.join("\n")).toMatch(
      new RegExp(`Starts from model ${modelId} of ${model}: \\d+ tensors are taken over`),
    );
    const resolved = readFileSync(runs.path("transformer", "config.resolved.yaml"), "utf8");
    expect(resolved).toContain(`initialWeights: ${modelId} # the model in ${model}\n`);
    const { inputs } = JSON.parse(readFileSync(runs.path("transformer", "provenance.json"), "utf8"));
    expect(inputs).toMatchObject([{ name: "initialWeights", path: join(model, "model.safetensors") }]);
    expect(readFileSync(runs.path("transformer", "model", "MODELCARD.md"), "utf8")).toContain(modelId);
    expect(readFileSync(runs.path("fresh", "model", "MODELCARD.md"), "utf8")).not.toContain("started from");
  });

  it("says what it goes on from, and is another run than one from another model", async () => {
    const first = await runs.run("first", { schedule: untrained, seed: 5 });
    const second = await runs.run("second", { schedule: untrained, seed: 6 });
    const from = (initialWeights: string) => ({ initialWeights, schedule: { batchSize: 32, steps: 2 } });
    const lines: string[] = [];
    await runs.run("run", from(first.model), lines);
    expect(lines.join("\n")).toMatch(/Starts from model/);
    expect(lines.join("\n")).not.toMatch(/Goes on/);
    const again: string[] = [];
    await runs.run("run", from(first.model), again);
    expect(again.join("\n")).toContain(
      `Goes on from step 2 of 2: ${runs.path("run", "checkpoints", "step-2")}.`,
    );
    expect(again.join("\n")).not.toMatch(/Starts from/);
    await expect(runs.run("run", from(second.model))).rejects.toThrow(
      /belongs to a run of another configuration/,
    );
  });

  it("names the folder that is no model, and the model that shares nothing", async () => {
    await expect(runs.run("none", { initialWeights: runs.path("nowhere") })).rejects.toThrow(/nowhere/);
    const { model } = await runs.run("narrow", { schedule: untrained });
    const wide = { encoder: { ...R50, width: 0.25 }, initialWeights: model, schedule: untrained };
    await expect(runs.run("wide", wide)).rejects.toThrow(
      /model\.safetensors.*no weight of the same name and shape/s,
    );
  });
});

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPretrainingModel, encoderPreset } from "@cytonet/learning";
import { describe, expect, it } from "vitest";
import { allReduceSeconds, decodingCores, ENCODERS, GPUS, MACHINES, RUN, step } from "../scale/model.mjs";
import { tables } from "../scale/tables.mjs";

const paper = "A100, the paper's";

describe("the model of a step", () => {
  it("gives the paper's 28 hours on 64 of its GPUs back (§3.9)", () => {
    for (const encoder of Object.keys(ENCODERS)) {
      const { hours, efficiency } = step(encoder, paper, 64);
      // Their patches per second already hold their communication: ours comes on top.
      expect(hours).toBeGreaterThan(27.9);
      expect(hours).toBeLessThan(29.5);
      expect(efficiency).toBeGreaterThan(0.95);
    }
  });

  it("is of the encoders as they are", () => {
    for (const [architecture, { parameters, normLayers, normChannels }] of Object.entries(ENCODERS)) {
      const model = createPretrainingModel(encoderPreset(architecture as "R50", "B"), { seed: 0 });
      const count = [...model.namedParameters().values()].reduce((sum, { numel }) => sum + numel, 0);
      const statistics = [...model.namedBuffers()].filter(([name]) => name.endsWith("running_mean"));
      const channels = statistics.reduce((sum, [, { numel }]) => sum + numel, 0);
      model.dispose();
      expect({ parameters: count, normLayers: statistics.length, normChannels: channels }).toEqual({
        parameters,
        normLayers,
        normChannels,
      });
    }
  });

  it("sends a ring's bytes: twice what there is, but for one share", () => {
    const machine = { ...MACHINES[paper], gpuGigabytesPerSecond: 1 };
    expect(allReduceSeconds(1e9, 4, machine)).toBeCloseTo(1.5, 3);
    expect(allReduceSeconds(1e9, 1, machine)).toBe(0);
  });

  it("is quicker on more GPUs, and less than that much quicker where all patches fit at once", () => {
    for (const [machine, { patchesAtOnce }] of Object.entries(MACHINES)) {
      for (const encoder of Object.keys(ENCODERS)) {
        const steps = GPUS.map((gpus) => step(encoder, machine, gpus));
        for (const [i, one] of steps.slice(1).entries()) {
          expect(one.seconds).toBeLessThan(steps[i]!.seconds);
          if (steps[i]!.perGpu <= patchesAtOnce) expect(one.efficiency).toBeLessThan(steps[i]!.efficiency);
          expect(one.perGpu * one.gpus).toBe(RUN.batch);
        }
      }
    }
  });

  it("asks for cores in proportion to patches", () => {
    expect(decodingCores(20)).toBeCloseTo(2 * decodingCores(10), 12);
  });
});

describe("docs/scale.md", () => {
  const root = join(import.meta.dirname, "../..");

  it("holds what `node tools/scale.mjs` prints", () => {
    const page = readFileSync(join(root, "docs/scale.md"), "utf8");
    // The formatter pads the cells of tables.
    const bare = (text: string) => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");
    expect(bare(page)).toContain(bare(tables()));
    expect(execFileSync(process.execPath, [join(root, "tools/scale.mjs")], { encoding: "utf8" }).trim()).toBe(
      tables(),
    );
  });
});

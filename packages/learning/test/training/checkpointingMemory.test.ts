import { cpuMemory, manualSeed, ops, scope, setNumThreads } from "@cytonet/torch";
import { beforeAll, describe, expect, it } from "vitest";
import { createPretrainingModel, encoderPreset } from "../../src/encoders/index.js";
import { spatialObjective } from "../../src/objectives/objective.js";
import { gradients } from "../../src/training/contrastiveStep.js";

beforeAll(() => setNumThreads(1));

/** One backward of a deep encoder on large patches. @returns the most bytes that tensors ever had in this process */
function peakAfter(activationCheckpointing: boolean): number {
  return scope(() => {
    const config = encoderPreset("R50", "tiny", { depth: [6, 4, 4], width: 0.25 });
    using model = createPretrainingModel(config, { seed: 1 }).train();
    manualSeed(2);
    const inputs = { patches: ops.rand([4, 1, 256, 256]), beside: ops.randn([4, 3], { dtype: "float64" }) };
    const objective = spatialObjective({ sigmaMm: 1 });
    gradients(model, inputs, { objective, precision: "float32", activationCheckpointing });
    return cpuMemory().peakBytes;
  });
}

const isCounted = process.env.CYTONET_ALLOCATOR !== "system";

describe.skipIf(!isCounted)("activation checkpointing", () => {
  it("needs little more than half the memory at its peak", () => {
    const less = peakAfter(true);
    const whole = peakAfter(false);
    expect(less).toBeGreaterThan(4 * 256 * 256 * 4);
    expect(less / whole).toBeLessThan(0.55);
  });
});

import { describe, expect, it } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import { encoderPreset, forwardFlops, trainingFlops } from "../../src/encoders/index.js";

const counter = `
import json, sys
sys.path.insert(0, "examples/python")
import torch, cytonet_model
from torch.utils.flop_counter import FlopCounterMode
answers = []
for config in json.load(sys.stdin):
    with torch.device("meta"):
        model = cytonet_model.create_encoder(config).train()
        patches = torch.empty(2, config["inputChannels"], config["patchPx"], config["patchPx"])
        with FlopCounterMode(display=False) as count:
            model(patches)
        forward = count.get_total_flops()
        with FlopCounterMode(display=False) as count:
            model(patches).sum().backward()
        answers.append({"forward": forward / 2, "training": count.get_total_flops() / 2})
print(json.dumps(answers))
`;

const configs = [
  encoderPreset("R50", "B"),
  encoderPreset("R50-ViT", "B"),
  encoderPreset("R50-ViT", "small"),
  encoderPreset("R50", "tiny", { inputChannels: 3, width: 0.5, depth: [2, 1] }),
];

describe.skipIf(referencePython() === undefined)("arithmetic of an encoder", () => {
  it("is what PyTorch counts", () => {
    const expected = runReference(counter, configs, { timeoutMs: 280_000 }) as {
      forward: number;
      training: number;
    }[];
    for (const [i, config] of configs.entries()) {
      expect(forwardFlops(config)).toBe(expected[i]!.forward);
      // Patches take no gradient, so that backward of the first convolution is half as much.
      const share = trainingFlops(config) / expected[i]!.training;
      expect(share).toBeGreaterThanOrEqual(1);
      expect(share).toBeLessThan(1.03);
    }
  }, 300_000);
});

describe("forwardFlops", () => {
  it("is 2 × 93 GFLOP for R50 and about 2 × 201 for R50-ViT on the paper's patches", () => {
    expect(forwardFlops(encoderPreset("R50", "B")) / 2e9).toBeCloseTo(93, 0);
    expect(Math.abs(forwardFlops(encoderPreset("R50-ViT", "B")) / 2e9 / 201 - 1)).toBeLessThan(0.02);
  });

  it("counts the head", () => {
    const config = encoderPreset("R50", "tiny");
    const bare = forwardFlops(config);
    expect(forwardFlops(config, { kind: "projection" }) - bare).toBe(2 * 256 * (256 + 256));
    expect(forwardFlops(config, { classes: 113 }) - bare).toBe(2 * 256 * 113);
  });
});

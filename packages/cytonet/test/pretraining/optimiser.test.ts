import { BatchNorm2d, Conv2d, LARC, type LARCSettings, Module, SGD } from "@cytonet/torch";
import { describe, expect, it } from "vitest";
import { PretrainSchema } from "../../src/pretraining/config.js";
import { createOptimiser } from "../../src/pretraining/optimiser.js";

class Network extends Module {
  readonly conv = new Conv2d(1, 2, 3);
  readonly norm = new BatchNorm2d(2);
}

const config = (optimiser: object) =>
  PretrainSchema.parse({
    schema: "cytonet.pretrain/1",
    data: { split: "all" },
    encoder: { architecture: "R50", preset: "tiny" },
    objective: { name: "spatialNCE" },
    optimiser,
    schedule: { batchSize: 512, steps: 1 },
  });

/** Settings by parameter path. */
function settings(optimiser: object) {
  using model = new Network();
  const made = createOptimiser(model, config(optimiser));
  const found = made.groups.flatMap(({ parameters, ...rest }) =>
    [...parameters.keys()].map((path) => [path, rest]),
  );
  made.dispose();
  return { made, of: Object.fromEntries(found) as Record<string, Partial<LARCSettings>> };
}

describe("createOptimiser", () => {
  it("follows §3.4 with `layerwise: {}`: LARC, 0.02, clip, all adapted, all but biases decayed", () => {
    const { made, of } = settings({ name: "sgd", layerwise: {} });
    expect(made).toBeInstanceOf(LARC);
    const common = {
      trustCoefficient: 0.02,
      clip: true,
      adapt: true,
      momentum: 0.9,
      nesterov: true,
      learningRate: 0.02,
    };
    expect(of["conv.weight"]).toMatchObject({ ...common, weightDecay: 1e-4 });
    expect(of["norm.weight"]).toMatchObject({ ...common, weightDecay: 1e-4 });
    expect(of["norm.bias"]).toMatchObject({ ...common, weightDecay: 0 });
  });

  it("leaves parameters out of adaptation and of decay independently", () => {
    const { of } = settings({
      name: "sgd",
      decayExclusions: "bias",
      layerwise: { exclude: "biasAndNorm", clip: false, trustCoefficient: 0.001 },
    });
    expect(of["conv.weight"]).toMatchObject({
      adapt: true,
      weightDecay: 1e-4,
      clip: false,
      trustCoefficient: 0.001,
    });
    expect(of["norm.weight"]).toMatchObject({ adapt: false, weightDecay: 1e-4 });
    expect(of["conv.bias"]).toMatchObject({ adapt: false, weightDecay: 0 });
  });

  it("is plain SGD without, and refuses layer-wise rates for AdamW", () => {
    const { made } = settings({ name: "sgd" });
    expect(made).toBeInstanceOf(SGD);
    expect(made).not.toBeInstanceOf(LARC);
    expect(() => config({ name: "adamw", layerwise: {} })).toThrow(/layerwise/);
  });
});

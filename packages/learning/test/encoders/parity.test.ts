import { getNumThreads, setNumThreads, torchVersion } from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referencePython, referenceTorchVersion } from "../../../../tools/reference/reference.mjs";
import { encoderPreset } from "../../src/encoders/index.js";
import { compareWithReference, type Differences, type ParityCase, worst } from "./parity.js";

const small = { batch: 4, patchPx: 64, steps: 20, model: "cytonet" as const };

const cases: [name: string, one: ParityCase][] = [
  ["R50", { ...small, config: encoderPreset("R50", "tiny", { patchPx: 64 }), attentionOf: [] }],
  [
    "R50 for colour images, with all stages and max pooling",
    {
      ...small,
      config: encoderPreset("R50", "tiny", {
        patchPx: 64,
        inputChannels: 3,
        depth: [1, 2, 1, 1],
        stemStride: 1,
        stemPool: 2,
      }),
      attentionOf: [],
    },
  ],
  ["R50-ViT", { ...small, config: encoderPreset("R50-ViT", "tiny", { patchPx: 64 }), attentionOf: [0, 1] }],
  [
    "R50-ViT on a larger patch than it was made for",
    { ...small, config: encoderPreset("R50-ViT", "tiny", { patchPx: 40 }), attentionOf: [1] },
  ],
];

const sameVersion = torchVersion().split("+")[0] === referenceTorchVersion()?.split("+")[0];

describe.skipIf(!referencePython())("the same weights and patches in PyTorch", () => {
  // So little work gains nothing from threads, and waits where cores are shared.
  const threads = getNumThreads();
  let differences: Differences[];
  beforeAll(() => {
    setNumThreads(1);
    differences = compareWithReference(cases.map(([, one]) => one));
  }, 10 * 60_000);
  afterAll(() => setNumThreads(threads));

  test.each(cases.map(([name], index) => [name, index] as const))("%s", (_, index) => {
    const all = differences[index]!;
    expect(worst(all, "eval.").value, "outputs in inference").toBeLessThan(1e-4);
    expect(worst(all, "train.").value, "outputs in training").toBeLessThan(1e-4);
    expect(worst(all, "gradient.").value, "parameter gradients").toBeLessThan(1e-4);
    // Twenty steps let the last bits grow, and two versions differ in them.
    if (!sameVersion) return;
    expect(worst(all, "sgd.").value, "20 steps of SGD").toBeLessThan(1e-3);
    expect(worst(all, "adamw.").value, "20 steps of AdamW").toBeLessThan(1e-3);
  });
});

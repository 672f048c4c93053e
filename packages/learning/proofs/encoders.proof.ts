import { describe, expect, test } from "vitest";
import { referencePython } from "../../../tools/reference/reference.mjs";
import { type Architecture, encoderPreset } from "../src/encoders/index.js";
import { compareWithReference, worst } from "../test/encoders/parity.js";

// Full width and depth on patches of 256 px, which leave 4 × 4 positions: the reference is put
// together from torchvision's own ResNet-50 stages and timm's own hybrid vision transformer.
describe.skipIf(!referencePython())("full-size encoders against torchvision and timm", () => {
  test.each<[Architecture, number[]]>([
    ["R50", []],
    ["R50-ViT", [0, 5, 11]],
  ])("%s-B: outputs, attention, gradients, and weights after twenty steps", (architecture, attentionOf) => {
    const [all = {}] = compareWithReference([
      {
        config: encoderPreset(architecture, "B", { patchPx: 256 }),
        model: "timm",
        batch: 2,
        patchPx: 256,
        attentionOf,
        steps: 20,
      },
    ]);
    const rows = (["eval.", "train.", "gradient.", "sgd.", "adamw."] as const).map((prefix) => ({
      compared: prefix,
      ...worst(all, prefix),
    }));
    console.table(rows);
    expect(worst(all, "eval.").value).toBeLessThan(1e-4);
    expect(worst(all, "train.").value).toBeLessThan(1e-4);
    expect(worst(all, "gradient.").value).toBeLessThan(1e-4);
    expect(worst(all, "sgd.").value).toBeLessThan(1e-3);
    expect(worst(all, "adamw.").value).toBeLessThan(1e-3);
  });
});

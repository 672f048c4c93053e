import { liveTensors, manualSeed, ops, SGD, scope, setNumThreads, type Tensor, tensor } from "@cytonet/torch";
import { beforeAll, expect, it } from "vitest";
import {
  createClassificationModel,
  createPretrainingModel,
  encoderPreset,
} from "../../src/encoders/index.js";
import { spatialObjective } from "../../src/objectives/objective.js";
import { classificationStep, contrastiveStep, type PatchRows } from "../../src/training/index.js";

beforeAll(() => setNumThreads(1));

const encoder = encoderPreset("R50", "tiny", { patchPx: 32, depth: [1, 1], width: 0.125 });
const settings = { precision: "float32", parts: 4 } as const;

/** A step's report and weights after it, of these patches or of rows that are made of them when asked for. */
function trained(objective: "spatialNCE" | "crossEntropy", lazily: boolean) {
  return scope(() => {
    manualSeed(7);
    const all = ops.rand([8, 1, 32, 32]);
    const asked: string[] = [];
    const rows: PatchRows = {
      count: 8,
      of(first, count) {
        asked.push(`${first}+${count}`);
        return all.narrow(0, first, count).clone();
      },
    };
    const patches = lazily ? rows : all;
    using model =
      objective === "spatialNCE"
        ? createPretrainingModel(encoder, { seed: 1 })
        : createClassificationModel(encoder, 3, { seed: 1 });
    model.train();
    const optimizer = new SGD(model.namedParameters(), { learningRate: 0.1 });
    const step = (beside: Tensor) =>
      objective === "spatialNCE"
        ? contrastiveStep(
            model,
            optimizer,
            { patches, beside },
            { ...settings, objective: spatialObjective({ sigmaMm: 3 }) },
          )
        : classificationStep(model, optimizer, { patches, beside }, settings);
    const report = scope(() =>
      step(
        objective === "spatialNCE"
          ? ops.randn([8, 3], { dtype: "float64" })
          : tensor(BigInt64Array.from({ length: 8 }, (_, i) => BigInt(i % 3))),
      ),
    );
    const weights = [...model.namedParameters()].map(([name, weight]) => [name, weight.tolist()]);
    optimizer.dispose();
    return { report, weights, asked };
  });
}

it.each(["spatialNCE", "crossEntropy"] as const)(
  "%s in parts takes patches that are made part by part as those that are there, bit for bit",
  (objective) => {
    const before = liveTensors();
    const whole = trained(objective, false);
    const cut = trained(objective, true);
    expect(cut.report).toEqual(whole.report);
    expect(cut.weights).toEqual(whole.weights);
    expect(whole.asked).toEqual([]);
    const once = ["0+2", "2+2", "4+2", "6+2"];
    expect(cut.asked).toEqual(objective === "spatialNCE" ? [...once, ...once] : once);
    expect(liveTensors()).toBe(before);
  },
);

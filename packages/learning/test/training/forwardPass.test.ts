import {
  liveTensors,
  Module,
  manualSeed,
  ops,
  type Placement,
  SGD,
  scope,
  setNumThreads,
  type Tensor,
  tensor,
  torchVersion,
} from "@cytonet/torch";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Architecture,
  createClassificationModel,
  createPretrainingModel,
  encoderPreset,
} from "../../src/encoders/index.js";
import { spatialObjective } from "../../src/objectives/objective.js";
import { contrastiveStep, gradients } from "../../src/training/contrastiveStep.js";
import { type ForwardSettings, forwardPass } from "../../src/training/forwardPass.js";

beforeAll(() => setNumThreads(1));

const small = (architecture: Architecture) =>
  encoderPreset(architecture, "tiny", { patchPx: 64, depth: [2, 2], width: 0.125 });
const bytes = (t: Tensor) =>
  Buffer.from(new Uint8Array(t.to({ dtype: "float32" }).toTypedArray().buffer)).toString("hex");
const allBytes = (tensors: ReadonlyMap<string, Tensor>) =>
  Object.fromEntries([...tensors].map(([path, one]) => [path, bytes(one)]));

/** Gradients and running statistics after one backward. */
function after(architecture: Architecture, settings: ForwardSettings, placement: Placement = {}) {
  return scope(() => {
    using model = createPretrainingModel(small(architecture), { seed: 1 }).train().to(placement);
    manualSeed(2);
    const patches = ops.rand([6, 1, 64, 64]).to(placement);
    const beside = ops.randn([6, 3], { dtype: "float64" });
    const objective = spatialObjective({ sigmaMm: 1 });
    const { loss } = gradients(model, { patches, beside }, { ...settings, objective });
    const found = new Map([...model.namedParameters()].map(([path, one]) => [path, one.grad!] as const));
    return { loss: loss.item(), gradients: allBytes(found), buffers: allBytes(model.namedBuffers()) };
  });
}

describe("activation checkpointing", () => {
  it.each([
    ["R50", "float32"],
    ["R50-ViT", "float32"],
    ["R50", "bfloat16"],
    // Before 2.0 libtorch normalises layers on the CPU in the dtype of their weights alone.
    ...(Number.parseInt(torchVersion(), 10) < 2 ? [] : [["R50-ViT", "bfloat16"] as const]),
  ] as const)(
    "gives the gradients and running statistics of %s in %s, bit for bit",
    (architecture, precision) => {
      const before = liveTensors();
      const whole = after(architecture, { precision });
      const again = after(architecture, { precision, activationCheckpointing: true });
      expect(again.loss).toBe(whole.loss);
      expect(again.buffers).toEqual(whole.buffers);
      expect(again.gradients).toEqual(whole.gradients);
      expect(liveTensors()).toBe(before);
    },
  );

  it("stretches a model as its forward pass goes, all blocks but the first and all transformer layers", () => {
    scope(() => {
      using model = createClassificationModel(small("R50-ViT"), 4, { seed: 1 }).eval();
      const segments = model.segments();
      // Stem and first block · three blocks · embedding · two transformer layers · class token · classifier
      expect(segments.map(({ recomputed }) => recomputed)).toEqual([
        false,
        true,
        true,
        true,
        false,
        true,
        true,
        false,
        false,
      ]);
      const patches = ops.rand([2, 1, 64, 64]);
      const stretched = segments.reduce((x, segment) => segment.forward(x), patches);
      expect(bytes(stretched)).toBe(bytes(model.forward(patches)));
    });
  });

  it("runs every recomputed stretch twice and the others once", () => {
    const calls: string[] = [];
    class Counting extends Module {
      readonly weight = this.parameter(tensor([3], { dtype: "float32" }));
      forward(x: Tensor): Tensor {
        return x.mul(this.weight).square();
      }
      segments() {
        return [
          { recomputed: false, forward: (x: Tensor) => this.#told("kept", x.mul(this.weight)) },
          { recomputed: true, forward: (x: Tensor) => this.#told("recomputed", x.square()) },
        ];
      }
      #told(name: string, x: Tensor): Tensor {
        calls.push(name);
        return x;
      }
    }
    scope(() => {
      using model = new Counting();
      const settings = { precision: "float32", activationCheckpointing: true } as const;
      const pass = forwardPass(model, tensor([2], { dtype: "float32" }), settings, (x) => x.mulScalar(5));
      expect(pass.output.item()).toBe(180);
      pass.backward(ops.ones([1]));
      // d(5 (2w)²)/dw = 40 w
      expect(model.weight.grad!.item()).toBe(120);
    });
    expect(calls).toEqual(["kept", "recomputed", "recomputed"]);
  });

  it("is refused for a model that has no segments", () => {
    class Plain extends Module {
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const settings = { precision: "float32", activationCheckpointing: true } as const;
    expect(() => forwardPass(new Plain(), ops.ones([1]), settings, (x) => x)).toThrow(
      /activationCheckpointing needs/,
    );
  });
});

describe("mixed precision on the CPU", () => {
  it("leaves weights and gradients in float32, stays near float32 and learns", () => {
    const losses = (["float32", "bfloat16"] as const).map((precision) =>
      scope(() => {
        using model = createPretrainingModel(small("R50"), { seed: 1 }).train();
        manualSeed(2);
        const patches = ops.rand([8, 1, 64, 64]);
        const beside = ops.randn([8, 3], { dtype: "float64" });
        const optimizer = new SGD(model.namedParameters(), { learningRate: 0.05, momentum: 0.9 });
        const settings = { precision, objective: spatialObjective({ sigmaMm: 0.5 }) };
        const steps = Array.from(
          { length: 8 },
          () => contrastiveStep(model, optimizer, { patches, beside }, settings)!.loss,
        );
        expect(new Set(model.parameters().map(({ dtype }) => dtype))).toEqual(new Set(["float32"]));
        optimizer.dispose();
        return steps;
      }),
    );
    const [full, mixed] = losses as [number[], number[]];
    // Bfloat16 has 8 bits, a relative error of 0.004 in every product, and the temperature multiplies similarities by 14.
    expect(Math.abs(mixed[0]! / full[0]! - 1)).toBeLessThan(0.05);
    expect(mixed[0]).not.toBe(full[0]);
    expect(mixed.at(-1)!).toBeLessThan(mixed[0]! - 0.1);
  });
});

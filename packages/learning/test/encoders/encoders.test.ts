import {
  BatchNorm2d,
  Conv2d,
  createGenerator,
  getNumThreads,
  liveTensors,
  manualSeed,
  noGrad,
  ops,
  SGD,
  scope,
  setNumThreads,
  type Tensor,
} from "@cytonet/torch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referencePython, runReference } from "../../../../tools/reference/reference.mjs";
import {
  createEncoder,
  createPretrainingModel,
  type Encoder,
  EncoderRequestError,
  encoderPreset,
  loadMatchingWeights,
  ProjectionHead,
  type R50ViT,
  resizePositionalEmbedding,
} from "../../src/encoders/index.js";

// Such small encoders gain nothing from threads, and wait for them where cores are shared.
const threads = getNumThreads();
beforeAll(() => setNumThreads(1));
afterAll(() => setNumThreads(threads));

const r50 = encoderPreset("R50", "tiny", { patchPx: 32 });
const vit = encoderPreset("R50-ViT", "tiny", { patchPx: 32 });

const SLOW_MS = 5 * 60_000;

const values = (tensor: Tensor) => Array.from(tensor.toTypedArray() as Iterable<number>);

/** Runs a test with an encoder, and checks that it left no tensor behind. */
function withEncoder(encoder: () => Encoder, body: (encoder: Encoder) => void): void {
  const before = liveTensors();
  scope(() => {
    using made = encoder();
    body(made);
  });
  expect(liveTensors()).toBe(before);
}

describe("outputs", () => {
  test("of R50: the feature is the mean of the feature map", () => {
    withEncoder(
      () => createEncoder(r50, { seed: 0 }),
      (encoder) => {
        const { feature, featureMap, pooled, ...others } = encoder.outputs(ops.rand([2, 1, 32, 40]));
        expect(featureMap.shape).toEqual([2, 256, 4, 5]);
        expect(feature).toBe(pooled);
        const mean = featureMap.meanDim([2, 3]);
        expect(feature.sub(mean).abs().max().item()).toBeLessThan(1e-6);
        expect(others).toEqual({});
      },
    );
  });

  test("of R50-ViT: the feature is the class token, and attention comes for the blocks asked for", () => {
    withEncoder(
      () => createEncoder(vit, { seed: 0 }).eval(),
      (encoder) => {
        const patches = ops.rand([2, 1, 32, 32]);
        const outputs = encoder.outputs(patches, { attentionOf: [1] });
        expect(outputs.featureMap.shape).toEqual([2, 256, 4, 4]);
        expect(outputs.patchTokens?.shape).toEqual([2, 16, 128]);
        expect(outputs.feature).toBe(outputs.classToken);
        expect([...outputs.attention!.keys()]).toEqual([1]);
        expect(outputs.attention!.get(1)!.shape).toEqual([2, 2, 17, 17]);
        const feature = encoder.forward(patches);
        expect(feature.shape).toEqual([2, 128]);
        expect(feature.sub(outputs.feature).abs().max().item()).toBeLessThan(1e-5);
      },
    );
  });

  test("attention that does not exist is refused", () => {
    withEncoder(
      () => createEncoder(r50, { seed: 0 }),
      (encoder) => {
        const patches = ops.rand([1, 1, 32, 32]);
        expect(() => encoder.outputs(patches, { attentionOf: [0] })).toThrow(EncoderRequestError);
      },
    );
    withEncoder(
      () => createEncoder(vit, { seed: 0 }),
      (encoder) => {
        const patches = ops.rand([1, 1, 32, 32]);
        expect(() => encoder.outputs(patches, { attentionOf: [2] })).toThrow(/block 2.*0 to 1/);
      },
    );
  });
});

describe("first weights", () => {
  test("depend on the seed alone, not on the state of the default generator or the layout", () => {
    scope(() => {
      manualSeed(1);
      using first = createEncoder(vit, { seed: 7 });
      manualSeed(2);
      using second = createEncoder(vit, { seed: 7, memoryFormat: "contiguous" });
      using other = createEncoder(vit, { seed: 8 });
      for (const [name, tensor] of first.stateDict())
        expect(values(second.stateDict().get(name)!), name).toEqual(values(tensor));
      expect(values(other.stateDict().get("pos_embed")!)).not.toEqual(
        values(first.stateDict().get("pos_embed")!),
      );
      using model = createPretrainingModel(vit, { seed: 7 });
      expect(values(model.encoder.stateDict().get("norm.weight")!)).toEqual(
        values(first.stateDict().get("norm.weight")!),
      );
    });
  });

  test("have torchvision's and timm's distributions", () => {
    scope(() => {
      using encoder = createEncoder(encoderPreset("R50-ViT", "small"), { seed: 0 });
      // Older schemas want the axes and the correction named.
      const deviation = (tensor: Tensor) => tensor.std({ dim: null, correction: 1 }).item();
      for (const [path, part] of encoder.namedModules()) {
        if (part instanceof BatchNorm2d) expect(values(part.weight).every((scale) => scale === 1)).toBe(true);
        if (!(part instanceof Conv2d) || part.weight.numel < 10_000 || path.startsWith("patch_embed"))
          continue;
        const [channels = 0, , height = 0, width = 0] = part.weight.shape;
        expect(deviation(part.weight) / Math.sqrt(2 / (channels * height * width)), path).toBeCloseTo(1, 1);
      }
      const { transformer } = encoder as R50ViT;
      expect(deviation(transformer.posEmbed) / 0.02).toBeCloseTo(1, 1);
      expect(deviation(transformer.blocks[0]!.attn.qkv.weight) / 0.02).toBeCloseTo(1, 1);
      expect(deviation(transformer.clsToken) / 1e-6).toBeCloseTo(1, 0);
      expect(values(transformer.blocks[0]!.attn.qkv.bias!).every((value) => value === 0)).toBe(true);
    });
  });

  test("lie in channelsLast", () => {
    scope(() => {
      using encoder = createEncoder(r50, { seed: 0 });
      const weight = encoder.stateDict().get("layer1.0.conv2.weight")!;
      expect(weight.isContiguous("channelsLast")).toBe(true);
      expect(encoder.outputs(ops.rand([1, 1, 32, 32])).featureMap.isContiguous("channelsLast")).toBe(true);
    });
  });
});

describe("the pretraining model", () => {
  test("keeps the encoder's names and adds the projection head's", () => {
    scope(() => {
      using model = createPretrainingModel(r50, { seed: 0 });
      const names = [...model.stateDict().keys()];
      expect(names.filter((name) => !name.startsWith("projection_head."))).toEqual([
        ...model.encoder.stateDict().keys(),
      ]);
      expect(names.filter((name) => name.startsWith("projection_head."))).toEqual([
        "projection_head.fc1.weight",
        "projection_head.fc1.bias",
        "projection_head.bn1.weight",
        "projection_head.bn1.bias",
        "projection_head.bn1.running_mean",
        "projection_head.bn1.running_var",
        "projection_head.bn1.num_batches_tracked",
        "projection_head.fc2.weight",
        "projection_head.fc2.bias",
      ]);
      expect(model.forward(ops.rand([3, 1, 32, 32])).shape).toEqual([3, 256]);
    });
  });

  test("fits twenty training steps into a constant number of tensors", () => {
    const before = liveTensors();
    const model = createPretrainingModel(vit, { seed: 0 });
    const optimizer = new SGD(model.namedParameters(), { learningRate: 0.05, momentum: 0.9, nesterov: true });
    const generator = createGenerator({ seed: 1 });
    const counts = new Set<number>();
    const losses: number[] = [];
    const [patches, target] = [
      ops.randGenerator([4, 1, 32, 32], generator),
      ops.randnGenerator([4, 256], generator),
    ];
    for (let step = 0; step < 20; step++) {
      scope(() => {
        optimizer.zeroGrad();
        const loss = model.forward(patches).sub(target).square().mean();
        loss.backward();
        optimizer.step();
        losses.push(loss.item());
      });
      if (step > 0) counts.add(liveTensors());
    }
    expect(counts.size).toBe(1);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    for (const one of [model, optimizer, patches, target, generator]) one.dispose();
    expect(liveTensors()).toBe(before);
  });
});

describe("weights from elsewhere", () => {
  test("a positional embedding for another grid is resized", () => {
    scope(() => {
      using source = createEncoder(vit, { seed: 1 });
      using target = createEncoder({ ...vit, patchPx: 48 }, { seed: 2 });
      const report = loadMatchingWeights(target, source.stateDict());
      expect(report).toMatchObject({ missing: [], unexpected: [], misshaped: [] });
      expect(target.stateDict().get("pos_embed")!.shape).toEqual([1, 37, 128]);
      noGrad(() => {
        const patches = ops.rand([1, 1, 48, 48]);
        const difference = target.eval().forward(patches).sub(source.eval().forward(patches)).abs().max();
        expect(difference.item()).toBeLessThan(1e-5);
      });
    });
  });

  test("resizing keeps the class token and a constant", () => {
    scope(() => {
      const embedding = ops.cat([ops.ones([1, 1, 2]).mulScalar(5), ops.ones([1, 16, 2]).mulScalar(3)], {
        dim: 1,
      });
      const resized = resizePositionalEmbedding(embedding, [4, 4], [6, 3]);
      expect(resized.shape).toEqual([1, 19, 2]);
      expect(values(resized.narrow(1, 0, 1))).toEqual([5, 5]);
      expect(resized.narrow(1, 1, 18).subScalar(3).abs().max().item()).toBeLessThan(1e-6);
      expect(resizePositionalEmbedding(embedding, [4, 4], [4, 4])).toBe(embedding);
    });
  });

  const SCRIPT = `
import json, timm, torch, torchvision
shapes = lambda model: {name: list(value.shape) for name, value in model.state_dict().items()}
with torch.device("meta"):
    print(json.dumps({
        "resnet50": shapes(torchvision.models.resnet50()),
        "vit": shapes(timm.create_model("vit_base_patch16_224", num_classes=0)),
    }))
`;

  test.skipIf(!referencePython())(
    "torchvision's ResNet-50 stages and timm's ViT-B fit by name and shape",
    () => {
      const reference: Record<"resnet50" | "vit", Record<string, number[]>> = runReference(SCRIPT, null, {
        timeoutMs: SLOW_MS,
      });
      withEncoder(
        () => createEncoder(encoderPreset("R50-ViT", "B", { patchPx: 256 }), { seed: 0 }),
        (encoder) => {
          const own = encoder.stateDict();
          const shapes = new Map([...own].map(([name, tensor]) => [name, tensor.shape]));
          const layers = Object.entries(reference.resnet50).filter(([name]) => name.startsWith("layer"));
          expect(layers.length).toBe(312);
          for (const [name, shape] of layers) expect(shapes.get(name), name).toEqual(shape);
          for (const [name, shape] of Object.entries(reference.vit))
            if (!/^patch_embed|^pos_embed/.test(name)) expect(shapes.get(name), name).toEqual(shape);

          const some = /^(layer4\.2|blocks\.11|pos_embed|patch_embed|conv1|fc)\b/;
          const zeros = Object.entries({ ...reference.resnet50, ...reference.vit })
            .filter(([name]) => some.test(name))
            .map(([name, shape]) => [name, ops.zeros(shape)] as const);
          const report = loadMatchingWeights(encoder, new Map(zeros));
          expect(report.misshaped.map(({ name }) => name)).toEqual(["patch_embed.proj.weight"]);
          expect(report.unexpected).toEqual(["conv1.weight", "fc.weight", "fc.bias"]);
          for (const name of ["blocks.11.mlp.fc2.weight", "layer4.2.conv3.weight", "pos_embed"])
            expect(own.get(name)!.abs().max().item(), name).toBe(0);
        },
      );
    },
    // A whole ViT-B is drawn, and two Python libraries are loaded.
    SLOW_MS,
  );
});

test("the projection head is linear, normalisation, ReLU, linear to 256", () => {
  scope(() => {
    using head = new ProjectionHead(6);
    const x = ops.randn([5, 6]);
    const { fc1, bn1, fc2 } = head;
    const expected = fc2.forward(bn1.forward(fc1.forward(x)).relu());
    expect(head.forward(x).sub(expected).abs().max().item()).toBe(0);
  });
});

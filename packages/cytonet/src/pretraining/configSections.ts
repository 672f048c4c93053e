/** The sections of a pretraining configuration, as users write them. */
import { defaultCollapseRule, type PresetName, presetNames } from "@cytonet/learning";
import { z } from "zod";

export const positive = z.number().positive();
export const count = z.int().min(1);
const range = z.tuple([z.number(), z.number()]);

export const EncoderSection = z
  .strictObject({
    architecture: z
      .enum(["R50", "R50-ViT"])
      .describe("R50, or R50 with a vision transformer on its feature map"),
    preset: z
      .enum(presetNames as [PresetName, ...PresetName[]])
      .describe("B is the paper's; small and tiny serve CPUs"),
    pixelSizeUm: positive.optional().describe("isotropic size of a patch's pixel, µm"),
    patchPx: count.optional().describe("side of a patch, px"),
    width: positive.optional().describe("channels relative to ResNet-50's"),
    depth: z.array(count).min(1).max(4).optional().describe("bottleneck blocks of each stage"),
    stemStride: z.union([z.literal(1), z.literal(2), z.literal(4)]).optional(),
    stemPool: z.union([z.literal(1), z.literal(2)]).optional(),
    transformer: z
      .strictObject({ features: count, depth: count, heads: count, mlpRatio: positive })
      .optional(),
  })
  .describe("what is trained; fields that are left out are the preset's");

export const AugmentationSection = z
  .strictObject({
    rotationRad: z.number().min(0).max(Math.PI).optional(),
    translationMm: z.number().min(0).optional(),
    mirrorProbability: z.number().min(0).max(1).optional(),
    alpha: range.optional(),
    beta: range.optional(),
    gammaZ: range.optional(),
    blurProbability: z.number().min(0).max(1).optional(),
    sharpenProbability: z.number().min(0).max(1).optional(),
    sigmaPx: range.optional(),
    sharpenAmount: range.optional(),
  })
  .describe("departures from the paper's augmentation (§3.4)");

const temperature = positive.default(0.07);
const atlas = z.string().min(1).describe("whose areas are the classes; points without one are left out");

export const ObjectiveSection = z
  .discriminatedUnion("name", [
    z.strictObject({
      name: z.literal("spatialNCE"),
      temperature,
      sigmaMm: positive.default(10).describe("bandwidth σ, mm: 10 for a human brain, 0.3 for a mouse"),
    }),
    z.strictObject({ name: z.literal("simCLR"), temperature }),
    z.strictObject({
      name: z.literal("supCon"),
      temperature,
      atlas,
    }),
    z.strictObject({ name: z.literal("crossEntropy"), atlas }),
  ])
  .describe("what features are trained for: SpatialNCE, or a baseline of §3.5");

export const OptimiserSection = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("sgd"),
    learningRate: positive.optional().describe("default 0.01 · batchSize / 256"),
    momentum: z.number().min(0).lt(1).default(0.9),
    nesterov: z.boolean().default(true),
    weightDecay: z.number().min(0).default(1e-4),
    decayExclusions: z
      .enum(["bias", "biasAndNorm"])
      .default("bias")
      .describe("what weight decay leaves alone; bias is the paper's"),
    layerwise: z
      .strictObject({
        trustCoefficient: positive.default(0.02).describe("share of its own norm by which a layer may move"),
        clip: z
          .boolean()
          .default(true)
          .describe("LARC: never above the learning rate; false is LARS, which scales it"),
        exclude: z
          .enum(["none", "bias", "biasAndNorm"])
          .default("none")
          .describe("parameters without a rate of their own"),
      })
      .optional()
      .describe("layer-wise adaptive rates (§3.4); {} is the paper's"),
  }),
  z.strictObject({
    name: z.literal("adamw"),
    learningRate: positive.default(1e-3),
    weightDecay: z.number().min(0).default(0.01),
    decayExclusions: z.enum(["bias", "biasAndNorm"]).default("biasAndNorm"),
  }),
]);

export const EvaluateSection = z
  .strictObject({
    everySteps: count.describe("steps from one evaluation to the next; the last step has one, too"),
    points: z.int().min(2).default(512).describe("points of validation sections that are scored, at most"),
    references: z
      .int()
      .min(2)
      .optional()
      .describe("points of training sections that neighbours are sought among, at most; default 4 × points"),
    neighbours: count.default(10),
    atlas: z
      .string()
      .min(1)
      .optional()
      .describe("whose areas are predicted; default the objective's; without either coordinates alone are"),
  })
  .describe("kNN scores of the encoder's features while it trains; needs validation sections in the split");

export const DivergenceSection = z
  .strictObject({
    minimumSpread: z
      .number()
      .min(0)
      .max(1)
      .default(defaultCollapseRule.minimumSpread)
      .describe("features count as collapsed below this spread; 0 never"),
    minimumEffectiveRank: z
      .number()
      .min(1)
      .default(defaultCollapseRule.minimumEffectiveRank)
      .describe("and below this effective rank; 1 never"),
    steps: z
      .int()
      .min(0)
      .default(defaultCollapseRule.steps)
      .describe("training stops when they have been collapsed for so many steps"),
  })
  .describe("when training is given up because all features are the same");

import { z } from "zod";

const positive = z.number().positive();
const share = z.number().min(0).max(1);

/** How sections are aligned, as the user writes it; defaults are those of §3.2 where the paper gives them. */
export const AlignSchema = z
  .strictObject({
    schema: z.literal("cytonet.align/1").default("cytonet.align/1"),
    pixelSizeUm: positive.default(64).describe("µm per pixel at which features are found"),
    allowUpsampling: z
      .boolean()
      .default(false)
      .describe("interpolate scans that are coarser than pixelSizeUm instead of refusing them"),
    seed: z.int().min(0).max(0xffff_ffff).default(0).describe("seed of the random draws"),
    tissue: z
      .strictObject({
        minContrast: share
          .default(0.04)
          .describe("difference from the slide's grey that makes tissue, share of the grey range"),
        minShare: share.default(0.002).describe("sections with less tissue count as blank slides"),
      })
      .prefault({}),
    features: z
      .strictObject({
        octaves: z.int().min(1).max(6).default(4).describe("doublings of the filter size"),
        initialStepPx: z
          .int()
          .min(1)
          .max(8)
          .default(1)
          .describe("distance of samples in the first octave, px"),
        threshold: z.number().min(0).default(1e-5).describe("least determinant of the Hessian"),
        maxFeatures: z.int().min(16).default(3000).describe("the strongest so many are kept"),
      })
      .prefault({}),
    matching: z
      .strictObject({
        maxRatio: share.default(0.8).describe("nearest over second nearest descriptor, at most"),
        inlierUm: positive.default(256).describe("distance within which a match agrees with a transform, µm"),
        draws: z.int().min(1).default(30_000).describe("draws of two matches"),
        turnToleranceDeg: positive
          .max(180)
          .default(30)
          .describe("features turn as the transform does, within"),
        mirror: z
          .enum(["test", "never"])
          .default("test")
          .describe("test whether one of two sections lies face down"),
      })
      .prefault({}),
    refinement: z
      .strictObject({
        reachUm: z
          .array(positive)
          .min(1)
          .default([1200, 800, 600])
          .describe("how far from its predicted place a feature is looked for, round by round, µm"),
        minSimilarity: z.number().min(-1).max(1).default(0.8).describe("least product of two descriptors"),
      })
      .prefault({}),
    pairs: z
      .strictObject({
        reach: z.int().min(1).default(2).describe("every section is paired with so many that follow it"),
        bridge: z.int().min(1).default(6).describe("and with so many where none of the nearer ones fits"),
        minInliers: z.int().min(3).default(6).describe("matches that agree, at least"),
        maxLogFalseAlarms: z
          .number()
          .default(-10)
          .describe(
            "decimal logarithm of the number of transforms as good among unrelated sections, at most",
          ),
        maxClosureUm: positive
          .default(1000)
          .describe(
            "three pairs that go round miss by at most so much, µm; else the one most at odds is set aside",
          ),
        minOverlap: share.default(0.6).describe("Dice coefficient of both sections' tissue, at least"),
      })
      .prefault({})
      .describe("which pairs are tried and which are believed"),
    adjustment: z
      .enum(["none", "pose-graph"])
      .default("pose-graph")
      .describe("compose pairs recursively alone, or adjust all sections to all pairs afterwards"),
  })
  .describe("cytonet align --config");

export type AlignConfig = z.output<typeof AlignSchema>;

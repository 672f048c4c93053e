import { z } from "zod";

const count = z.int().min(1);

/** A probing study as the user writes it. */
export const ProbeSchema = z
  .strictObject({
    schema: z.literal("cytonet.probe/1"),
    split: z.string().min(1).describe("name of a split of the cohort"),
    features: z
      .record(z.string().regex(/^[\w.-]+$/, "letters, digits, dot, dash and underscore"), z.string().min(1))
      .refine((features) => Object.keys(features).length > 0, "must name at least one set of features")
      .describe("names for the report, each with a folder of features under derived/"),
    areas: z
      .strictObject({
        atlas: z.string().min(1).describe("which labels are classified"),
        minTrainingPoints: count
          .default(1)
          .describe("areas with fewer labelled points outside the evaluated sections are left out"),
        bias: z.boolean().default(false).describe("the paper's classifier has none"),
        classWeights: z.enum(["none", "balanced"]).default("none"),
      })
      .optional(),
    coordinates: z.boolean().default(true).describe("whether to regress the reference coordinates"),
    midlineMm: z
      .number()
      .optional()
      .describe(
        "left–right coordinate of the plane between the hemispheres in the reference space, 0 in MNI's: the distance from it is regressed, too",
      ),
    evaluate: z
      .enum(["validation", "test"])
      .default("test")
      .describe(
        "validation: fit on training sections, score validation; test: fit on both, score test, transfer and unseen",
      ),
    l2: z
      .number()
      .positive()
      .default(1e-3)
      .describe("penalty where the split has no validation sections to choose it on"),
    l2Grid: z
      .array(z.number().positive())
      .min(1)
      .optional()
      .describe("penalties to choose from on validation sections"),
    threads: count.optional(),
  })
  .describe("cytonet probe --config");

export type ProbeConfig = z.output<typeof ProbeSchema>;

import { z } from "zod";

const positive = z.number().positive();

/** How volumes are made, as the user writes it; defaults are those of §3.2. */
export const ReconstructSchema = z
  .strictObject({
    schema: z.literal("cytonet.reconstruct/1").default("cytonet.reconstruct/1"),
    voxelMm: positive.default(0.3).describe("edge of the isotropic voxels, mm"),
    image: z.boolean().default(true).describe("stack the sections' greys too"),
    bridgeMm: positive
      .optional()
      .describe(
        "planes farther than this from any section stay empty; default 1.5 times the sections' distance",
      ),
    median: z
      .strictObject({
        planes: z
          .int()
          .min(1)
          .refine((size) => size % 2 === 1, "must be odd")
          .default(3)
          .describe("median filter from posterior to anterior, planes; 1 turns it off"),
        maxGapMm: positive
          .default(1.5)
          .describe("sections farther apart than this are no neighbours to the filter"),
        minDefectMm3: z
          .number()
          .min(0)
          .default(1)
          .describe("connected differences from the median of this volume are defects and are replaced"),
      })
      .prefault({}),
    detachedShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe("parts smaller than this share of the largest are removed"),
  })
  .describe("cytonet reconstruct --config");

export type ReconstructConfig = z.output<typeof ReconstructSchema>;

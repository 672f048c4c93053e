import { z } from "zod";

const positive = z.number().positive();
const share = z.number().min(0).max(1);
const window = z
  .int()
  .min(1)
  .refine((size) => size % 2 === 1, "must be odd");

/** How sections are segmented, as the user writes it; defaults are those of §3.2. */
export const SegmentSchema = z
  .strictObject({
    schema: z.literal("cytonet.segment/1").default("cytonet.segment/1"),
    pixelSizeUm: positive.default(64).describe("µm per pixel at which sections are segmented"),
    filterPx: window.default(5).describe("window of the minimum, maximum and mean filters, px"),
    claheKernelPx: z
      .int()
      .min(1)
      .default(250)
      .describe("tile of the contrast limited histogram equalisation, px"),
    claheClipLimit: share.default(0.01).describe("share of a tile's pixels in one of its 256 bins, at most"),
    gaussianSigmaPx: z.number().min(0).default(1).describe("standard deviation of the Gaussian, px"),
    background: z
      .strictObject({
        medianBins: window.default(3).describe("median filter along the histogram"),
        meanBins: window.default(5).describe("mean filter along the histogram"),
        sulci: z
          .boolean()
          .default(true)
          .describe(
            "open gaps that the filters blur and fill holes that are stained, by the image as scanned",
          ),
        minContrast: share
          .default(0.04)
          .describe("least difference of tissue and slide, share of the grey range"),
        minShare: share.default(0.01).describe("least share of slide in the image"),
        minBorderShare: share.default(0.25).describe("least share of slide along the image's border"),
        maxRoughness: positive.default(0.7).describe("graininess of the slide over that of tissue, at most"),
      })
      .prefault({})
      .describe("where the slide ends; what it refuses is listed as a failure"),
    contours: z
      .strictObject({
        iterations: z.int().min(0).default(100),
        smoothing: z.int().min(0).default(1),
        lambdaGrey: positive.default(1),
        lambdaWhite: positive.default(1),
      })
      .prefault({})
      .describe("active contours between grey and white matter"),
    cleaning: z
      .strictObject({
        minTissueMm2: z.number().min(0).default(1).describe("smaller pieces of tissue are dropped"),
        minHoleMm2: z.number().min(0).default(0.05).describe("smaller holes in tissue are filled"),
        minIslandMm2: z
          .number()
          .min(0)
          .default(1)
          .describe("smaller islands of grey or white are taken over"),
        rimMm: z
          .number()
          .min(0)
          .default(0.6)
          .describe("thinner white matter along the slide is layer I: grey"),
      })
      .prefault({})
      .describe("lengths of a human brain; a mouse's are a twentieth"),
  })
  .describe("cytonet segment --config");

export type SegmentConfig = z.output<typeof SegmentSchema>;

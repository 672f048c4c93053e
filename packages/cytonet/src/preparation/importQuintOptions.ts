import { z } from "zod";

const Path = z.string().min(1);

/** Options of `cytonet import quint`, in the units that their names state. */
export const ImportQuintOptions = z.strictObject({
  result: Path.describe("QUINT series (JSON of QuickNII, DeepSlice or VisuAlign)"),
  atlas: Path.describe("Allen CCFv3 annotation (NRRD; right, anterior, superior)"),
  labels: Path.describe("label file of the annotation (CSV with the columns idx and name)"),
  images: Path.describe("folder of the section images that the series names"),
  out: Path.describe("cohort folder to make"),
  name: z.string().default("mouse-sections").describe("name of the cohort"),
  brain: z.string().default("M01").describe("id of the brain"),
  sharing: z.enum(["open", "restricted"]).default("open").describe("may pixels leave this machine"),
  stainPolarity: z
    .enum(["dark", "light"])
    .default("dark")
    .describe("stain dark on a light slide, or light on a dark one"),
  voxelUm: z.number().positive().optional().describe("voxel edge of the atlas where its file states none"),
  ignoreMarkers: z
    .boolean()
    .default(false)
    .describe("import series with VisuAlign markers by their linear anchoring alone"),
  gridSpacingMm: z.number().min(0.01).default(0.2).describe("distance of neighbouring points"),
  region: z
    .enum(["cortex", "all"])
    .default("cortex")
    .describe("isocortex only, or all that the atlas labels"),
  tissueWindowMm: z
    .number()
    .positive()
    .default(0.2)
    .describe("side of the square of which tissueShare tells"),
  minTissueShare: z.number().min(0).max(1).default(0.5).describe("points with less tissue are dropped"),
  tissueContrast: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.04)
    .describe("difference from the slide's grey that makes tissue, as a share of the grey range"),
  force: z
    .boolean()
    .default(false)
    .describe("take other values than those of the cohort that is there; the old ones are kept aside"),
});

/** Options with their defaults filled in. */
export type ImportQuintSettings = z.output<typeof ImportQuintOptions>;

/** Options as a caller gives them: paths, and whatever departs from the defaults. */
export type ImportQuintInput = z.input<typeof ImportQuintOptions>;

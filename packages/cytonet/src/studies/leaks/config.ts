import { z } from "zod";
import { type PretrainConfig, PretrainSchema } from "../../pretraining/config.js";
import { type ProbeConfig, ProbeSchema } from "../../probing/config.js";

/** What sections of phantoms can be without: see `docs/phantom-histology.md`. */
export const variants = ["full", "no-cells", "geometry", "equalised"] as const;
export type LeakVariant = (typeof variants)[number];

/** A test for leaks as the user writes it. */
export const LeakStudySchema = z
  .strictObject({
    schema: z.literal("cytonet.leakStudy/1"),
    phantom: z
      .strictObject({
        preset: z.enum(["demo", "study"]).default("study"),
        seed: z.int().min(0).max(0xffffffff).default(1),
        confounds: z.enum(["none", "mild", "strong"]).default("mild"),
        pixelUm: z.number().min(1).optional().describe("level-0 pixel of the scans (default: the preset's)"),
        everySection: z.int().min(1).default(1).describe("1: all sections; n: every n-th"),
      })
      .prefault({})
      .describe("the brains, made anew for each variant"),
    seeds: z
      .array(z.int().min(0).max(0xffffffff))
      .min(1)
      .describe("of initial weights, batches and augmentation"),
    pretrain: PretrainSchema.omit({ schema: true, seed: true }),
    probe: ProbeSchema.omit({ schema: true, split: true, features: true, evaluate: true }).refine(
      ({ areas, coordinates }) => areas !== undefined && coordinates,
      { error: "must name an atlas, and leave coordinates on", path: ["areas"] },
    ),
  })
  .describe("cytonet study leaks --config");

export type LeakStudyConfig = z.output<typeof LeakStudySchema>;

/** The run that trains an encoder on a variant; an untrained one takes no step. */
export function pretrainingOf({ pretrain }: LeakStudyConfig, seed: number, trained: boolean): PretrainConfig {
  const { schedule } = pretrain;
  return PretrainSchema.parse({
    schema: "cytonet.pretrain/1",
    ...pretrain,
    seed,
    ...(!trained && { schedule: { batchSize: schedule.batchSize, steps: 0 } }),
  });
}

/** The probe of a set of features. */
export function probingOf({ probe, pretrain }: LeakStudyConfig, features: string): ProbeConfig {
  const { split } = pretrain.data;
  return ProbeSchema.parse({ schema: "cytonet.probe/1", ...probe, split, features: { cell: features } });
}

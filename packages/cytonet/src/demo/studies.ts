import { existsSync } from "node:fs";
import { join } from "node:path";
import { SplitSchema, writeFileAtomic } from "@cytonet/cohort";
import { stringify } from "yaml";
import type { z } from "zod";
import type { CommandContext } from "../commands/context.js";
import { ccfAtlases } from "../preparation/gridTables.js";
import type { PretrainSchema } from "../pretraining/config.js";
import type { ProbeSchema } from "../probing/config.js";
import type { SurfaceRenderer } from "../report/collect/cortex.js";
import type { Interventions } from "../report/collect/intervention.js";
import type { CellRenderer } from "../report/collect/zoom.js";
import { demoAtlas } from "./samplePoints.js";
import { demoSplit, writeSyntheticCohort } from "./syntheticCohort.js";

export type PretrainInput = z.input<typeof PretrainSchema>;
export type ProbeInput = z.input<typeof ProbeSchema>;
type Context = Pick<CommandContext, "signal" | "progress" | "log">;

/** A run of the whole pipeline: where its cohort comes from and with which settings it goes on. */
export interface DemoStudy {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly seeds: readonly number[];
  /** What the cohort depends on, as JSON. */
  readonly source: unknown;
  /** Makes the cohort below `out` and returns its folder. */
  readonly makeCohort: (out: string, context: Context) => Promise<string>;
  readonly pretrain: Omit<PretrainInput, "seed">;
  readonly probe: Omit<ProbeInput, "features">;
  /** A transformer's short pretraining, for the figure of its attention; none is made where it is absent. */
  readonly attention?: Omit<PretrainInput, "seed">;
  /** What only cohorts made by construction know or can do. */
  readonly construction?: Construction;
  /** What a reader of the figures should know. */
  readonly notes: readonly string[];
}

/** Hooks into brains that are made, not found. */
export interface Construction {
  /** Pairs of areas with a common border. */
  readonly borders?: readonly (readonly [string, string])[];
  readonly surface?: SurfaceRenderer;
  readonly cells?: CellRenderer;
  readonly interventions?: Interventions;
}

/** The demo on synthetic brains. */
export function syntheticStudy(seeds: readonly number[]): DemoStudy {
  return {
    id: "synthetic",
    title: "Learning cortical areas without labels",
    subtitle: "CytoNet on a small synthetic cohort",
    seeds,
    source: { generator: 1, seed: 1 },
    makeCohort: async (out, context) => (await writeSyntheticCohort(out, { ...context, seed: 1 })).cohortDir,
    pretrain: {
      schema: "cytonet.pretrain/1",
      data: { split: demoSplit },
      // Coarser and lighter than the preset: two cores finish in minutes, and layers are still told apart.
      encoder: {
        architecture: "R50",
        preset: "tiny",
        pixelSizeUm: 24,
        patchPx: 64,
        depth: [1, 1, 1, 1],
        stemStride: 2,
        stemPool: 2,
      },
      normalisation: { mean: 0.75, std: 0.2 },
      objective: { name: "spatialNCE", sigmaMm: 1.5 },
      augmentation: { translationMm: 0.1, alpha: [0.8, 1.2], beta: [-0.1, 0.1], gammaZ: [-0.1, 0.1] },
      optimiser: { name: "adamw", learningRate: 2e-3 },
      schedule: { batchSize: 256, steps: 1000, warmupSteps: 40, shape: "cosine" },
      precision: "bfloat16",
      recalibrateBatchNorm: true,
      checkpoints: { everySteps: 100, keepLast: 1 },
    },
    probe: {
      schema: "cytonet.probe/1",
      split: demoSplit,
      areas: { atlas: demoAtlas, bias: true },
    },
    attention: {
      schema: "cytonet.pretrain/1",
      data: { split: demoSplit },
      encoder: {
        architecture: "R50-ViT",
        preset: "tiny",
        pixelSizeUm: 24,
        patchPx: 64,
        depth: [1, 1],
        stemPool: 1,
      },
      normalisation: { mean: 0.75, std: 0.2 },
      objective: { name: "spatialNCE", sigmaMm: 1.5 },
      augmentation: { translationMm: 0.1, alpha: [0.8, 1.2], beta: [-0.1, 0.1], gammaZ: [-0.1, 0.1] },
      optimiser: { name: "adamw", learningRate: 1e-3 },
      schedule: { batchSize: 128, steps: 150, warmupSteps: 15, shape: "cosine" },
      precision: "bfloat16",
      recalibrateBatchNorm: true,
      checkpoints: { everySteps: 100, keepLast: 1 },
    },
    notes: [
      "The brains are synthetic: eight invented areas with layers of their own, individual shapes and borders, and staining that differs from section to section. Real cortex is harder; phantom brains with real folding will take their place.",
      "Areas have one mean grey and sections lie on the slide at random angles, so that a patch tells its place by its cytoarchitecture only.",
      "Left and right hemispheres look alike by construction: nothing can tell them apart, and an R² near zero along left–right is the right answer.",
    ],
  };
}

/** Files that a folder of real sections has to hold. */
const realFiles = {
  result: "MyResults.json",
  atlas: "annotation_25um.nrrd",
  labels: "annotation_labels.csv",
};

/** Whether a folder holds the sections that the real study needs. */
export function hasRealSections(folder: string): boolean {
  return Object.values(realFiles).every((name) => existsSync(join(folder, name)));
}

/** Distance of the points, which are pretrained on and probed alike. */
const mouseGridSpacingMm = 0.15;

/**
 * The recipe for mouse sections, chosen on validation sections alone; `examples/mouse-sections/` tells how.
 * Also in `configs/mouse/pretrain.yaml`.
 */
export const mousePretraining: Omit<PretrainInput, "seed"> = {
  schema: "cytonet.pretrain/1",
  data: { split: demoSplit },
  encoder: {
    architecture: "R50",
    preset: "tiny",
    pixelSizeUm: 80,
    patchPx: 64,
    width: 0.25,
    depth: [1, 1, 1, 1],
    stemStride: 2,
    stemPool: 2,
  },
  normalisation: { mean: 0.7, std: 0.2 },
  objective: { name: "spatialNCE", sigmaMm: 0.3 },
  // Sections lie upright: what is up is known of every patch, and a full turn would throw it away.
  augmentation: {
    rotationRad: 0.35,
    mirrorProbability: 0,
    translationMm: 0.15,
    alpha: [0.7, 1.3],
    beta: [-0.15, 0.15],
    gammaZ: [-0.2, 0.2],
  },
  optimiser: { name: "adamw", learningRate: 2e-3, weightDecay: 0.3 },
  schedule: { batchSize: 256, steps: 1200, warmupSteps: 50, shape: "cosine" },
  recalibrateBatchNorm: true,
  precision: "bfloat16",
};

/** The demo on registered mouse sections (QUINT series with the Allen atlas beside it). */
export function mouseStudy(folder: string, seeds: readonly number[]): DemoStudy {
  return {
    id: "mouse-sections",
    title: "Learning cortical areas without labels",
    subtitle: "CytoNet on 35 sections of a mouse brain",
    seeds,
    source: { folder, gridSpacingMm: mouseGridSpacingMm },
    async makeCohort(out, { signal, progress }) {
      const { importQuint } = await import("../preparation/importQuint.js");
      const cohortDir = join(out, "cohort");
      await importQuint(
        {
          result: join(folder, realFiles.result),
          atlas: join(folder, realFiles.atlas),
          labels: join(folder, realFiles.labels),
          images: folder,
          out: cohortDir,
          gridSpacingMm: mouseGridSpacingMm,
          force: true,
        },
        { signal, progress },
      );
      const split: z.input<typeof SplitSchema> = {
        schema: "cytonet.split/1",
        name: demoSplit,
        seed: 1,
        brains: { seen: ["M01"] },
        test: { every: 5, start: 3 },
        validation: { every: 5, start: 3 },
        holdOutFromPretraining: ["test"],
      };
      SplitSchema.parse(split);
      await writeFileAtomic(join(cohortDir, "splits", `${demoSplit}.yaml`), stringify(split));
      return cohortDir;
    },
    pretrain: mousePretraining,
    probe: {
      schema: "cytonet.probe/1",
      split: demoSplit,
      areas: { atlas: ccfAtlases.area, minTrainingPoints: 40 },
      l2Grid: [1e-4, 1e-3, 1e-2, 1e-1],
    },
    notes: [
      "Labels and coordinates come from registering the sections to the Allen atlas, not from an expert: part of the error is theirs.",
      "Coordinates are not folded: left and right count as different places. Patches of 5.1 mm, read upright, show the brain’s outline and its large structures, so much of what the probes read is shape, place and orientation, not cytoarchitecture; at 80 µm/px single cells and thin layers are not visible.",
      "One brain: test sections are its own, every fifth from the third on, and were kept out of pretraining too. Nothing here says how the encoder does on another animal.",
    ],
  };
}

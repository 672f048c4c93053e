import { existsSync } from "node:fs";
import { join } from "node:path";
import { SplitSchema, writeFileAtomic } from "@cytonet/cohort";
import { stringify } from "yaml";
import type { z } from "zod";
import { ccfAtlases } from "../preparation/gridTables.js";
import type { PretrainSchema } from "../pretraining/config.js";
import type { ProbeSchema } from "../probing/config.js";
import type { SurfaceRenderer } from "../report/collect/cortex.js";
import type { Interventions } from "../report/collect/intervention.js";
import type { CellRenderer } from "../report/collect/zoom.js";
import type { WorkContext } from "../workContext.js";

export type PretrainInput = z.input<typeof PretrainSchema>;
export type ProbeInput = z.input<typeof ProbeSchema>;

/** A run of the whole pipeline: where its cohort comes from and with which settings it goes on. */
export interface DemoStudy {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly seeds: readonly number[];
  /** What the cohort depends on, as JSON. */
  readonly source: unknown;
  /** Makes the cohort below `out` and returns its folder. */
  readonly makeCohort: (out: string, context: WorkContext) => Promise<string>;
  readonly pretrain: Omit<PretrainInput, "seed">;
  readonly probe: Omit<ProbeInput, "features">;
  /**
   * A transformer's short pretraining from the first stages of the trained R50, for the figure of its attention; none is
   * made where it is absent.
   */
  readonly attention?: Omit<PretrainInput, "seed">;
  /** What only cohorts made by construction know or can do. */
  readonly construction?: (cohortDir: string) => Promise<Construction>;
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

/** Brains that no setting was chosen on: the recipe comes from validation sections of the brains of seed 1. */
const phantomSeed = 7;

/** Split that phantom cohorts of the demo come with. */
const phantomSplit = "demo";

const phantomPretraining: Omit<PretrainInput, "seed" | "encoder" | "optimiser" | "schedule"> = {
  schema: "cytonet.pretrain/1",
  data: { split: phantomSplit },
  // Tissue is pale, and its layers differ by a few grey levels: brightness may be augmented by no more than that.
  normalisation: { mean: 0.74, std: 0.08 },
  // Areas are some 10 mm wide: what lies within one should mostly count as near.
  objective: { name: "spatialNCE", sigmaMm: 5, temperature: 0.1 },
  augmentation: { translationMm: 0.1, alpha: [0.9, 1.1], beta: [-0.03, 0.03], gammaZ: [-0.03, 0.03] },
  precision: "bfloat16",
  recalibrateBatchNorm: true,
  checkpoints: { everySteps: 100, keepLast: 1 },
};

/** The demo on phantom brains: made in a minute or two, so small that two cores train an encoder on them. */
export function phantomStudy(seeds: readonly number[]): DemoStudy {
  return {
    id: "phantom",
    title: "Learning cortical areas without labels",
    subtitle: "CytoNet on four phantom brains",
    seeds,
    source: { preset: "demo", seed: phantomSeed, confounds: "mild" },
    async makeCohort(out, { signal, progress }) {
      const { phantomPresets, writePhantom } = await import("@cytonet/phantom");
      const { cohortDir } = await writePhantom({
        preset: "demo",
        out: join(out, "cohort"),
        settings: {
          seed: phantomSeed,
          confounds: "mild",
          pixelUm: phantomPresets.demo.pixelUm,
          format: "tiff",
          variant: {},
        },
        signal,
        progress,
      });
      return cohortDir;
    },
    pretrain: {
      ...phantomPretraining,
      // Coarser and lighter than the preset: two cores finish in minutes, and layers are still told apart.
      encoder: {
        architecture: "R50",
        preset: "tiny",
        pixelSizeUm: 48,
        patchPx: 64,
        depth: [1, 1, 1, 1],
        stemStride: 2,
        stemPool: 2,
      },
      optimiser: { name: "adamw", learningRate: 5e-3 },
      schedule: { batchSize: 256, steps: 1500, warmupSteps: 60, shape: "cosine" },
    },
    probe: {
      schema: "cytonet.probe/1",
      split: phantomSplit,
      areas: { atlas: "phantom-areas", bias: true, minTrainingPoints: 20 },
      l2Grid: [1e-4, 1e-3, 1e-2, 1e-1, 1, 10],
    },
    attention: {
      ...phantomPretraining,
      encoder: {
        architecture: "R50-ViT",
        preset: "tiny",
        pixelSizeUm: 48,
        patchPx: 64,
        depth: [1, 1],
        stemStride: 2,
        stemPool: 2, // as the R50 has them, whose first stages it takes over
      },
      optimiser: { name: "adamw", learningRate: 2e-3 },
      schedule: { batchSize: 192, steps: 64, warmupSteps: 8, shape: "cosine" },
    },
    construction: async (cohortDir) =>
      (await import("./phantomConstruction.js")).phantomConstruction(cohortDir),
    notes: [
      "The brains are phantoms: folded hemispheres a third the size of a human’s, areas with layers of their own, individual shapes and borders, and staining, vessels, tears and displacement that differ from section to section. docs/phantom.md says what they model and what they leave out.",
      "A phantom’s truth is known; labels and coordinates come from its construction. Coordinates carry a registration error, as those of real brains do.",
      "At 48 µm/px single cells are hardly visible: the encoder reads layers, columns and the largest cells.",
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

/** Split of the mouse sections. */
const demoSplit = "demo";

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

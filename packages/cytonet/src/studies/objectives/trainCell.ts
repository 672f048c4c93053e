import { join, relative } from "node:path";
import { ConfigError, loadCohort, loadSections, loadSplit } from "@cytonet/cohort";
import { DivergenceError, type SectionRole } from "@cytonet/learning";
import { runEmbedding } from "../../embedding/runEmbedding.js";
import { assignSections } from "../../patches/assignments.js";
import { runPretraining } from "../../pretraining/runPretraining.js";
import { type FeatureScores, runProbe } from "../../probing/runProbe.js";
import type { WorkContext } from "../../workContext.js";
import { type Cell, cellName, type ObjectiveStudyConfig, pretrainingOf, probingOf } from "./config.js";

/** An encoder of the study after training, as its record keeps it. */
export type TrainedCell =
  | {
      readonly modelId: string;
      /** Model folder, relative to the study's. */
      readonly model: string;
      readonly steps: number;
      readonly samples: number;
      readonly loss: number | null;
    }
  /** Training came to a state that it cannot learn from; what was seen. */
  | { readonly diverged: string };

/** An encoder that came to an end. */
export type SaneCell = Exclude<TrainedCell, { readonly diverged: string }>;

/** Where a study works. */
export interface StudyFolders {
  readonly cohortDir: string;
  /** Of the study: `cells/NAME/{run,validation,test}`, `patches/` that cells share. */
  readonly out: string;
}

/** Trains a cell's encoder. */
export async function trainCell(
  config: ObjectiveStudyConfig,
  cell: Cell,
  { cohortDir, out }: StudyFolders,
  context: WorkContext,
): Promise<TrainedCell> {
  const pretraining = pretrainingOf(config, cell, join(out, "patches", "training"));
  try {
    const run = join(out, "cells", cellName(cell), "run");
    // An encoder of earlier settings is kept aside.
    const request = { cohortDir, config: pretraining, out: run, force: true };
    const { model, modelId, steps, samples, loss } = await runPretraining(request, context);
    return { modelId, model: relative(out, model), steps, samples, loss };
  } catch (error) {
    if (error instanceof DivergenceError) return { diverged: error.message };
    throw error;
  }
}

/** Macro-F1 of a cell's encoder on validation sections of seen brains; only these and training sections are described. */
export async function validateCell(
  config: ObjectiveStudyConfig,
  cell: Cell,
  trained: SaneCell,
  folders: StudyFolders,
  context: WorkContext,
): Promise<number> {
  const cohort = await loadCohort(folders.cohortDir);
  const split = await loadSplit(cohort, config.shared.data.split);
  const roles = await assignSections(cohort, await loadSections(cohort), split);
  const sections = new Set([...roles].flatMap(([key, { role }]) => (forChoice.has(role) ? [key] : [])));
  const features = await embedded(config, trained, sections, folders, context);
  const scores = await probed(config, cell, features, "validation", folders, context);
  const macroF1 = scores.areas?.scores.validation?.macroF1;
  if (macroF1 === undefined) throw noValidation(config);
  return macroF1;
}

/** Sections that a learning rate is chosen with. */
const forChoice: ReadonlySet<SectionRole> = new Set<SectionRole>(["train", "validation"]);

function noValidation({ shared, probe }: ObjectiveStudyConfig): ConfigError {
  return new ConfigError({
    field: "shared.data.split",
    message: `is ${shared.data.split}, which has no labelled validation section to choose a learning rate on`,
    remedy: `Name a split with a validation rule, and an atlas that labels its sections (${probe.areas?.atlas}).`,
  });
}

/** Describes all points with a cell's encoder and scores it on test, transfer and unseen sections. */
export async function scoreCell(
  config: ObjectiveStudyConfig,
  cell: Cell,
  trained: SaneCell,
  folders: StudyFolders,
  context: WorkContext,
): Promise<FeatureScores> {
  const features = await embedded(config, trained, undefined, folders, context);
  return probed(config, cell, features, "test", folders, context);
}

/** Features of the points of some sections, or of all: those that are there are not made again. */
async function embedded(
  { embedBatchSize, shared }: ObjectiveStudyConfig,
  { model }: SaneCell,
  sections: ReadonlySet<string> | undefined,
  { cohortDir, out }: StudyFolders,
  context: WorkContext,
): Promise<string> {
  const { features } = await runEmbedding(
    {
      cohortDir,
      source: { model: join(out, model), output: "backbone", views: 1 },
      sections,
      batchSize: embedBatchSize,
      device: shared.device,
      cacheDir: join(out, "patches", "embedding"),
    },
    context,
  );
  return features;
}

async function probed(
  config: ObjectiveStudyConfig,
  cell: Cell,
  features: string,
  evaluate: "validation" | "test",
  { cohortDir, out }: StudyFolders,
  context: WorkContext,
): Promise<FeatureScores> {
  const dir = join(out, "cells", cellName(cell), evaluate);
  const { sets } = await runProbe(
    // Scores of earlier settings are kept aside.
    { cohortDir, config: probingOf(config, features, evaluate), out: dir, force: true },
    context,
  );
  return sets.cell!;
}

import { join, relative } from "node:path";
import { ConfigError } from "@cytonet/cohort";
import { DivergenceError } from "@cytonet/learning";
import { runEmbedding } from "../../embedding/runEmbedding.js";
import { runPretraining } from "../../pretraining/runPretraining.js";
import { type FeatureScores, runProbe } from "../../probing/runProbe.js";
import type { WorkContext } from "../../workContext.js";
import { type Cell, cellName, type ObjectiveStudyConfig, pretrainingOf, probingOf } from "./config.js";

/** An encoder of the study after training, as its record keeps it. */
export type TrainedCell =
  | {
      /** Name of the features below `derived/` of the cohort. */
      readonly features: string;
      readonly modelId: string;
      /** Model folder, relative to the study's. */
      readonly model: string;
      readonly steps: number;
      readonly samples: number;
      readonly loss: number | null;
      /** On validation sections of seen brains. */
      readonly validationMacroF1: number;
    }
  /** Training came to a state that it cannot learn from; what was seen. */
  | { readonly diverged: string };

/** Where a study works. */
export interface StudyFolders {
  readonly cohortDir: string;
  /** Of the study: `cells/NAME/{run,validation,test}`. */
  readonly out: string;
}

/** Trains a cell's encoder, describes the cohort's points with it and probes validation sections. */
export async function trainCell(
  config: ObjectiveStudyConfig,
  cell: Cell,
  { cohortDir, out }: StudyFolders,
  context: WorkContext,
): Promise<TrainedCell> {
  const dir = join(out, "cells", cellName(cell));
  const patches = join(out, "patches");
  const pretraining = pretrainingOf(config, cell, join(patches, "training"));
  try {
    const request = { cohortDir, config: pretraining, out: join(dir, "run") };
    const { model, modelId, steps, samples, loss } = await runPretraining(request, context);
    const { features } = await runEmbedding(
      {
        cohortDir,
        source: { model, output: "backbone", views: 1 },
        batchSize: config.embedBatchSize,
        device: pretraining.device,
        cacheDir: join(patches, "embedding"),
      },
      context,
    );
    const scores = await probed(config, features, "validation", cohortDir, join(dir, "validation"), context);
    const validationMacroF1 = scores.areas?.scores.validation?.macroF1;
    if (validationMacroF1 === undefined) throw noValidation(config);
    return { features, modelId, model: relative(out, model), steps, samples, loss, validationMacroF1 };
  } catch (error) {
    if (error instanceof DivergenceError) return { diverged: error.message };
    throw error;
  }
}

function noValidation({ shared, probe }: ObjectiveStudyConfig): ConfigError {
  return new ConfigError({
    field: "shared.data.split",
    message: `is ${shared.data.split}, which has no labelled validation section to choose a learning rate on`,
    remedy: `Name a split with a validation rule, and an atlas that labels its sections (${probe.areas?.atlas}).`,
  });
}

/** Scores a cell's features on test, transfer and unseen sections. */
export async function scoreCell(
  config: ObjectiveStudyConfig,
  cell: Cell,
  features: string,
  { cohortDir, out }: StudyFolders,
  context: WorkContext,
): Promise<FeatureScores> {
  return probed(config, features, "test", cohortDir, join(out, "cells", cellName(cell), "test"), context);
}

async function probed(
  config: ObjectiveStudyConfig,
  features: string,
  evaluate: "validation" | "test",
  cohortDir: string,
  out: string,
  context: WorkContext,
): Promise<FeatureScores> {
  const { sets } = await runProbe({ cohortDir, config: probingOf(config, features, evaluate), out }, context);
  return sets.cell!;
}

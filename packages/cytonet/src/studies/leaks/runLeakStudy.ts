import { join, relative, resolve } from "node:path";
import { writeFileAtomic, writeJsonAtomic } from "@cytonet/cohort";
import { runEmbedding } from "../../embedding/runEmbedding.js";
import { encoderOf } from "../../pretraining/config.js";
import { runPretraining } from "../../pretraining/runPretraining.js";
import { type FeatureScores, runProbe } from "../../probing/runProbe.js";
import { StageRecords } from "../../stageRecords.js";
import type { WorkContext } from "../../workContext.js";
import { type StudyOrigin, studyOrigin } from "../studyOrigin.js";
import { type LeakStudyConfig, type LeakVariant, pretrainingOf, probingOf, variants } from "./config.js";
import { type LeakRow, rowOf, type Verdict, verdicts } from "./results.js";
import { resultsPage } from "./resultsPage.js";

export interface LeakStudyOptions {
  readonly config: LeakStudyConfig;
  /** Folder of cohorts, encoders and records; a study that stopped goes on in it. */
  readonly out: string;
  /** Folder for `leaks.json` and `leaks.md`. Default `out`. */
  readonly results?: string | undefined;
}

/** What `leaks.json` holds. */
export interface LeakStudyResult extends StudyOrigin {
  readonly schema: "cytonet.leakStudyResult/1";
  readonly rows: readonly LeakRow[];
  readonly verdicts: readonly Verdict[];
  readonly config: LeakStudyConfig;
  /** Sections of each variant. */
  readonly sections: number;
}

/** Makes a variant's cohort below a folder, or goes on making it. */
export type MakeVariant = (
  variant: LeakVariant,
  config: LeakStudyConfig,
  out: string,
  context: WorkContext,
) => Promise<{ readonly cohortDir: string; readonly sections: number }>;

/** Raised when the same settings would give other results. */
const STAGE_VERSION = 1;

/**
 * Asks what a phantom's patches tell besides their cytoarchitecture: encoders are trained from scratch on sections
 * without cells, on geometry alone, and on areas of equal mean density, cell size and grey; what they then know of areas
 * and places of transfer brains is compared with what full sections teach. Part by part: a finished one is skipped.
 *
 * @throws ConfigError for a configuration at fault; InterruptedError on a signal, after saving
 */
export async function runLeakStudy(
  options: LeakStudyOptions,
  context: WorkContext,
  makeVariant: MakeVariant = phantomVariant,
): Promise<LeakStudyResult> {
  const startedAt = new Date();
  const { config } = options;
  const out = resolve(options.out);
  const records = new StageRecords(out);
  const rows: LeakRow[] = [];
  let sections = 0;
  for (const variant of variants) {
    context.signal.throwIfAborted();
    const source = [STAGE_VERSION, variant, config.phantom];
    const cohort = await records.once(`cohort ${variant}`, source, async () => {
      const made = await makeVariant(variant, config, join(out, "cohorts", variant), context);
      return { dir: relative(out, made.cohortDir), sections: made.sections };
    });
    sections = cohort.sections;
    const study = { config, variant, cohortDir: join(out, cohort.dir), out, records, source, context };
    rows.push(rowOf(variant, "cytonet", await scoredSeeds(study, true)));
    rows.push(rowOf(variant, "untrained", await scoredSeeds(study, false)));
    rows.push(rowOf(variant, "histogram", [await scoredHistogram(study)]));
  }
  const result: LeakStudyResult = {
    schema: "cytonet.leakStudyResult/1",
    rows,
    verdicts: verdicts(rows),
    config,
    sections,
    ...studyOrigin(records, {
      stage: "study leaks",
      stageVersion: STAGE_VERSION,
      config,
      device: config.pretrain.device,
      startedAt,
    }),
  };
  const where = resolve(options.results ?? options.out);
  await writeJsonAtomic(join(where, "leaks.json"), result);
  await writeFileAtomic(join(where, "leaks.md"), resultsPage(result));
  return result;
}

interface VariantStudy {
  readonly config: LeakStudyConfig;
  readonly variant: LeakVariant;
  readonly cohortDir: string;
  readonly out: string;
  readonly records: StageRecords;
  readonly source: unknown;
  readonly context: WorkContext;
}

async function scoredSeeds(study: VariantStudy, trained: boolean): Promise<FeatureScores[]> {
  const { config, variant, cohortDir, out, records, source, context } = study;
  const scores: FeatureScores[] = [];
  for (const seed of config.seeds) {
    context.signal.throwIfAborted();
    const name = `${variant}-${trained ? "cytonet" : "untrained"}-seed${seed}`;
    const pretraining = pretrainingOf(config, seed, trained);
    const run = join(out, "cells", name);
    // Other probes need no other encoder.
    const features = await records.once(`${name} features`, [source, pretraining], async () => {
      context.log(`training ${name}`);
      // An encoder of earlier settings is kept aside.
      const request = { cohortDir, config: pretraining, out: join(run, "run"), force: true };
      const { model } = await runPretraining(request, context);
      const from = { model, output: "backbone", views: 1 } as const;
      return (await runEmbedding({ cohortDir, source: from }, context)).features;
    });
    scores.push(await probed(study, name, features, join(run, "probe")));
  }
  return scores;
}

async function scoredHistogram(study: VariantStudy): Promise<FeatureScores> {
  const { config, variant, cohortDir, out, records, source, context } = study;
  const { patchPx, pixelSizeUm } = encoderOf(pretrainingOf(config, config.seeds[0]!, false));
  const patch = { patchPx, pixelSizeUm };
  const name = `${variant}-histogram`;
  const features = await records.once(
    `${name} features`,
    [source, patch],
    async () => (await runEmbedding({ cohortDir, source: { histogram: patch } }, context)).features,
  );
  return probed(study, name, features, join(out, "cells", name, "probe"));
}

function probed(
  { config, cohortDir, records, source, context }: VariantStudy,
  name: string,
  features: string,
  out: string,
): Promise<FeatureScores> {
  return records.once(name, [source, features, config.probe], async () => {
    context.log(`probing ${name}`);
    // Scores of earlier settings are kept aside.
    const request = { cohortDir, config: probingOf(config, features), out, force: true };
    const { sets } = await runProbe(request, context);
    return sets.cell!;
  });
}

const leftOut = {
  full: {},
  "no-cells": { withoutCells: true },
  geometry: { geometryOnly: true },
  equalised: { equalised: true },
} as const;

async function phantomVariant(
  ...[variant, { phantom }, out, { signal, progress }]: Parameters<MakeVariant>
): ReturnType<MakeVariant> {
  const { phantomPresets, writePhantom } = await import("@cytonet/phantom");
  const { preset, seed, confounds, everySection } = phantom;
  const pixelUm = phantom.pixelUm ?? phantomPresets[preset].pixelUm;
  const { cohortDir, sections } = await writePhantom({
    preset,
    out,
    settings: { seed, confounds, pixelUm, format: "tiff", variant: leftOut[variant] },
    ...(everySection > 1 && { sections: [`every:${everySection}`] }),
    signal,
    progress,
  });
  return { cohortDir, sections };
}

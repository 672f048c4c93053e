import { ConfigError } from "@cytonet/cohort";
import type { EncoderConfig } from "@cytonet/learning";
import type { Classes } from "../models/trainedModel.js";
import { encoderOf, failedLimit, identityOf, type PretrainConfig } from "./config.js";
import { drawEvaluation, type EvaluationSamples } from "./evaluationSamples.js";
import { type InitialWeights, openInitialWeights } from "./initialWeights.js";
import { classesOf } from "./objective.js";
import { openSamples, type PretrainingSamples } from "./samples.js";

/** What a run trains on and begins with: everything that can be checked without reading a patch. */
export interface PreparedRun {
  readonly samples: PretrainingSamples;
  readonly encoder: EncoderConfig;
  readonly classes: Classes | undefined;
  readonly initial: InitialWeights | undefined;
  /** Points to evaluate on; undefined where nothing is to be evaluated. */
  readonly evaluated: EvaluationSamples | undefined;
  /** The configuration that the run folder keeps; weights to start from count, wherever they lie. */
  readonly identity: PretrainConfig;
}

/**
 * Finds what a configuration asks for in a cohort, and refuses what cannot be trained. Reads no patch and writes nothing:
 * a run does this before it touches its folder, and a dry run does it, too.
 *
 * @throws ConfigError, DataError, EncoderConfigError naming what is at fault
 */
export async function prepareRun(cohortDir: string, config: PretrainConfig): Promise<PreparedRun> {
  const samples = await openSamples(cohortDir, config);
  const encoder = encoderOf(config);
  checkBatchSize(config, samples);
  checkPixelSize(config, encoder, samples);
  const initial = await openInitialWeights(config.initialWeights);
  return {
    samples,
    encoder,
    classes: classesOf(config, samples),
    initial,
    evaluated: await drawEvaluation(cohortDir, config),
    identity: { ...identityOf(config), ...(initial && { initialWeights: initial.modelId }) },
  };
}

/** What a run reads, which must not lie in its folder. */
export function readsOf(cohortDir: string, initial: InitialWeights | undefined): readonly string[] {
  return [cohortDir, ...(initial ? [initial.path] : [])];
}

/** A batch holds no sample twice. */
function checkBatchSize({ schedule }: PretrainConfig, { sites }: PretrainingSamples): void {
  const samples = sites.image.length;
  if (schedule.batchSize <= samples) return;
  throw new ConfigError({
    field: "schedule.batchSize",
    message: `is ${schedule.batchSize}, and there are only ${samples} samples to draw a batch from`,
    remedy: `Choose at most ${samples}, or sample more points.`,
  });
}

/** Relative slack of pixel sizes, as of reading. */
const SLACK = 1e-6;

/** Refuses pixels that more scans than `data.maxFailedShare` allows for cannot give, by what sections.csv says of them. */
function checkPixelSize(
  config: PretrainConfig,
  { pixelSizeUm }: EncoderConfig,
  samples: PretrainingSamples,
): void {
  const { images, image } = samples.sites;
  const isFiner = images.map(
    ({ pixelSizeXUm = 0, pixelSizeYUm = 0 }) =>
      pixelSizeUm < Math.max(pixelSizeXUm, pixelSizeYUm) * (1 - SLACK),
  );
  const unreadable = image.reduce((count, number) => count + (isFiner[number] ? 1 : 0), 0);
  if (unreadable <= failedLimit(config, image.length)) return;
  const { brain, section, pixelSizeXUm, pixelSizeYUm } = images[isFiner.indexOf(true)]!;
  throw new ConfigError({
    field: "encoder.pixelSizeUm",
    message: `is ${pixelSizeUm} µm, finer than scans of ${unreadable} of ${image.length} samples, such as ${brain}/${section} (${pixelSizeXUm} × ${pixelSizeYUm} µm)`,
    remedy: "Ask for coarser pixels, or train on finer scans.",
  });
}

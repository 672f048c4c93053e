import { ConfigError, loadCohort, loadSplit } from "@cytonet/cohort";
import type { PretrainConfig } from "./config.js";
import { atlasOf } from "./objective.js";
import { type PretrainingSamples, pretrainingSamples } from "./samples.js";

/** Points that a run is evaluated on while it trains. */
export interface EvaluationSamples {
  /** Of training sections. */
  readonly references: PretrainingSamples;
  /** Of validation sections: their neighbours among the references are looked for. */
  readonly points: PretrainingSamples;
}

/** The points of every run on a cohort are the same. */
const DRAW_SEED = 0;
const REFERENCES_PER_POINT = 4;

/**
 * Draws the points that a configuration evaluates on: `points` of validation sections and, for their neighbours,
 * `references` of training sections, all with coordinates, and with an area where areas are predicted. Undefined where
 * nothing is to be evaluated.
 *
 * @throws ConfigError where the split has no such points, too few, or the atlas labels none
 */
export async function drawEvaluation(
  cohortDir: string,
  config: PretrainConfig,
): Promise<EvaluationSamples | undefined> {
  const { evaluate } = config;
  if (evaluate === undefined) return undefined;
  const { references = REFERENCES_PER_POINT * evaluate.points, neighbours } = evaluate;
  const cohort = await loadCohort(cohortDir);
  const split = await loadSplit(cohort, config.data.split);
  const atlas = evaluate.atlas ?? atlasOf(config);
  const atlasField = evaluate.atlas === undefined ? "objective.atlas" : "evaluate.atlas";
  const { sampler } = config.data;
  const draw = async (role: "train" | "validation", samples: number) => {
    const choice = { split, sampler, samples, atMost: true, atlas, atlasField, role, seed: DRAW_SEED };
    const drawn = await pretrainingSamples(cohort, choice);
    const count = drawn.sites.image.length;
    if (count >= 2) return drawn;
    throw new ConfigError({
      field: "evaluate.points",
      message: `leaves ${count} point`,
      remedy: "Evaluation needs at least two points on either side.",
    });
  };
  const chosen = {
    references: await draw("train", references),
    points: await draw("validation", evaluate.points),
  };
  const most = chosen.references.sites.image.length;
  if (neighbours > most)
    throw new ConfigError({
      field: "evaluate.neighbours",
      message: `is ${neighbours}, and there are ${most} references`,
      remedy: "Ask for fewer neighbours or more references.",
    });
  return chosen;
}

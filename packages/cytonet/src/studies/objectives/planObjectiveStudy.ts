import { readCohortPoints } from "../../patches/cohortPoints.js";
import { planPretraining } from "../../pretraining/planPretraining.js";
import { type ObjectiveStudyConfig, pretrainingOf, UNTRAINED } from "./config.js";
import { cellsOf } from "./runObjectiveStudy.js";

/** What a dry run says. */
export interface ObjectiveStudyPlan {
  /** Encoders, untrained ones included. */
  readonly cells: number;
  /** Of training, over all encoders. */
  readonly steps: number;
  /** Patches through encoders in training; a SimCLR sample counts twice. */
  readonly patches: number;
  /** Described by each encoder. */
  readonly points: number;
  /** Of patches that are kept from one encoder to the next. */
  readonly cacheMiB: number;
}

/** What a study would do. @throws as `planPretraining`, for any of its rows */
export async function planObjectiveStudy(
  cohortDir: string,
  config: ObjectiveStudyConfig,
): Promise<ObjectiveStudyPlan> {
  const { rows, seeds, learningRates } = config;
  const runs = learningRates.length + seeds.length - 1;
  let [steps, patches, patchBytes] = [0, 0, 0];
  for (const [row, objective] of Object.entries(rows)) {
    const cell = { row, seed: seeds[0]!, learningRate: learningRates[0]! };
    const pretraining = pretrainingOf(config, cell);
    const plan = await planPretraining({ cohortDir, config: pretraining });
    steps += plan.steps * runs;
    patches += plan.steps * runs * pretraining.schedule.batchSize * (objective.name === "simCLR" ? 2 : 1);
    patchBytes = Math.max(patchBytes, plan.patchBytes);
  }
  const { encoder } = await planPretraining({
    cohortDir,
    config: pretrainingOf(config, { row: UNTRAINED, seed: seeds[0]!, learningRate: null }),
  });
  const points = (await readCohortPoints(cohortDir)).rows;
  return {
    cells: cellsOf(config),
    steps,
    patches,
    points,
    cacheMiB: Math.ceil((patchBytes + points * encoder.patchPx ** 2) / 2 ** 20),
  };
}

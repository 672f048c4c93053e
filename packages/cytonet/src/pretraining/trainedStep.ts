import {
  type ContrastStatistics,
  classificationStep,
  contrastiveStep,
  type FeatureSpread,
  type SharedStepReport,
  type SharedStepSettings,
  type StepInputs,
  tooFewPositives,
} from "@cytonet/learning";
import type { Optimizer } from "@cytonet/torch";
import type { TrainedModel } from "../models/trainedModel.js";
import type { PretrainConfig } from "./config.js";
import { objectiveOf } from "./objective.js";

/** A step's numbers, whatever it was trained for. */
export interface TrainedStepReport extends SharedStepReport {
  readonly contrast?: ContrastStatistics;
  readonly features?: FeatureSpread;
  /** Curves that belong to the objective. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What is no curve. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export type TrainedStep = (inputs: StepInputs, report: boolean) => TrainedStepReport | undefined;

/** The step that a configuration asks for. */
export function trainedStep(
  config: PretrainConfig,
  model: TrainedModel,
  optimizer: Optimizer<{ learningRate: number }>,
  shared: SharedStepSettings,
): TrainedStep {
  const objective = objectiveOf(config);
  if (objective === undefined) {
    return (inputs, wanted) => {
      const report = classificationStep(model, optimizer, inputs, shared, wanted);
      return report && { ...report, numbers: { accuracy: report.objective.accuracy }, facts: {} };
    };
  }
  const settings = { ...shared, objective };
  const isSpatial = config.objective.name === "spatialNCE";
  return (inputs, wanted) => {
    const report = contrastiveStep(model, optimizer, inputs, settings, wanted);
    if (report === undefined) return undefined;
    const { objective: contrast, features } = report;
    const numbers = { ...contrast, ...features };
    const facts = isSpatial ? { tooFewPositives: tooFewPositives(contrast) } : {};
    return { ...report, contrast, features, numbers, facts };
  };
}

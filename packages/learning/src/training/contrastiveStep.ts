import { noGrad, type Optimizer, ops, scope, type Tensor, withoutStatisticsUpdates } from "@cytonet/torch";
import { type ContrastStatistics, contrastStatistics } from "../objectives/contrast.js";
import type { ContrastiveObjective } from "../objectives/objective.js";
import { unitFeatures } from "../objectives/units.js";
import { featureGradient } from "./featureGradient.js";
import { type FeatureSpread, featureSpread } from "./featureSpread.js";
import { forwardPass, type Projector } from "./forwardPass.js";
import {
  backwardOfPart,
  countOf,
  type Part,
  partsOf,
  type SharedStepReport,
  type SharedStepSettings,
  type StepInputs,
  takeStep,
} from "./step.js";

export interface StepSettings extends SharedStepSettings {
  readonly objective: ContrastiveObjective;
}

/** What a step did, in numbers; the same on every rank. */
export interface StepReport extends SharedStepReport {
  readonly objective: ContrastStatistics;
  /** How the whole batch's features lay. */
  readonly features: FeatureSpread;
}

/**
 * One step of contrastive training (§3.4) over any number of ranks and parts: features, the loss of the whole batch, its
 * gradient in every rank's `.grad`, one update. The model must be in training mode. Leaves no tensor behind.
 *
 * @param report whether to read the step's numbers back, which waits for the device
 * @throws RangeError where the samples do not divide into the parts, or a group comes without buckets; TrainingError
 * where activation checkpointing is asked of a model without segments, or a graph cannot take the step
 */
export function contrastiveStep(
  model: Projector,
  optimizer: Optimizer<{ learningRate: number }>,
  inputs: StepInputs,
  settings: StepSettings,
  report = true,
): StepReport | undefined {
  return takeStep(
    model,
    optimizer,
    inputs,
    settings,
    report,
    (given) => gradients(model, given, settings),
    ({ statistics, units }) => ({
      objective: contrastStatistics(statistics),
      features: featureSpread(units),
    }),
  );
}

/**
 * Writes the whole batch's gradient, times the scaler's scale, into `.grad` of every parameter. In parts, features are
 * computed first without a graph, and again part by part with the gradient that the whole batch gave them (Gao et al.
 * 2021, "GradCache").
 *
 * @returns loss and statistics of the whole batch, and its features, B × d of unit length
 */
export function gradients(
  model: Projector,
  { patches, beside }: StepInputs,
  settings: StepSettings,
): { loss: Tensor; statistics: Tensor; units: Tensor } {
  const { objective, group = null } = settings;
  const parts = partsOf(countOf(patches), settings);
  const project = ({ of }: Part, how = settings) => forwardPass(model, of(patches), how, unitFeatures);

  return scope(() => {
    const [only, ...others] = parts;
    if (only !== undefined && others.length === 0) {
      const pass = project(only);
      const step = featureGradient(pass.output, beside, objective, group);
      backwardOfPart(pass, step.gradient, settings, only);
      return step;
    }
    const plain = { ...settings, activationCheckpointing: false };
    const features = withoutStatisticsUpdates(model, () =>
      noGrad(() => parts.map((part) => scope(() => project(part, plain).output))),
    );
    const step = featureGradient(ops.cat(features), beside, objective, group);
    for (const part of parts)
      scope(() => backwardOfPart(project(part), part.of(step.gradient), settings, part));
    return step;
  });
}

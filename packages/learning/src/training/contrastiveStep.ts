import { noGrad, type Optimizer, ops, scope, type Tensor, withoutStatisticsUpdates } from "@cytonet/torch";
import { type ContrastStatistics, contrastStatistics } from "../objectives/contrast.js";
import type { ContrastiveObjective } from "../objectives/objective.js";
import { unitFeatures } from "../objectives/units.js";
import { featureGradient } from "./featureGradient.js";
import { type FeatureSpread, featureSpread } from "./featureSpread.js";
import { forwardPass, type Projector } from "./forwardPass.js";
import {
  backwardOfPart,
  type SharedStepReport,
  type SharedStepSettings,
  samplesOfPart,
} from "./stepSettings.js";
import { update } from "./update.js";

/** What one rank brings to a step. */
export interface StepInputs {
  /** b × C × P × P augmented intensities; of two views one below the other for SimCLR. */
  readonly patches: Tensor;
  /** What the objective compares by, b rows (see `ContrastiveObjective`), or for a classifier b int64 classes. */
  readonly beside: Tensor;
}

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
 * where activation checkpointing is asked of a model without segments
 */
export function contrastiveStep(
  model: Projector,
  optimizer: Optimizer<{ learningRate: number }>,
  inputs: StepInputs,
  settings: StepSettings,
  report = true,
): StepReport | undefined {
  return scope(() => {
    optimizer.zeroGrad();
    const { loss, statistics, units } = gradients(model, inputs, settings);
    const done = update(model, optimizer, settings, report);
    if (done === undefined) return undefined;
    const objective = contrastStatistics(statistics);
    return { ...done, loss: loss.item(), objective, features: featureSpread(units) };
  });
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
  const { objective, group = null, parts = 1 } = settings;
  const size = samplesOfPart(patches.shape[0]!, settings);
  const project = (part: number) =>
    forwardPass(model, patches.narrow(0, part * size, size), settings, unitFeatures);

  return scope(() => {
    if (parts === 1) {
      const pass = project(0);
      const step = featureGradient(pass.output, beside, objective, group);
      backwardOfPart(pass, step.gradient, settings, true);
      return step;
    }
    const whole = { ...settings, activationCheckpointing: false };
    const features = withoutStatisticsUpdates(model, () =>
      noGrad(() =>
        Array.from({ length: parts }, (_, part) =>
          scope(() => forwardPass(model, patches.narrow(0, part * size, size), whole, unitFeatures).output),
        ),
      ),
    );
    const step = featureGradient(ops.cat(features), beside, objective, group);
    for (let part = 0; part < parts; part++) {
      scope(() => {
        const gradient = step.gradient.narrow(0, part * size, size);
        backwardOfPart(project(part), gradient, settings, part === parts - 1);
      });
    }
    return step;
  });
}

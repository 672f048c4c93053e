import {
  autocast,
  type GradientBuckets,
  type Module,
  noGrad,
  type Optimizer,
  ops,
  type ProcessGroup,
  scope,
  type Tensor,
  withoutStatisticsUpdates,
} from "@cytonet/torch";
import { type ContrastStatistics, contrastStatistics } from "../objectives/contrast.js";
import type { ContrastiveObjective } from "../objectives/objective.js";
import { unitFeatures } from "../objectives/units.js";
import type { Projector } from "./contrastiveStep.js";
import { featureGradient } from "./featureGradient.js";

/** What one rank brings to a step. */
export interface StepInputs {
  /** b × C × P × P augmented intensities; of two views one below the other for SimCLR. */
  readonly patches: Tensor;
  /** What the objective compares by, b rows (see `ContrastiveObjective`). */
  readonly beside: Tensor;
}

/** Who takes part in a step and how it is cut up. */
export interface StepSettings {
  readonly objective: ContrastiveObjective;
  /** Arithmetic of the encoder; the objective is always in float32 or wider. */
  readonly precision: "float32" | "bfloat16";
  /** Ranks that share the batch, each with b samples; `null` is this process alone. */
  readonly group?: ProcessGroup | null;
  /** Of the model's parameters over that group. Needed with a group. */
  readonly buckets?: GradientBuckets;
  /**
   * Parts into which the rank's samples are cut, so that only one part's activations are kept. The loss is that of the
   * whole batch all the same: features are computed first without a graph, and again part by part with the gradient
   * that the whole batch gave them (Gao et al. 2021, "GradCache"). Exact where batch normalisation does not depend on
   * the batch; else its statistics are those of a part. Default 1.
   */
  readonly parts?: number;
}

/** What a step did, in numbers; the same on every rank. */
export interface ParallelStepReport {
  readonly loss: number;
  /** Euclidean norm of the gradient of all parameters. */
  readonly gradientNorm: number;
  readonly statistics: ContrastStatistics;
}

/**
 * One step of contrastive training over any number of ranks and parts: features, the loss of the whole batch, the
 * gradient of the whole batch in every rank's `.grad`, one update. Leaves no tensor behind.
 *
 * @throws RangeError where the samples do not divide into the parts, or a group comes without buckets
 */
export function parallelStep(
  model: Projector,
  optimizer: Optimizer<{ learningRate: number }>,
  inputs: StepInputs,
  settings: StepSettings,
): ParallelStepReport {
  return scope(() => {
    optimizer.zeroGrad();
    const { loss, statistics } = gradients(model, inputs, settings);
    const gradientNorm = totalNorm(model);
    optimizer.step();
    // The gradients go with the step: the next one writes new ones.
    optimizer.zeroGrad();
    return {
      loss: loss.item(),
      gradientNorm: gradientNorm.item(),
      statistics: contrastStatistics(statistics),
    };
  });
}

/** Writes the whole batch's gradient into `.grad` of every parameter. */
export function gradients(
  model: Projector,
  { patches, beside }: StepInputs,
  settings: StepSettings,
): { loss: Tensor; statistics: Tensor } {
  const { objective, group = null, buckets, parts = 1 } = settings;
  const samples = patches.shape[0]!;
  if (!Number.isInteger(parts) || parts < 1 || samples % parts !== 0)
    throw new RangeError(`${samples} samples do not divide into ${parts} parts`);
  if (group !== null && buckets === undefined) throw new RangeError("a process group needs gradient buckets");
  const size = samples / parts;
  const project = (part: number) => unitsOf(model, patches.narrow(0, part * size, size), settings);

  return scope(() => {
    if (parts === 1) {
      const units = project(0);
      const step = featureGradient(units, beside, objective, group);
      backward(() => units.backward(step.gradient), buckets, true);
      return { loss: step.loss, statistics: step.statistics };
    }
    const first = () => Array.from({ length: parts }, (_, part) => scope(() => noGrad(() => project(part))));
    const features = ops.cat(withoutStatisticsUpdates(model, first));
    const step = featureGradient(features, beside, objective, group);
    for (let part = 0; part < parts; part++) {
      scope(() => {
        const units = project(part);
        const gradient = step.gradient.narrow(0, part * size, size);
        backward(() => units.backward(gradient), buckets, part === parts - 1);
      });
    }
    return { loss: step.loss, statistics: step.statistics };
  });
}

function unitsOf(model: Projector, patches: Tensor, { precision }: StepSettings): Tensor {
  const device = patches.device.startsWith("cuda") ? "cuda" : "cpu";
  const enabled = precision !== "float32";
  const projected = autocast({ device, dtype: "bfloat16", enabled }, () => model.forward(patches));
  return autocast({ device, enabled: false }, () => unitFeatures(projected));
}

function backward(run: () => void, buckets: GradientBuckets | undefined, isLast: boolean): void {
  if (buckets === undefined || !isLast) {
    run();
    return;
  }
  buckets.arm();
  run();
  buckets.finish();
}

/** Euclidean norm over all parameters' gradients. */
export function totalNorm(model: Module): Tensor {
  const found = model.parameters().flatMap((parameter) => parameter.grad ?? []);
  return ops.stack(ops._foreachNorm(found)).norm();
}

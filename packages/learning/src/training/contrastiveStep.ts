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
import { featureGradient } from "./featureGradient.js";

/** What is trained: patches to the vectors that the objective compares. */
export interface Projector extends Module {
  forward(patches: Tensor): Tensor;
}

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
  /** Gradients are scaled down to this norm where theirs is larger. Default: they are not. */
  readonly clipNorm?: number | undefined;
}

/** What a step did, in numbers; the same on every rank. */
export interface StepReport {
  readonly loss: number;
  /** Euclidean norm of the gradient of all parameters, before it was clipped. */
  readonly gradientNorm: number;
  readonly objective: ContrastStatistics;
}

/**
 * One step of contrastive training (§3.4) over any number of ranks and parts: features, the loss of the whole batch, its
 * gradient in every rank's `.grad`, one update. The model must be in training mode. Leaves no tensor behind.
 *
 * @param report whether to read the step's numbers back, which waits for the device
 * @throws RangeError where the samples do not divide into the parts, or a group comes without buckets
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
    const { loss, statistics } = gradients(model, inputs, settings);
    const { clipNorm } = settings;
    const norm = report || clipNorm !== undefined ? totalNorm(model) : undefined;
    if (norm !== undefined && clipNorm !== undefined) clip(model, norm, clipNorm);
    optimizer.step();
    // The gradients go with the step: the next one writes new ones.
    optimizer.zeroGrad();
    if (!report || norm === undefined) return undefined;
    return { loss: loss.item(), gradientNorm: norm.item(), objective: contrastStatistics(statistics) };
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
function totalNorm(model: Module): Tensor {
  return ops.stack(ops._foreachNorm(gradientsOf(model))).norm();
}

/** Scales all gradients by min(1, most / norm), as torch.nn.utils.clip_grad_norm_ does. */
function clip(model: Module, norm: Tensor, most: number): void {
  noGrad(() => {
    const factor = norm.addScalar(1e-6).reciprocal().mulScalar(most).clampMax(1);
    const found = gradientsOf(model);
    ops._foreachMulList_(
      found,
      found.map(() => factor),
    );
  });
}

function gradientsOf(model: Module): Tensor[] {
  return model.parameters().flatMap((parameter) => parameter.grad ?? []);
}

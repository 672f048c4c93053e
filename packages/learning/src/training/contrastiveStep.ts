import { autocast, type Module, type Optimizer, ops, scope, type Tensor } from "@cytonet/torch";
import {
  type SpatialNCESettings,
  type SpatialNCEStatistics,
  spatialNCE,
  spatialNCEStatistics,
} from "../objectives/spatialNCE.js";

/** What is trained: patches to the vectors that the objective compares. */
export interface Projector extends Module {
  forward(patches: Tensor): Tensor;
}

/** What a step is given, on one device. */
export interface ContrastiveInputs {
  /** B × C × P × P augmented intensities. */
  readonly patches: Tensor;
  /** B × 3 millimetres in the common space. */
  readonly coordinatesMm: Tensor;
}

export interface ContrastiveSettings {
  readonly objective: SpatialNCESettings;
  /** Arithmetic of the encoder; the objective is always in float32 or wider. */
  readonly precision: "float32" | "bfloat16";
}

/** What a step did, in numbers. */
export interface StepReport {
  readonly loss: number;
  /** Euclidean norm of the gradient of all parameters. */
  readonly gradientNorm: number;
  readonly objective: SpatialNCEStatistics;
}

/**
 * One step of pretraining (§3.4): forward, SpatialNCE, backward, update. The model must be in training mode.
 * Leaves no tensor behind.
 *
 * @param report whether to read the step's numbers back, which waits for the device
 */
export function contrastiveStep(
  model: Projector,
  optimizer: Optimizer<{ learningRate: number }>,
  inputs: ContrastiveInputs,
  settings: ContrastiveSettings,
  report = true,
): StepReport | undefined {
  return scope(() => {
    const device = inputs.patches.device.startsWith("cuda") ? "cuda" : "cpu";
    const enabled = settings.precision !== "float32";
    const projected = autocast({ device, dtype: "bfloat16", enabled }, () => model.forward(inputs.patches));
    const { loss, statistics } = spatialNCE(projected, inputs.coordinatesMm, settings.objective);
    optimizer.zeroGrad();
    loss.backward();
    const gradientNorm = report ? totalNorm(model) : undefined;
    optimizer.step();
    // The gradients go with the step: the next one writes new ones.
    optimizer.zeroGrad();
    if (gradientNorm === undefined) return undefined;
    return {
      loss: loss.item(),
      gradientNorm: gradientNorm.item(),
      objective: spatialNCEStatistics(statistics),
    };
  });
}

function totalNorm(model: Module): Tensor {
  const gradients = model.parameters().flatMap((parameter) => parameter.grad ?? []);
  return ops.stack(ops._foreachNorm(gradients)).norm();
}

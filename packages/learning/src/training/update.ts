import {
  type GradScaler,
  type Module,
  noGrad,
  type Optimizer,
  ops,
  scope,
  type Tensor,
} from "@cytonet/torch";

/** How gradients become an update. */
export interface UpdateSettings {
  /** Gradients are scaled down to this norm where theirs is larger. Default: they are not. */
  readonly clipNorm?: number | undefined;
  /** What the gradients were multiplied by in backward, for float16. Default: nothing. */
  readonly scaler?: GradScaler | undefined;
}

/** What an update was like. */
export interface UpdateReport {
  /** Euclidean norm of the gradient of all parameters, before it was clipped; not finite where it was not. */
  readonly gradientNorm: number;
  /** What this step's gradients had been multiplied by; 1 without a scaler. */
  readonly gradientScale: number;
  /** Whether the step was left out because a scaled gradient was not finite. */
  readonly skipped: boolean;
}

/**
 * Takes the gradients in every parameter's `.grad`, which are the same on all ranks, to one update, and drops them. With
 * a scaler, gradients that are not finite lead to none, and to a smaller scale (Micikevicius et al. 2018).
 *
 * @param report whether to read the norm back, which waits for the device
 */
export function update(
  model: Module,
  optimizer: Optimizer<{ learningRate: number }>,
  { clipNorm, scaler }: UpdateSettings,
  report: boolean,
): UpdateReport | undefined {
  return scope(() => {
    const gradients = model.parameters().flatMap((parameter) => parameter.grad ?? []);
    const gradientScale = scaler?.scale ?? 1;
    const finite = scaler === undefined || scaler.unscale(gradients);
    const norm = report || clipNorm !== undefined ? totalNorm(gradients) : undefined;
    if (finite) {
      if (norm !== undefined && clipNorm !== undefined) clip(gradients, norm, clipNorm);
      optimizer.step();
    }
    scaler?.update(finite);
    // The gradients go with the step: the next one writes new ones.
    optimizer.zeroGrad();
    if (!report || norm === undefined) return undefined;
    return { gradientNorm: norm.item(), gradientScale, skipped: !finite };
  });
}

/** Euclidean norm over all gradients. */
function totalNorm(gradients: readonly Tensor[]): Tensor {
  return ops.stack(ops._foreachNorm(gradients)).norm();
}

/** Scales all gradients by min(1, most / norm), as torch.nn.utils.clip_grad_norm_ does. */
function clip(gradients: readonly Tensor[], norm: Tensor, most: number): void {
  noGrad(() => {
    const factor = norm.addScalar(1e-6).reciprocal().mulScalar(most).clampMax(1);
    ops._foreachMulList_(
      gradients,
      gradients.map(() => factor),
    );
  });
}

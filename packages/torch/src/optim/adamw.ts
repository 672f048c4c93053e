import { has } from "../operator.js";
import * as ops from "../ops.js";
import type { Tensor } from "../tensor.js";
import { canFuse, type KernelOptions } from "./fused.js";
import type { GroupOptions } from "./groups.js";
import { type CommonSettings, Optimizer, type Update } from "./optimizer.js";

export interface AdamWSettings extends CommonSettings {
  /** Decay rates of the running mean of gradients and of their squares. */
  betas: readonly [number, number];
  /** Added to the root of the mean square. */
  eps: number;
  /** Decoupled: parameters shrink by η λ a step, apart from the gradient. */
  weightDecay: number;
}

/**
 * Adam with decoupled weight decay, with PyTorch's update rule and defaults
 * (betas 0.9 and 0.999, eps 1e-8, weight decay 0.01).
 *
 * @see Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101, algorithm 2
 */
export class AdamW extends Optimizer<AdamWSettings> {
  protected override readonly algorithm = "adamw";
  readonly #fused: boolean;

  constructor(
    parameters: ReadonlyMap<string, Tensor> | readonly GroupOptions<AdamWSettings>[],
    {
      learningRate,
      betas = [0.9, 0.999],
      eps = 1e-8,
      weightDecay = 0.01,
    }: Partial<AdamWSettings> & CommonSettings,
    { fused = false }: KernelOptions = {},
  ) {
    super(parameters, { learningRate, betas, eps, weightDecay });
    this.#fused = fused;
  }

  protected override update(updates: readonly Update[], settings: AdamWSettings): void {
    // The bias correction depends on a parameter's own number of steps, which
    // differs where some had no gradient for a while.
    for (const [step, sameAge] of groupBy(updates, (update) => update.step))
      this.#update(sameAge, step, settings);
  }

  #update(updates: readonly Update[], step: number, settings: AdamWSettings): void {
    const moments = {
      parameters: updates.map(({ parameter }) => parameter),
      gradients: updates.map(({ gradient }) => gradient),
      means: updates.map(({ path, parameter }) => this.state("exp_avg", path, parameter)),
      squares: updates.map(({ path, parameter }) => this.state("exp_avg_sq", path, parameter)),
    };
    if (this.#fused && canFuse("aten::_fused_adamw_", Object.values(moments)))
      fused_(moments, step, settings);
    else multiTensor_(moments, step, settings);
  }
}

/** What a step reads and writes, parameter by parameter. */
interface Moments {
  readonly parameters: readonly Tensor[];
  readonly gradients: readonly Tensor[];
  readonly means: readonly Tensor[];
  readonly squares: readonly Tensor[];
}

function fused_(
  { parameters, gradients, means, squares }: Moments,
  step: number,
  { learningRate, betas: [beta1, beta2], eps, weightDecay }: AdamWSettings,
): void {
  const stepTensor = ops.full([], step, { dtype: "float32", device: parameters[0]?.device });
  const steps = parameters.map(() => stepTensor);
  const [amsgrad, maximize] = [false, false];
  ops._fusedAdamw_(
    parameters,
    gradients,
    means,
    squares,
    [],
    steps,
    learningRate,
    beta1,
    beta2,
    weightDecay,
    eps,
    amsgrad,
    maximize,
  );
}

function multiTensor_(
  { parameters, gradients, means, squares }: Moments,
  step: number,
  { learningRate, betas: [beta1, beta2], eps, weightDecay }: AdamWSettings,
): void {
  if (weightDecay !== 0) ops._foreachMulScalar_(parameters, 1 - learningRate * weightDecay);
  moveTowards_(means, gradients, 1 - beta1);
  ops._foreachMulScalar_(squares, beta2);
  ops._foreachAddcmulScalar_(squares, gradients, gradients, { value: 1 - beta2 });
  const denominators = ops._foreachSqrt(squares);
  ops._foreachDivScalar_(denominators, Math.sqrt(1 - beta2 ** step));
  ops._foreachAddScalar_(denominators, eps);
  ops._foreachAddcdivScalar_(parameters, means, denominators, {
    value: -learningRate / (1 - beta1 ** step),
  });
}

/** tensors ← tensors + weight (targets − tensors). */
function moveTowards_(tensors: readonly Tensor[], targets: readonly Tensor[], weight: number): void {
  if (has("aten::_foreach_lerp_.Scalar")) {
    ops._foreachLerpScalar_(tensors, targets, weight);
    return;
  }
  ops._foreachMulScalar_(tensors, 1 - weight);
  ops._foreachAddList_(tensors, targets, { alpha: weight });
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

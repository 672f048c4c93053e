import * as ops from "../ops.js";
import type { Tensor } from "../tensor.js";
import { canFuse, type KernelOptions } from "./fused.js";
import type { GroupOptions } from "./groups.js";
import { type CommonSettings, Optimizer, type Update } from "./optimizer.js";

export interface SGDSettings extends CommonSettings {
  /** Share of the previous update direction that is kept; 0 is plain gradient descent. */
  momentum: number;
  /** Look ahead along the momentum (Nesterov 1983, as Sutskever et al. 2013 write it). */
  nesterov: boolean;
  /** Factor of the L2 penalty's gradient, added before momentum. */
  weightDecay: number;
}

/**
 * Stochastic gradient descent with PyTorch's update rule:
 * g ← ∇ + λθ; v ← μv + g (v = g at first); θ ← θ − η (g + μv with Nesterov, else v).
 *
 * @see https://proceedings.mlr.press/v28/sutskever13.html
 */
export class SGD extends Optimizer<SGDSettings> {
  protected override readonly algorithm: string = "sgd";
  readonly #fused: boolean;

  constructor(
    parameters: ReadonlyMap<string, Tensor> | readonly GroupOptions<SGDSettings>[],
    { learningRate, momentum = 0, nesterov = false, weightDecay = 0 }: Partial<SGDSettings> & CommonSettings,
    { fused = true }: KernelOptions = {},
  ) {
    super(parameters, { learningRate, momentum, nesterov, weightDecay });
    this.#fused = fused;
  }

  protected override update(updates: readonly Update[], settings: SGDSettings): void {
    const parameters = updates.map(({ parameter }) => parameter);
    const gradients = updates.map(({ gradient }) => gradient);
    const velocities =
      settings.momentum === 0
        ? []
        : updates.map(({ path, parameter }) => this.state("momentum_buffer", path, parameter));
    const state = settings.momentum === 0 ? [] : [velocities];
    if (this.#fused && canFuse("aten::_fused_sgd_", [parameters, gradients, ...state]))
      fused_(parameters, gradients, velocities, settings);
    else multiTensor_(parameters, gradients, velocities, settings);
  }
}

function fused_(
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  velocities: readonly Tensor[],
  { learningRate, momentum, nesterov, weightDecay }: SGDSettings,
): void {
  // Velocities start as zeros, from which the ordinary step gives the first one's v = g.
  const [dampening, maximize, isFirstStep] = [0, false, false];
  ops._fusedSgd_(
    parameters,
    gradients,
    velocities,
    weightDecay,
    momentum,
    learningRate,
    dampening,
    nesterov,
    maximize,
    isFirstStep,
  );
}

function multiTensor_(
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  velocities: readonly Tensor[],
  { learningRate, momentum, nesterov, weightDecay }: SGDSettings,
): void {
  let directions = gradients;
  let isOwnCopy = false;
  if (weightDecay !== 0) {
    directions = ops._foreachAddList(directions, parameters, { alpha: weightDecay });
    isOwnCopy = true;
  }
  if (momentum !== 0) {
    ops._foreachMulScalar_(velocities, momentum);
    ops._foreachAddList_(velocities, directions);
    if (!nesterov) directions = velocities;
    else if (isOwnCopy) ops._foreachAddList_(directions, velocities, { alpha: momentum });
    else directions = ops._foreachAddList(directions, velocities, { alpha: momentum });
  }
  ops._foreachAddList_(parameters, directions, { alpha: -learningRate });
}

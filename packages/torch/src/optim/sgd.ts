import * as ops from "../ops.js";
import type { Tensor } from "../tensor.js";
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
  protected override readonly algorithm = "sgd";

  constructor(
    parameters: ReadonlyMap<string, Tensor> | readonly GroupOptions<SGDSettings>[],
    { learningRate, momentum = 0, nesterov = false, weightDecay = 0 }: Partial<SGDSettings> & CommonSettings,
  ) {
    super(parameters, { learningRate, momentum, nesterov, weightDecay });
  }

  protected override update(
    updates: readonly Update[],
    { learningRate, momentum, nesterov, weightDecay }: SGDSettings,
  ): void {
    const parameters = updates.map(({ parameter }) => parameter);
    let directions = updates.map(({ gradient }) => gradient);
    let isOwnCopy = false;
    if (weightDecay !== 0) {
      directions = ops._foreachAddList(directions, parameters, { alpha: weightDecay });
      isOwnCopy = true;
    }
    if (momentum !== 0) {
      const velocities = updates.map(({ path, parameter }) => this.state("momentum_buffer", path, parameter));
      ops._foreachMulScalar_(velocities, momentum);
      ops._foreachAddList_(velocities, directions);
      if (!nesterov) directions = velocities;
      else if (isOwnCopy) ops._foreachAddList_(directions, velocities, { alpha: momentum });
      else directions = ops._foreachAddList(directions, velocities, { alpha: momentum });
    }
    ops._foreachAddList_(parameters, directions, { alpha: -learningRate });
  }
}

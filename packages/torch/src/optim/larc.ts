import * as ops from "../ops.js";
import { keep } from "../scope.js";
import type { Tensor } from "../tensor.js";
import type { KernelOptions } from "./fused.js";
import type { GroupOptions } from "./groups.js";
import type { Update } from "./optimizer.js";
import { SGD, type SGDSettings } from "./sgd.js";

export interface LARCSettings extends SGDSettings {
  /** η_trust: the share of its own norm by which a parameter may move in a step. */
  trustCoefficient: number;
  /**
   * LARC where true: the layer's rate is min(local, global), so that it never exceeds the learning rate. LARS
   * where false: the local rate scales the learning rate.
   */
  clip: boolean;
  /** Added to the denominator of the local rate. */
  eps: number;
  /** Whether the parameters of a group have local rates at all; others are plain SGD with weight decay. */
  adapt: boolean;
}

/**
 * SGD whose gradients are first scaled layer by layer:
 * local = η_trust ‖θ‖ / (‖∇‖ + λ‖θ‖ + ε); g ← min(local / η, 1) (∇ + λθ) with clip, local · (∇ + λθ) without.
 * A parameter with ‖θ‖ = 0 or ‖∇‖ = 0 keeps its gradient, without weight decay, as in apex's LARC.
 *
 * Defaults are the paper's (§3.4: "LARS, trust coefficient 0.02", which is apex's LARC): trust 0.02, clip, every
 * parameter adapted. Groups with `adapt: false` leave parameters out.
 *
 * @see You et al. 2017, https://arxiv.org/abs/1708.03888; NVIDIA apex, apex.parallel.LARC
 */
export class LARC extends SGD {
  protected override readonly algorithm = "larc";
  readonly #ratios = new Map<readonly string[], Tensor>();

  constructor(
    parameters: ReadonlyMap<string, Tensor> | readonly GroupOptions<LARCSettings>[],
    settings: Partial<LARCSettings> & Pick<LARCSettings, "learningRate">,
    kernels: KernelOptions = {},
  ) {
    const { trustCoefficient = 0.02, clip = true, eps = 1e-8, adapt = true } = settings;
    const groups: readonly GroupOptions<LARCSettings>[] =
      parameters instanceof Map ? [{ parameters }] : (parameters as readonly GroupOptions<LARCSettings>[]);
    super(
      groups.map((group) => ({ trustCoefficient, clip, eps, adapt, ...group })),
      settings,
      kernels,
    );
  }

  /**
   * What the gradients of the last step were multiplied by, by parameter path; parameters that are not adapted
   * are absent. Waits for the device.
   */
  ratios(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const [paths, tensor] of this.#ratios) {
      const values = tensor.toTypedArray();
      for (const [i, path] of paths.entries()) found.set(path, Number(values[i]));
    }
    return found;
  }

  override step(): void {
    this.#forgetRatios();
    super.step();
  }

  override dispose(): void {
    this.#forgetRatios();
    super.dispose();
  }

  protected override update(updates: readonly Update[], settings: SGDSettings): void {
    const { adapt, weightDecay } = settings as LARCSettings;
    if (!adapt) {
      super.update(updates, settings);
      return;
    }
    const parameters = updates.map(({ parameter }) => parameter);
    const gradients = updates.map(({ gradient }) => gradient);
    const { ratio, moved } = localRatios(parameters, gradients, settings as LARCSettings);
    this.#ratios.set(
      updates.map(({ path }) => path),
      keep(ratio),
    );
    const scaled = ops._foreachMulList(gradients, ops.unbind(ratio, { dim: 0 }));
    if (weightDecay !== 0) {
      const decay = ops.unbind(ratio.mul(moved).mulScalar(weightDecay), { dim: 0 });
      ops._foreachAddList_(scaled, ops._foreachMulList(parameters, decay));
    }
    const replaced = updates.map((update, i) => ({ ...update, gradient: scaled[i]! }));
    super.update(replaced, { ...settings, weightDecay: 0 });
  }

  #forgetRatios(): void {
    for (const tensor of this.#ratios.values()) tensor.dispose();
    this.#ratios.clear();
  }
}

/** Of n parameters: what multiplies their gradients, n; and 1 where both norms are above 0, else 0. */
function localRatios(
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  { learningRate, weightDecay, trustCoefficient, clip, eps }: LARCSettings,
): { ratio: Tensor; moved: Tensor } {
  const sizes = ops.stack(ops._foreachNorm(parameters));
  const slopes = ops.stack(ops._foreachNorm(gradients));
  const moved = sizes.mul(slopes).neScalar(0);
  const local = sizes
    .mulScalar(trustCoefficient)
    .div(slopes.add(sizes, { alpha: weightDecay }).addScalar(eps));
  const scale = clip ? local.divScalar(learningRate).clampMax(1) : local;
  const ratio = ops.where(moved, scale, ops.onesLike(scale));
  return { ratio, moved: moved.to({ dtype: ratio.dtype }) };
}

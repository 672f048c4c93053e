/**
 * Initial values of weights, as PyTorch, torchvision and timm draw them: the same
 * formulas and the same random operators, so the same generator state gives the
 * same bits. All functions write in place, without recording gradients.
 */
import { noGrad } from "../autograd.js";
import { tensor } from "../create.js";
import type { Generator } from "../generator.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";

/** Where random values come from; libtorch's default generator where none is given. */
export interface InitOptions {
  readonly generator?: Generator | undefined;
}

/** Inputs that one output value of a linear or convolution weight depends on. */
export function fanIn(weight: Tensor): number {
  return weight.shape.slice(1).reduce((product, size) => product * size, 1);
}

/** Output values that one input value of a linear or convolution weight takes part in. */
export function fanOut(weight: Tensor): number {
  return (weight.shape[0] ?? 1) * weight.shape.slice(2).reduce((product, size) => product * size, 1);
}

/** U(−bound, bound). */
export function uniform_(target: Tensor, bound: number, { generator }: InitOptions = {}): Tensor {
  return noGrad(() => target.uniform_({ from: -bound, to: bound, generator }));
}

/** N(mean, std²). */
export function normal_(target: Tensor, mean: number, std: number, { generator }: InitOptions = {}): Tensor {
  return noGrad(() => target.normal_({ mean, std, generator }));
}

/** Every element becomes `value`. */
export function constant_(target: Tensor, value: number): Tensor {
  return noGrad(() => target.fillScalar_(value));
}

/**
 * What `torch.nn.Linear` and `torch.nn.Conv2d` start from: weight and bias from U(−b, b) with
 * b = 1/√fan_in (He et al. 2015, with the slope √5 that PyTorch chose).
 */
export function linearDefault_(weight: Tensor, bias: Tensor | null, options: InitOptions = {}): void {
  const inputs = fanIn(weight);
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
  uniform_(weight, Math.sqrt(3) * (gain / Math.sqrt(inputs)), options);
  if (bias) uniform_(bias, 1 / Math.sqrt(inputs), options);
}

/** N(0, 2 / fan_out): torchvision's choice for convolutions before a ReLU (He et al. 2015). */
export function kaimingNormalFanOut_(weight: Tensor, options: InitOptions = {}): Tensor {
  return normal_(weight, 0, Math.SQRT2 / Math.sqrt(fanOut(weight)), options);
}

/**
 * N(mean, std²) cut off outside [low, high], by the inverse error function of a uniform draw, as timm
 * initialises vision transformers.
 */
export function truncatedNormal_(
  target: Tensor,
  { mean = 0, std = 1, low = -2, high = 2, generator }: TruncatedNormal & InitOptions = {},
): Tensor {
  const from = 2 * normalCdf((low - mean) / std) - 1;
  const to = 2 * normalCdf((high - mean) / std) - 1;
  return noGrad(() =>
    target
      .uniform_({ from, to, generator })
      .erfinv_()
      .mulScalar_(std * Math.SQRT2)
      .addScalar_(mean)
      .clamp_({ min: low, max: high }),
  );
}

export interface TruncatedNormal {
  readonly mean?: number;
  readonly std?: number;
  /** Bounds in the units of the values, not in standard deviations. */
  readonly low?: number;
  readonly high?: number;
}

/** Φ(x), by libtorch's error function in double precision. */
function normalCdf(x: number): number {
  return scope(
    () =>
      (1 +
        tensor([x / Math.SQRT2], { dtype: "float64" })
          .erf()
          .item()) /
      2,
  );
}

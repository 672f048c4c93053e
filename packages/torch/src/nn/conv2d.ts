import * as ops from "../ops.js";
import type { Tensor } from "../tensor.js";
import { linearDefault_ } from "./init.js";
import type { BiasOptions } from "./linear.js";
import { Layer } from "./module.js";

export interface Conv2dOptions extends BiasOptions {
  /** 1 unless said otherwise. */
  readonly stride?: number;
  /** Zeros added on each side, in pixels; none unless said otherwise. */
  readonly padding?: number;
  /** Parts into which the channels fall; 1 unless said otherwise. */
  readonly groups?: number;
}

/** A two-dimensional convolution with a square kernel, with parameters as `torch.nn.Conv2d`. */
export class Conv2d extends Layer {
  /** `[outChannels, inChannels / groups, kernelSize, kernelSize]`. */
  readonly weight: Tensor;
  /** `[outChannels]`. */
  readonly bias: Tensor | null;
  readonly #options;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    { stride = 1, padding = 0, groups = 1, bias = true, generator }: Conv2dOptions = {},
  ) {
    super();
    this.weight = this.parameter(ops.empty([outChannels, inChannels / groups, kernelSize, kernelSize]));
    this.bias = bias ? this.parameter(ops.empty([outChannels])) : null;
    this.#options = { bias: this.bias, stride: [stride, stride], padding: [padding, padding], groups };
    linearDefault_(this.weight, this.bias, { generator });
  }

  /** `[N, inChannels, H, W]` → `[N, outChannels, H', W']`. */
  override forward(x: Tensor): Tensor {
    return ops.conv2d(x, this.weight, this.#options);
  }
}

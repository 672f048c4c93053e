import * as ops from "../ops.js";
import type { Tensor } from "../tensor.js";
import { type InitOptions, linearDefault_ } from "./init.js";
import { Layer } from "./module.js";

/** Options of layers whose bias can be left out. */
export interface BiasOptions extends InitOptions {
  /** True unless said otherwise. */
  readonly bias?: boolean;
}

/** y = x Wᵀ + b over the last axis, with parameters as `torch.nn.Linear`. */
export class Linear extends Layer {
  /** `[outFeatures, inFeatures]`. */
  readonly weight: Tensor;
  /** `[outFeatures]`. */
  readonly bias: Tensor | null;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    { bias = true, generator }: BiasOptions = {},
  ) {
    super();
    this.weight = this.parameter(ops.empty([outFeatures, inFeatures]));
    this.bias = bias ? this.parameter(ops.empty([outFeatures])) : null;
    linearDefault_(this.weight, this.bias, { generator });
  }

  /** `[…, inFeatures]` → `[…, outFeatures]`. */
  override forward(x: Tensor): Tensor {
    return ops.linear(x, this.weight, { bias: this.bias });
  }
}

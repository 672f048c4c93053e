import * as ops from "../ops.js";
import type { Tensor } from "../tensor.js";
import { Layer } from "./module.js";

/** Normalises the last axis of every position (Ba et al. 2016). */
export class LayerNorm extends Layer {
  /** `[features]`, 1 at first. */
  readonly weight: Tensor;
  /** `[features]`, 0 at first. */
  readonly bias: Tensor;
  readonly #shape: readonly number[];
  readonly #options;

  /** @param eps added to the variance; PyTorch's 1e-5 unless said otherwise (timm's transformers have 1e-6). */
  constructor(features: number, eps = 1e-5) {
    super();
    this.weight = this.parameter(ops.ones([features]));
    this.bias = this.parameter(ops.zeros([features]));
    this.#shape = [features];
    this.#options = { weight: this.weight, bias: this.bias, eps };
  }

  /** `[…, features]` → the same shape. */
  override forward(x: Tensor): Tensor {
    return ops.layerNorm(x, this.#shape, this.#options);
  }
}

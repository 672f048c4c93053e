import type { Tensor } from "../tensor.js";
import { Layer } from "./module.js";

/** max(x, 0). */
export class ReLU extends Layer {
  /** @param inPlace overwrite the input, which saves its memory where nothing else reads it. */
  constructor(readonly inPlace = false) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return this.inPlace ? x.relu_() : x.relu();
  }
}

/** x Φ(x), with the exact normal distribution (Hendrycks & Gimpel 2016). */
export class GELU extends Layer {
  override forward(x: Tensor): Tensor {
    return x.gelu();
  }
}

/** x, unchanged: the same tensor. */
export class Identity extends Layer {
  override forward(x: Tensor): Tensor {
    return x;
  }
}

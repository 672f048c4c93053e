import * as ops from "../ops.js";
import type { Tensor } from "../tensor.js";
import { Layer } from "./module.js";

/** The largest value of every square window. */
export class MaxPool2d extends Layer {
  readonly #kernel: readonly number[];
  readonly #options;

  /** @param stride the window's size unless said otherwise. */
  constructor(kernelSize: number, stride = kernelSize, padding = 0) {
    super();
    this.#kernel = [kernelSize, kernelSize];
    this.#options = { stride: [stride, stride], padding: [padding, padding] };
  }

  /** `[N, C, H, W]` → `[N, C, H', W']`. */
  override forward(x: Tensor): Tensor {
    return ops.maxPool2d(x, this.#kernel, this.#options);
  }
}

/** The mean over windows of such size that `size × size` positions remain. */
export class AdaptiveAvgPool2d extends Layer {
  readonly #size: readonly number[];

  constructor(size = 1) {
    super();
    this.#size = [size, size];
  }

  /** `[N, C, H, W]` → `[N, C, size, size]`. */
  override forward(x: Tensor): Tensor {
    return ops.adaptiveAvgPool2d(x, this.#size);
  }
}

import type { Tensor } from "../tensor.js";
import { GELU } from "./activation.js";
import type { InitOptions } from "./init.js";
import { Linear } from "./linear.js";
import { Layer } from "./module.js";
import { chain } from "./sequential.js";

/** Linear, GELU, linear: the second half of a transformer block, with timm's parameter names. */
export class Mlp extends Layer {
  readonly fc1: Linear;
  readonly act = new GELU();
  readonly fc2: Linear;

  constructor(features: number, hiddenFeatures: number, { generator }: InitOptions = {}) {
    super();
    this.fc1 = new Linear(features, hiddenFeatures, { generator });
    this.fc2 = new Linear(hiddenFeatures, features, { generator });
  }

  /** `[…, features]` → the same shape. */
  override forward(x: Tensor): Tensor {
    return chain(x, this.fc1, this.act, this.fc2);
  }
}

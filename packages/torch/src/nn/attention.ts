/** Multi-head self-attention (Vaswani et al. 2017), with timm's parameter names. */
import { ArgumentError } from "../errors.js";
import { has } from "../operator.js";
import * as ops from "../ops.js";
import { scope } from "../scope.js";
import type { Tensor } from "../tensor.js";
import type { BiasOptions } from "./linear.js";
import { Linear } from "./linear.js";
import { Layer } from "./module.js";

/** What attention returns when its weights are asked for. */
export interface AttentionResult {
  /** `[N, tokens, features]`. */
  readonly output: Tensor;
  /** `[N, heads, tokens, tokens]`: how much each token (third axis) takes from each (fourth); rows sum to 1. */
  readonly weights: Tensor;
}

interface Heads {
  /** Each `[N, heads, tokens, features / heads]`. */
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
}

export class MultiHeadSelfAttention extends Layer {
  /** Queries, keys and values in one product: `[3 · features, features]`, heads inside each third. */
  readonly qkv: Linear;
  readonly proj: Linear;
  readonly #headFeatures: number;

  /** @throws ArgumentError when `heads` does not divide `features`. */
  constructor(
    readonly features: number,
    readonly heads: number,
    { bias = true, generator }: BiasOptions = {},
  ) {
    super();
    this.#headFeatures = features / heads;
    if (!Number.isInteger(this.#headFeatures)) {
      throw new ArgumentError(
        "MultiHeadSelfAttention",
        "heads",
        `must divide the ${features} features, got ${heads}`,
      );
    }
    this.qkv = new Linear(features, 3 * features, { bias, generator });
    this.proj = new Linear(features, features, { generator });
  }

  /** `[N, tokens, features]` → the same shape. */
  override forward(x: Tensor): Tensor {
    return scope(() => {
      const { query, key, value } = this.#project(x);
      return this.#merge(x, scaledDotProductAttention(query, key, value));
    });
  }

  /** As `forward`, with the weights, which are computed explicitly. */
  forwardWithWeights(x: Tensor): AttentionResult {
    return scope(() => {
      const { query, key, value } = this.#project(x);
      const weights = attentionWeights(query, key);
      return { output: this.#merge(x, weights.matmul(value)), weights };
    });
  }

  #project(x: Tensor): Heads {
    const [batch = 0, tokens = 0] = x.shape;
    const [query, key, value] = this.qkv
      .forward(x)
      .reshape([batch, tokens, 3, this.heads, this.#headFeatures])
      .permute([2, 0, 3, 1, 4])
      .unbind({ dim: 0 });
    if (!query || !key || !value) throw new Error("unbind of an axis of three gave fewer tensors");
    return { query, key, value };
  }

  #merge(x: Tensor, heads: Tensor): Tensor {
    return this.proj.forward(heads.transpose(1, 2).reshape(x.shape));
  }
}

/** softmax(q kᵀ / √d): `[…, tokens, d]` twice → `[…, tokens, tokens]`. */
export function attentionWeights(query: Tensor, key: Tensor): Tensor {
  const scale = 1 / Math.sqrt(query.shape.at(-1) ?? 1);
  return query.mulScalar(scale).matmul(key.transpose(-2, -1)).softmax(-1);
}

/** softmax(q kᵀ / √d) v, by libtorch's fused kernels where it has them. */
export function scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor): Tensor {
  if (has("aten::scaled_dot_product_attention")) return ops.scaledDotProductAttention(query, key, value);
  return attentionWeights(query, key).matmul(value);
}

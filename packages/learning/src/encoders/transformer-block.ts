import {
  type InitOptions,
  Layer,
  LayerNorm,
  Mlp,
  MultiHeadSelfAttention,
  scope,
  type Tensor,
} from "@cytonet/torch";
import type { TransformerConfig } from "./config.js";

/** timm's epsilon for the layer normalisations of vision transformers. */
export const LAYER_NORM_EPS = 1e-6;

/** A pre-norm transformer block (Dosovitskiy et al. 2021), with timm's parameter names. */
export class TransformerBlock extends Layer {
  readonly norm1: LayerNorm;
  readonly attn: MultiHeadSelfAttention;
  readonly norm2: LayerNorm;
  readonly mlp: Mlp;

  constructor({ features, heads, mlpRatio }: TransformerConfig, options: InitOptions = {}) {
    super();
    this.norm1 = new LayerNorm(features, LAYER_NORM_EPS);
    this.attn = new MultiHeadSelfAttention(features, heads, options);
    this.norm2 = new LayerNorm(features, LAYER_NORM_EPS);
    this.mlp = new Mlp(features, features * mlpRatio, options);
  }

  /** `[N, tokens, features]` → the same shape. */
  override forward(x: Tensor): Tensor {
    return scope(() => this.#perceive(this.attn.forward(this.norm1.forward(x)).add_(x)));
  }

  /** As `forward`, with the attention weights `[N, heads, tokens, tokens]`. */
  forwardWithWeights(x: Tensor): { readonly output: Tensor; readonly weights: Tensor } {
    return scope(() => {
      const { output, weights } = this.attn.forwardWithWeights(this.norm1.forward(x));
      return { output: this.#perceive(output.add_(x)), weights };
    });
  }

  #perceive(x: Tensor): Tensor {
    return this.mlp.forward(this.norm2.forward(x)).add_(x);
  }
}

import { Conv2d, type InitOptions, LayerNorm, Module, ops, scope, type Tensor } from "@cytonet/torch";
import type { TransformerConfig } from "./config.js";
import { EncoderRequestError } from "./encoder.js";
import { initialiseTransformer } from "./initialise.js";
import { type Grid, resizePositionalEmbedding } from "./positional-embedding.js";
import { kept, recomputed, type Segment, type Segmented } from "./segments.js";
import { LAYER_NORM_EPS, TransformerBlock } from "./transformer-block.js";

/** Brings the channels of the feature map to the width of a token. */
class PatchEmbedding extends Module {
  readonly proj: Conv2d;

  constructor(mapChannels: number, features: number, { generator }: InitOptions) {
    super();
    this.proj = new Conv2d(mapChannels, features, 1, { generator });
  }

  /** `[N, mapChannels, H, W]` → `[N, H · W, features]`. */
  forward(featureMap: Tensor): Tensor {
    return this.proj.forward(featureMap).flatten({ startDim: 2 }).transpose(1, 2);
  }
}

/** What the blocks make of a feature map. */
export interface TransformerResult {
  /** Before the last normalisation, the class token first: `[N, 1 + H · W, features]`. */
  readonly tokens: Tensor;
  /** By block, where it was asked for: `[N, heads, 1 + H · W, 1 + H · W]`. */
  readonly attention: ReadonlyMap<number, Tensor>;
}

/**
 * A vision transformer on a feature map: a class token before the positions' tokens, a learned
 * positional embedding added, then blocks (paper §3.3). Parameters are named as in timm's hybrids.
 */
export class Transformer extends Module implements Segmented {
  readonly clsToken: Tensor;
  /** `[1, 1 + H · W, features]` for the grid that the encoder was configured for. */
  readonly posEmbed: Tensor;
  readonly patchEmbed: PatchEmbedding;
  readonly blocks: readonly TransformerBlock[];
  /** The last normalisation, left to the caller, who may want it for the class token alone. */
  readonly norm: LayerNorm;
  readonly #grid: Grid;

  constructor(config: TransformerConfig, mapChannels: number, gridSize: number, options: InitOptions = {}) {
    super();
    const { features, depth } = config;
    this.#grid = [gridSize, gridSize];
    this.clsToken = this.parameter(ops.zeros([1, 1, features]));
    this.posEmbed = this.parameter(ops.zeros([1, 1 + gridSize * gridSize, features]));
    this.patchEmbed = new PatchEmbedding(mapChannels, features, options);
    this.blocks = Array.from({ length: depth }, () => new TransformerBlock(config, options));
    this.norm = new LayerNorm(features, LAYER_NORM_EPS);
    initialiseTransformer(this, options);
  }

  /**
   * Feature map `[N, mapChannels, H, W]` → tokens. Another grid than the configured one is served
   * with a resized positional embedding.
   *
   * @param attentionOf blocks whose attention weights are wanted.
   * @throws EncoderRequestError for a block that does not exist.
   */
  forward(featureMap: Tensor, attentionOf: readonly number[] = []): TransformerResult {
    const unknown = attentionOf.find((block) => this.blocks[block] === undefined);
    if (unknown !== undefined)
      throw new EncoderRequestError(
        `Attention of block ${unknown} was asked for: this encoder has blocks 0 to ${this.blocks.length - 1}.`,
      );
    return scope(() => {
      const attention = new Map<number, Tensor>();
      let x = this.#embed(featureMap);
      for (const [index, block] of this.blocks.entries()) {
        const before = x;
        if (attentionOf.includes(index)) {
          const { output, weights } = block.forwardWithWeights(x);
          attention.set(index, weights);
          x = output;
        } else x = block.forward(x);
        before.dispose();
      }
      return { tokens: x, attention };
    });
  }

  /** The embedding, then every block (§3.9: checkpoints after all transformer layers); gives the tokens. */
  segments(): readonly Segment[] {
    return [
      kept((featureMap) => this.#embed(featureMap)),
      ...this.blocks.map((block) => recomputed((x) => block.forward(x))),
    ];
  }

  #embed(featureMap: Tensor): Tensor {
    return scope(() => {
      const [batch = 0, , height = 0, width = 0] = featureMap.shape;
      const classTokens = this.clsToken.expand([batch, -1, -1]);
      const tokens = ops.cat([classTokens, this.patchEmbed.forward(featureMap)], { dim: 1 });
      return tokens.add_(resizePositionalEmbedding(this.posEmbed, this.#grid, [height, width]));
    });
  }
}

import { type InitOptions, scope, type Tensor } from "@cytonet/torch";
import { describeEncoder, type EncoderConfig, EncoderConfigError } from "./config.js";
import { Encoder, type EncoderOutputs, type OutputRequest } from "./encoder.js";
import { initialiseResidualNetwork } from "./initialise.js";
import { averagePool } from "./r50.js";
import { ResidualNetwork } from "./residual-network.js";
import { kept, type Segment } from "./segments.js";
import { Transformer } from "./transformer.js";

/**
 * The hybrid encoder of paper §3.3: a vision transformer on R50's feature map; its feature is the
 * class token. Both parts share one namespace, so torchvision's stages and timm's blocks load as they are.
 */
export class R50ViT extends Encoder {
  static override readonly paths = { network: "", transformer: "" };
  readonly network: ResidualNetwork;
  readonly transformer: Transformer;

  constructor(config: EncoderConfig, options: InitOptions = {}) {
    super(config);
    if (config.transformer === undefined)
      throw new EncoderConfigError(
        "transformer",
        "is missing for an R50-ViT",
        "give its features, depth and heads",
      );
    const { mapChannels, gridSize } = describeEncoder(config);
    this.network = new ResidualNetwork(config, options);
    initialiseResidualNetwork(this.network, options);
    this.transformer = new Transformer(config.transformer, mapChannels, gridSize, options);
  }

  override forward(patches: Tensor): Tensor {
    return scope(() => {
      const featureMap = this.network.forward(patches);
      const { tokens } = this.transformer.forward(featureMap);
      return this.transformer.norm.forward(tokens.select(1, 0));
    });
  }

  override segments(): readonly Segment[] {
    const classToken = kept((tokens) => this.transformer.norm.forward(tokens.select(1, 0)));
    return [...this.network.segments(), ...this.transformer.segments(), classToken];
  }

  override outputs(patches: Tensor, { attentionOf = [] }: OutputRequest = {}): EncoderOutputs {
    return scope(() => {
      const featureMap = this.network.forward(patches);
      const { tokens, attention } = this.transformer.forward(featureMap, attentionOf);
      const normalised = this.transformer.norm.forward(tokens);
      const classToken = normalised.select(1, 0).contiguous();
      const patchTokens = normalised.narrow(1, 1, normalised.size(1) - 1);
      return {
        feature: classToken,
        featureMap,
        pooled: averagePool(featureMap),
        patchTokens,
        classToken,
        attention,
      };
    });
  }
}

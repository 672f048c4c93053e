import { type InitOptions, ops, scope, type Tensor } from "@cytonet/torch";
import type { EncoderConfig } from "./config.js";
import { Encoder, type EncoderOutputs, EncoderRequestError, type OutputRequest } from "./encoder.js";
import { initialiseResidualNetwork } from "./initialise.js";
import { ResidualNetwork } from "./residual-network.js";
import { kept, type Segment } from "./segments.js";

/** The convolutional encoder of paper §3.3; its feature is the mean of the feature map. */
export class R50 extends Encoder {
  static override readonly paths = { network: "" };
  readonly network: ResidualNetwork;

  constructor(config: EncoderConfig, options: InitOptions = {}) {
    super(config);
    this.network = new ResidualNetwork(config, options);
    initialiseResidualNetwork(this.network, options);
  }

  override forward(patches: Tensor): Tensor {
    return scope(() => averagePool(this.network.forward(patches)));
  }

  override segments(): readonly Segment[] {
    return [...this.network.segments(), kept(averagePool)];
  }

  override outputs(patches: Tensor, { attentionOf = [] }: OutputRequest = {}): EncoderOutputs {
    if (attentionOf.length > 0)
      throw new EncoderRequestError("An R50 has no attention: use an R50-ViT encoder.");
    return scope(() => {
      const featureMap = this.network.forward(patches);
      const pooled = averagePool(featureMap);
      return { feature: pooled, featureMap, pooled };
    });
  }
}

/** `[N, C, H, W]` → `[N, C]`. */
export function averagePool(featureMap: Tensor): Tensor {
  return ops.adaptiveAvgPool2d(featureMap, [1, 1]).flatten({ startDim: 1 });
}

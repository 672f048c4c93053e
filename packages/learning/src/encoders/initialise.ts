/** First weights, as the sources of the architectures draw them. */
import { BatchNorm2d, Conv2d, type InitOptions, init, Linear, type Module } from "@cytonet/torch";
import type { ResidualNetwork } from "./residual-network.js";
import type { Transformer } from "./transformer.js";

/** As torchvision's ResNet: convolutions from N(0, 2 / fan_out), normalisations 1 and 0. */
export function initialiseResidualNetwork(network: ResidualNetwork, options: InitOptions): void {
  for (const part of network.modules()) {
    if (part instanceof Conv2d) init.kaimingNormalFanOut_(part.weight, options);
    else if (part instanceof BatchNorm2d) {
      init.constant_(part.weight, 1);
      init.constant_(part.bias, 0);
    }
  }
}

/**
 * As timm's VisionTransformer: positional embedding and linear layers from a truncated normal of
 * deviation 0.02, class token from N(0, 1e-12), biases 0.
 */
export function initialiseTransformer(transformer: Transformer, options: InitOptions): void {
  init.truncatedNormal_(transformer.posEmbed, { std: 0.02, ...options });
  init.normal_(transformer.clsToken, 0, 1e-6, options);
  initialiseLinear(transformer, options);
}

function initialiseLinear(module: Module, options: InitOptions): void {
  for (const part of module.modules()) {
    if (!(part instanceof Linear)) continue;
    init.truncatedNormal_(part.weight, { std: 0.02, ...options });
    if (part.bias) init.constant_(part.bias, 0);
  }
}

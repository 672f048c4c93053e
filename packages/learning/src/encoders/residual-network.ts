import { chain, type InitOptions, Layer, Sequential, type Tensor } from "@cytonet/torch";
import { Bottleneck } from "./bottleneck.js";
import { type EncoderConfig, EXPANSION, stageChannels } from "./config.js";
import { kept, recomputed, type Segment, type Segmented } from "./segments.js";
import { Stem } from "./stem.js";

/** Bottlenecks at one resolution. */
type Stage = Sequential<Bottleneck[]>;

/**
 * Stem and residual stages: patches to a feature map. The stages carry torchvision's names, so
 * the entries `layer1.…` to `layer4.…` of its ResNet-50 load unchanged.
 */
export class ResidualNetwork extends Layer implements Segmented {
  readonly stem: Stem;
  readonly layer1: Stage;
  readonly layer2: Stage | null;
  readonly layer3: Stage | null;
  readonly layer4: Stage | null;

  constructor(config: EncoderConfig, options: InitOptions = {}) {
    super();
    this.stem = new Stem(config, options);
    this.layer1 = stage(config, 0, options);
    this.layer2 = config.depth.length > 1 ? stage(config, 1, options) : null;
    this.layer3 = config.depth.length > 2 ? stage(config, 2, options) : null;
    this.layer4 = config.depth.length > 3 ? stage(config, 3, options) : null;
  }

  /** `[N, inputChannels, H, W]` → `[N, mapChannels, H / totalStride, W / totalStride]`. */
  override forward(patches: Tensor): Tensor {
    return chain(patches, this.stem, ...this.#stages());
  }

  /** Stem and first block, then every further block: §3.9 sets its checkpoints after all blocks but the first. */
  segments(): readonly Segment[] {
    const [first, ...others] = this.#stages().flatMap((stage) => stage.layers);
    return [
      kept((x) => (first === undefined ? this.stem.forward(x) : chain(x, this.stem, first))),
      ...others.map((block) => recomputed((x) => block.forward(x))),
    ];
  }

  #stages(): Stage[] {
    return [this.layer1, this.layer2, this.layer3, this.layer4].filter((layer) => layer !== null);
  }
}

function stage(config: EncoderConfig, index: number, options: InitOptions): Stage {
  const channels = stageChannels(config, index);
  const inChannels = index === 0 ? channels : EXPANSION * stageChannels(config, index - 1);
  const blocks = Array.from({ length: config.depth[index] ?? 0 }, (_, block) =>
    block === 0
      ? new Bottleneck(inChannels, channels, index === 0 ? 1 : 2, options)
      : new Bottleneck(EXPANSION * channels, channels, 1, options),
  );
  return new Sequential(...blocks);
}

import {
  BatchNorm2d,
  Conv2d,
  chain,
  Identity,
  type InitOptions,
  Layer,
  MaxPool2d,
  ReLU,
  type Tensor,
} from "@cytonet/torch";
import { type EncoderConfig, stageChannels } from "./config.js";

/**
 * The first layers of R50 (paper §3.3): a strided 5×5 and a 3×3 convolution, each with batch
 * normalisation and ReLU, then 2×2 max pooling. They bring 2,048 px down to 256.
 */
export class Stem extends Layer {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly #relu = new ReLU(true);
  readonly #pool: Layer;

  constructor(config: EncoderConfig, { generator }: InitOptions = {}) {
    super();
    const channels = stageChannels(config, 0);
    const { inputChannels, stemStride, stemPool } = config;
    this.conv1 = new Conv2d(inputChannels, channels, 5, {
      stride: stemStride,
      padding: 2,
      bias: false,
      generator,
    });
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = new Conv2d(channels, channels, 3, { padding: 1, bias: false, generator });
    this.bn2 = new BatchNorm2d(channels);
    this.#pool = stemPool === 1 ? new Identity() : new MaxPool2d(stemPool);
  }

  /** `[N, inputChannels, H, W]` → `[N, 64 · width, H / stride, W / stride]`. */
  override forward(patches: Tensor): Tensor {
    return chain(patches, this.conv1, this.bn1, this.#relu, this.conv2, this.bn2, this.#relu, this.#pool);
  }
}

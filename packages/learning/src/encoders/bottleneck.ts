import {
  BatchNorm2d,
  Conv2d,
  chain,
  type InitOptions,
  Layer,
  ReLU,
  Sequential,
  type Tensor,
} from "@cytonet/torch";
import { EXPANSION } from "./config.js";

/**
 * ResNet's bottleneck block (He et al. 2016), with the stride in its 3×3 convolution and the names
 * of its parameters as in torchvision.
 */
export class Bottleneck extends Layer {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  /** Brings the input to the output's shape, where they differ. */
  readonly downsample: Sequential<[Conv2d, BatchNorm2d]> | null;
  readonly #relu = new ReLU(true);

  /** @param channels inner channels; the output has four times as many. */
  constructor(inChannels: number, channels: number, stride: number, { generator }: InitOptions = {}) {
    super();
    const outChannels = EXPANSION * channels;
    const plain = { bias: false, generator };
    this.conv1 = new Conv2d(inChannels, channels, 1, plain);
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = new Conv2d(channels, channels, 3, { ...plain, stride, padding: 1 });
    this.bn2 = new BatchNorm2d(channels);
    this.conv3 = new Conv2d(channels, outChannels, 1, plain);
    this.bn3 = new BatchNorm2d(outChannels);
    this.downsample =
      stride === 1 && inChannels === outChannels
        ? null
        : new Sequential(
            new Conv2d(inChannels, outChannels, 1, { ...plain, stride }),
            new BatchNorm2d(outChannels),
          );
  }

  /** `[N, inChannels, H, W]` → `[N, 4 · channels, ⌈H / stride⌉, ⌈W / stride⌉]`. */
  override forward(x: Tensor): Tensor {
    const relu = this.#relu;
    const residual = chain(x, this.conv1, this.bn1, relu, this.conv2, this.bn2, relu, this.conv3, this.bn3);
    if (this.downsample === null) return residual.add_(x).relu_();
    const shortcut = this.downsample.forward(x);
    residual.add_(shortcut).relu_();
    shortcut.dispose();
    return residual;
  }
}

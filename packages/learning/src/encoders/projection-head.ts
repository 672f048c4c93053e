import { BatchNorm1d, chain, type InitOptions, Layer, Linear, ReLU, type Tensor } from "@cytonet/torch";

/** Width of the space in which the contrastive loss compares (paper §3.4). */
export const PROJECTION_WIDTH = 256;

/**
 * What the contrastive loss is computed on: linear, batch normalisation, ReLU, linear (paper §3.4,
 * after Chen et al. 2020). For training only; the feature before it is what is used afterwards.
 */
export class ProjectionHead extends Layer {
  readonly fc1: Linear;
  readonly bn1: BatchNorm1d;
  readonly fc2: Linear;
  readonly #relu = new ReLU(true);

  constructor(featureWidth: number, { generator }: InitOptions = {}) {
    super();
    this.fc1 = new Linear(featureWidth, featureWidth, { generator });
    this.bn1 = new BatchNorm1d(featureWidth);
    this.fc2 = new Linear(featureWidth, PROJECTION_WIDTH, { generator });
  }

  /** `[N, featureWidth]` → `[N, 256]`. */
  override forward(feature: Tensor): Tensor {
    return chain(feature, this.fc1, this.bn1, this.#relu, this.fc2);
  }
}

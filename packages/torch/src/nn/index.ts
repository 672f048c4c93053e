/** Layers and the module base: what the encoders are made of. */
export { GELU, Identity, ReLU } from "./activation.js";
export {
  type AttentionResult,
  attentionWeights,
  MultiHeadSelfAttention,
  scaledDotProductAttention,
} from "./attention.js";
export { BatchNorm, BatchNorm1d, BatchNorm2d, type BatchNormOptions } from "./batch-norm.js";
export { Conv2d, type Conv2dOptions } from "./conv2d.js";
export type { InitOptions } from "./init.js";
export * as init from "./init.js";
export { LayerNorm } from "./layer-norm.js";
export { type BiasOptions, Linear } from "./linear.js";
export { Mlp } from "./mlp.js";
export { Layer, Module, type Placement } from "./module.js";
export {
  batchNorms,
  recalibrateStatistics,
  recalibrateStatisticsAsync,
  syncBatchNorms,
  withoutStatisticsUpdates,
} from "./norm-statistics.js";
export { AdaptiveAvgPool2d, MaxPool2d } from "./pooling.js";
export { chain, Sequential } from "./sequential.js";
export {
  type LoadOptions,
  type MisshapedTensor,
  StateDictError,
  type StateDictReport,
} from "./state-dict.js";

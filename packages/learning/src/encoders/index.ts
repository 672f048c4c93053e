/** The encoders of paper §3.3, their presets and the head they are pretrained with. */
export {
  type Architecture,
  describeEncoder,
  type EncoderConfig,
  EncoderConfigError,
  type EncoderDescription,
  type TransformerConfig,
  validateEncoder,
} from "./config.js";
export {
  ClassificationModel,
  type CreateOptions,
  createClassificationModel,
  createEncoder,
  createPretrainingModel,
  PretrainingModel,
} from "./create.js";
export { Encoder, type EncoderOutputs, EncoderRequestError, type OutputRequest } from "./encoder.js";
export { forwardFlops, type HeadConfig, trainingFlops } from "./flops.js";
export { loadMatchingWeights } from "./load-weights.js";
export { type Grid, resizePositionalEmbedding } from "./positional-embedding.js";
export { type EncoderOverrides, encoderPreset, type PresetName, presetNames } from "./presets.js";
export { PROJECTION_WIDTH, ProjectionHead } from "./projection-head.js";
export { R50 } from "./r50.js";
export { R50ViT } from "./r50-vit.js";
export type { Segment, Segmented } from "./segments.js";

export { type Batch, BatchOrder } from "./batchOrder.js";
export {
  type ClassificationStepReport,
  classificationGradients,
  classificationStep,
} from "./classificationStep.js";
export {
  contrastiveStep,
  gradients,
  type StepReport,
  type StepSettings,
} from "./contrastiveStep.js";
export {
  type CollapseRule,
  DivergenceWatch,
  defaultCollapseRule,
  type Watched,
} from "./divergenceWatch.js";
export { type Diagnosis, DivergenceError, TrainingError } from "./errors.js";
export { type FeatureGradient, featureGradient } from "./featureGradient.js";
export { type FeatureSpread, featureSpread } from "./featureSpread.js";
export {
  type ForwardPass,
  type ForwardSettings,
  forwardPass,
  type Precision,
  type Projector,
} from "./forwardPass.js";
export { matmulPeak } from "./matmulPeak.js";
export { learningRateAt, type Schedule, scaledLearningRate } from "./schedule.js";
export type { PatchRows, SharedStepReport, SharedStepSettings, StepInputs } from "./step.js";
export { StepGraph } from "./stepGraph.js";
export type { UpdateReport, UpdateSettings } from "./update.js";

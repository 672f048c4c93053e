export { type Batch, BatchOrder } from "./batchOrder.js";
export {
  type ContrastiveInputs,
  type ContrastiveSettings,
  contrastiveStep,
  type Projector,
  type StepReport,
} from "./contrastiveStep.js";
export { DivergenceError, TrainingError } from "./errors.js";
export { type FeatureGradient, featureGradient } from "./featureGradient.js";
export {
  gradients,
  type ParallelStepReport,
  parallelStep,
  type StepInputs,
  type StepSettings,
} from "./parallelStep.js";
export { learningRateAt, type Schedule, scaledLearningRate } from "./schedule.js";

export { type Batch, BatchOrder } from "./batchOrder.js";
export {
  contrastiveStep,
  gradients,
  type Projector,
  type StepInputs,
  type StepReport,
  type StepSettings,
} from "./contrastiveStep.js";
export { DivergenceError, TrainingError } from "./errors.js";
export { type FeatureGradient, featureGradient } from "./featureGradient.js";
export { learningRateAt, type Schedule, scaledLearningRate } from "./schedule.js";

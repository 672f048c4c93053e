/** Optimisers on multi-tensor operators. */
export { AdamW, type AdamWSettings } from "./adamw.js";
export type { KernelOptions } from "./fused.js";
export { GradScaler, type GradScalerOptions, type GradScalerState } from "./gradScaler.js";
export {
  type DecayExclusion,
  type DecayGroup,
  type GroupOptions,
  isBias,
  isBiasOrNorm,
  type ParameterGroup,
  splitByDecay,
} from "./groups.js";
export { LARC, type LARCSettings } from "./larc.js";
export {
  type CommonSettings,
  Optimizer,
  type OptimizerSettings,
  type OptimizerState,
  OptimizerStateError,
} from "./optimizer.js";
export { SGD, type SGDSettings } from "./sgd.js";

import { AdamW, isBias, isBiasOrNorm, type Module, type Optimizer, SGD, splitByDecay } from "@cytonet/torch";
import { learningRateOf, type PretrainConfig } from "./config.js";

/** The optimiser that a configuration asks for, over all parameters of a model. */
export function createOptimiser(model: Module, config: PretrainConfig): Optimizer<{ learningRate: number }> {
  const { optimiser } = config;
  const spared = optimiser.decayExclusions === "bias" ? isBias : isBiasOrNorm;
  const groups = splitByDecay(model.namedParameters(), optimiser.weightDecay, spared);
  const learningRate = learningRateOf(config);
  if (optimiser.name === "adamw") return new AdamW(groups, { learningRate });
  return new SGD(groups, { learningRate, momentum: optimiser.momentum, nesterov: optimiser.nesterov });
}

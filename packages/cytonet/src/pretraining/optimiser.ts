import {
  AdamW,
  type DecayExclusion,
  isBias,
  isBiasOrNorm,
  LARC,
  type Module,
  type Optimizer,
  SGD,
  splitByDecay,
  type Tensor,
} from "@cytonet/torch";
import { learningRateOf, type PretrainConfig } from "./config.js";

const exclusions: Readonly<Record<"none" | "bias" | "biasAndNorm", DecayExclusion>> = {
  none: () => false,
  bias: isBias,
  biasAndNorm: isBiasOrNorm,
};

/** The optimiser that a configuration asks for, over all parameters of a model. */
export function createOptimiser(model: Module, config: PretrainConfig): Optimizer<{ learningRate: number }> {
  const { optimiser } = config;
  const parameters = model.namedParameters();
  const groups = splitByDecay(parameters, optimiser.weightDecay, exclusions[optimiser.decayExclusions]);
  const learningRate = learningRateOf(config);
  if (optimiser.name === "adamw") return new AdamW(groups, { learningRate });
  const { momentum, nesterov, layerwise } = optimiser;
  if (layerwise === undefined) return new SGD(groups, { learningRate, momentum, nesterov });
  const { trustCoefficient, clip, exclude } = layerwise;
  const adapted = groups.flatMap(({ parameters: members, weightDecay }) =>
    splitByRate(members, exclusions[exclude]).map((group) => ({ ...group, weightDecay })),
  );
  return new LARC(adapted, { learningRate, momentum, nesterov, trustCoefficient, clip });
}

/** Parameters with a rate of their own, and those without. */
function splitByRate(parameters: ReadonlyMap<string, Tensor>, exclude: DecayExclusion) {
  const groups = [true, false].map((adapt) => ({
    adapt,
    parameters: new Map([...parameters].filter(([path, one]) => exclude(path, one) !== adapt)),
  }));
  return groups.filter((group) => group.parameters.size > 0);
}

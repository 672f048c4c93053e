/** Which parameters share which settings. */
import type { Tensor } from "../tensor.js";

/** Parameters by path, with the settings in which they differ from the optimiser's own. */
export type GroupOptions<Settings> = Partial<Settings> & {
  readonly parameters: ReadonlyMap<string, Tensor>;
};

/** A group in use: every setting has a value, and may change between steps. */
export type ParameterGroup<Settings> = Settings & { readonly parameters: ReadonlyMap<string, Tensor> };

/** A group with a weight decay of its own; fits every optimiser. */
export interface DecayGroup {
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly weightDecay: number;
}

/** Says whether weight decay leaves a parameter alone. */
export type DecayExclusion = (path: string, parameter: Tensor) => boolean;

/** The biases: what the paper's "all non-bias parameters" leaves out. */
export const isBias: DecayExclusion = (path) => path === "bias" || path.endsWith(".bias");

/** Biases and the scales of normalisations: everything with at most one axis. */
export const isBiasOrNorm: DecayExclusion = (path, parameter) =>
  isBias(path, parameter) || parameter.dim <= 1;

/**
 * Two groups: with weight decay, and without for the parameters that `exclude` names. An empty one is left out.
 *
 * @example
 * new SGD(splitByDecay(model.namedParameters(), 1e-4, isBias), { learningRate: 0.08, momentum: 0.9, nesterov: true })
 */
export function splitByDecay(
  parameters: ReadonlyMap<string, Tensor>,
  weightDecay: number,
  exclude: DecayExclusion,
): DecayGroup[] {
  const decayed = new Map<string, Tensor>();
  const spared = new Map<string, Tensor>();
  for (const [path, parameter] of parameters)
    (exclude(path, parameter) ? spared : decayed).set(path, parameter);
  return [
    { parameters: decayed, weightDecay },
    { parameters: spared, weightDecay: 0 },
  ].filter((group) => group.parameters.size > 0);
}

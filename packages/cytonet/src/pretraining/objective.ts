import { ConfigError } from "@cytonet/cohort";
import { type ContrastiveObjective, classObjective, spatialObjective } from "@cytonet/learning";
import type { Classes } from "../models/trainedModel.js";
import type { PretrainConfig } from "./config.js";
import type { PretrainingSamples } from "./samples.js";

/** The contrastive objective that a configuration asks for; undefined for cross-entropy. */
export function objectiveOf({ objective }: PretrainConfig): ContrastiveObjective | undefined {
  if (objective.name === "crossEntropy") return undefined;
  return objective.name === "spatialNCE" ? spatialObjective(objective) : classObjective(objective);
}

/** Whose areas an objective learns from; undefined for those that learn from none. */
export function atlasOf({ objective }: Pick<PretrainConfig, "objective">): string | undefined {
  return "atlas" in objective ? objective.atlas : undefined;
}

/** The classes of a classifier that a configuration trains; undefined where there is none. */
export function classesOf(
  { objective }: Pick<PretrainConfig, "objective">,
  samples: PretrainingSamples,
): Classes | undefined {
  if (objective.name !== "crossEntropy") return undefined;
  const names = samples.classes?.names ?? [];
  if (names.length >= 2) return { atlas: objective.atlas, names };
  throw new ConfigError({
    field: "objective.atlas",
    message: `is ${objective.atlas}, which gives training points ${names.length === 0 ? "no area" : `the area ${names[0]} alone`}`,
    remedy: "A classifier needs at least two areas on training sections.",
  });
}

/** Patches that the encoder sees of one sample. */
export function viewsOf({ objective }: Pick<PretrainConfig, "objective">): number {
  return objective.name === "simCLR" ? 2 : 1;
}

/** σ of a configuration; null where the objective has none. */
export function sigmaMmOf({ objective }: Pick<PretrainConfig, "objective">): number | null {
  return objective.name === "spatialNCE" ? objective.sigmaMm : null;
}

/** The objective in words, with its settings. */
export function describeObjective({ objective }: Pick<PretrainConfig, "objective">): string {
  switch (objective.name) {
    case "spatialNCE":
      return `SpatialNCE (σ = ${objective.sigmaMm} mm, τ = ${objective.temperature})`;
    case "simCLR":
      return `SimCLR (τ = ${objective.temperature})`;
    case "supCon":
      return `SupCon (areas of ${objective.atlas}, τ = ${objective.temperature})`;
    case "crossEntropy":
      return `cross-entropy (areas of ${objective.atlas})`;
  }
}

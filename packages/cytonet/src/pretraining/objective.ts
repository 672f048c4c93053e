import { type ContrastiveObjective, classObjective, spatialObjective } from "@cytonet/learning";
import type { PretrainConfig } from "./config.js";

/** The objective that a configuration asks for. */
export function objectiveOf({ objective }: PretrainConfig): ContrastiveObjective {
  if (objective.name === "spatialNCE") return spatialObjective(objective);
  return classObjective(objective);
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
  }
}

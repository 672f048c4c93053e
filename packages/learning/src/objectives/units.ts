import { autocast, ops, scope, type Tensor } from "@cytonet/torch";
import { ObjectiveError } from "./errors.js";

/**
 * Features of unit length in float32, or float64 where they are: what similarities are computed from.
 *
 * @param features B × d of any float type
 */
export function unitFeatures(features: Tensor): Tensor {
  const wide = features.dtype === "float64" ? features : features.to({ dtype: "float32" });
  const length = ops.linalgVectorNorm(wide, { dim: [1], keepdim: true }).clampMin(1e-12);
  return wide.div(length);
}

/** A loss's arithmetic: in the types it is written in, also under autocast; releases what it makes. */
export function inFullPrecision<T>(device: string, body: () => T): T {
  return scope(() => autocast({ device: device === "cpu" ? "cpu" : "cuda", enabled: false }, body));
}

/** @throws ObjectiveError unless the tensor is B × d with at least `least` rows */
export function checkFeatures(features: Tensor, argument = "features", least = 2): void {
  if (features.dim !== 2 || features.shape[0]! < least) {
    throw new ObjectiveError(argument, `must be B × d with B ≥ ${least}, got ${features.shape.join(" × ")}`);
  }
}

/** @throws ObjectiveError unless τ is finite and above 0 */
export function checkTemperature(temperature: number): void {
  if (temperature > 0 && Number.isFinite(temperature)) return;
  throw new ObjectiveError("temperature", `must be finite and above 0, got ${temperature}`);
}

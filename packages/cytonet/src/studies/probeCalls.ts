import { classProbabilities, predictClasses } from "@cytonet/learning";
import type { Descriptor } from "../embedding/descriptor.js";
import type { AreaProbe } from "../probing/areaProbeFile.js";

/** What a probe says of patches. */
export interface Calls {
  readonly area: readonly string[];
  /** Probability of one area asked for. */
  readonly probability: readonly number[];
}

const batch = 128;

/**
 * Describes patches and applies a probe to their features.
 *
 * @param bytes n patches of the descriptor's size
 * @param area whose probability is wanted; one of the probe's classes
 */
export function probeCalls(
  descriptor: Pick<Descriptor, "describe" | "patchPx" | "length">,
  probe: AreaProbe,
  bytes: Uint8Array,
  area: string,
): Calls {
  const size = descriptor.patchPx ** 2;
  const count = bytes.length / size;
  const values = new Float32Array(count * descriptor.length);
  for (let start = 0; start < count; start += batch) {
    const some = bytes.subarray(start * size, Math.min(count, start + batch) * size);
    values.set(descriptor.describe(some), start * descriptor.length);
  }
  const { predicted, scores } = predictClasses(probe, { values, columns: descriptor.length });
  const shares = classProbabilities(scores, probe.classes.length);
  const column = probe.classes.indexOf(area);
  return {
    area: predicted,
    probability: predicted.map((_, row) => shares[row * probe.classes.length + column]!),
  };
}

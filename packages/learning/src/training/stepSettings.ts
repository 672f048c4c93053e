import type { GradientBuckets, ProcessGroup } from "@cytonet/torch";
import type { ForwardPass, ForwardSettings } from "./forwardPass.js";
import type { UpdateReport, UpdateSettings } from "./update.js";

/** Who takes part in a step and how it is cut up, whatever it is trained for. */
export interface SharedStepSettings extends ForwardSettings, UpdateSettings {
  /** Ranks that share the batch, each with b samples; `null` is this process alone. */
  readonly group?: ProcessGroup | null;
  /** Of the model's parameters over that group. Needed with a group. */
  readonly buckets?: GradientBuckets;
  /**
   * Parts into which the rank's samples are cut, so that only one part's activations are kept; the loss is that of the
   * whole batch all the same. Exact where batch normalisation does not depend on the batch; else its statistics are
   * those of a part. Default 1.
   */
  readonly parts?: number;
}

/** What a step did, in numbers; the same on every rank. */
export interface SharedStepReport extends UpdateReport {
  readonly loss: number;
}

/** Samples of one part. @throws RangeError where they do not divide, or a group comes without buckets */
export function samplesOfPart(
  samples: number,
  { parts = 1, group = null, buckets }: SharedStepSettings,
): number {
  if (!Number.isInteger(parts) || parts < 1 || samples % parts !== 0)
    throw new RangeError(`${samples} samples do not divide into ${parts} parts`);
  if (group !== null && buckets === undefined) throw new RangeError("a process group needs gradient buckets");
  return samples / parts;
}

/** Backward of a part; the last one's gradients are summed over ranks while it runs. */
export function backwardOfPart(
  pass: ForwardPass,
  gradient: Parameters<ForwardPass["backward"]>[0],
  { buckets, scaler }: SharedStepSettings,
  isLast: boolean,
): void {
  const scaled = scaler === undefined ? gradient : gradient.mulScalar(scaler.scale);
  if (buckets === undefined || !isLast) {
    pass.backward(scaled);
    return;
  }
  buckets.arm();
  pass.backward(scaled);
  buckets.finish();
}

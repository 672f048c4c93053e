import { type GradientBuckets, type Optimizer, type ProcessGroup, scope, Tensor } from "@cytonet/torch";
import type { ForwardPass, ForwardSettings, Projector } from "./forwardPass.js";
import type { StepGraph } from "./stepGraph.js";
import { type UpdateReport, type UpdateSettings, update } from "./update.js";

/** Patches that are made when a part of a step needs them, so that no more of them are in memory; the same every time. */
export interface PatchRows {
  readonly count: number;
  /** Rows `first` to `first + count` − 1, count × C × P × P. */
  of(first: number, count: number): Tensor;
}

/** What one rank brings to a step. */
export interface StepInputs<Patches extends Tensor | PatchRows = Tensor | PatchRows> {
  /** b × C × P × P augmented intensities; of two views one below the other for SimCLR. */
  readonly patches: Patches;
  /** What the objective compares by, b rows (see `ContrastiveObjective`), or for a classifier b int64 classes. */
  readonly beside: Tensor;
}

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
  /**
   * Replays forward and backward as they were at its first step, with the settings of that one; for one process, without
   * a scaler. Default: every step is computed anew.
   */
  readonly graph?: StepGraph;
}

/** What a step did, in numbers; the same on every rank. */
export interface SharedStepReport extends UpdateReport {
  readonly loss: number;
}

/**
 * One step of training: gradients, one update, and its numbers. Leaves no tensor behind.
 *
 * @param report whether to read the step's numbers back, which waits for the device
 * @param gradients writes the whole batch's gradient into `.grad` of every parameter and gives its loss
 * @param numbers what there is to read beside the loss
 */
export function takeStep<G extends { readonly loss: Tensor }, R>(
  model: Projector,
  optimizer: Optimizer<{ learningRate: number }>,
  inputs: StepInputs,
  settings: SharedStepSettings,
  report: boolean,
  gradients: (inputs: StepInputs) => G,
  numbers: (found: G) => R,
): (SharedStepReport & R) | undefined {
  return scope(() => {
    optimizer.zeroGrad();
    const { graph } = settings;
    const found = graph
      ? graph.gradients(model, { ...inputs, patches: allOf(inputs.patches) }, settings, gradients)
      : gradients(inputs);
    const done = update(model, optimizer, settings, report);
    return done && { ...done, loss: found.loss.item(), ...numbers(found) };
  });
}

/** How many patches there are. */
export function countOf(patches: Tensor | PatchRows): number {
  return patches instanceof Tensor ? patches.shape[0]! : patches.count;
}

function allOf(patches: Tensor | PatchRows): Tensor {
  return patches instanceof Tensor ? patches : patches.of(0, patches.count);
}

/** One of the parts into which a rank's samples are cut. */
export interface Part {
  /** The part's rows of a tensor that has one for every sample, or of patches that are made only now. */
  readonly of: (samples: Tensor | PatchRows) => Tensor;
  readonly isLast: boolean;
}

/** The parts of a rank's samples, in order. @throws RangeError where they do not divide, or a group comes without buckets */
export function partsOf(
  samples: number,
  { parts = 1, group = null, buckets }: Pick<SharedStepSettings, "parts" | "group" | "buckets">,
): Part[] {
  if (!Number.isInteger(parts) || parts < 1 || samples % parts !== 0)
    throw new RangeError(`${samples} samples do not divide into ${parts} parts`);
  if (group !== null && buckets === undefined) throw new RangeError("a process group needs gradient buckets");
  const size = samples / parts;
  return Array.from({ length: parts }, (_, part) => ({
    of: (whole) =>
      whole instanceof Tensor ? whole.narrow(0, part * size, size) : whole.of(part * size, size),
    isLast: part === parts - 1,
  }));
}

/** Backward of a part; the last one's gradients are summed over ranks while it runs. */
export function backwardOfPart(
  pass: ForwardPass,
  gradient: Tensor,
  { buckets, scaler }: SharedStepSettings,
  { isLast }: Part,
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

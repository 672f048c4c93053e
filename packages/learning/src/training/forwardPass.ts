import { autocast, type Module, noGrad, scope, type Tensor, withoutStatisticsUpdates } from "@cytonet/torch";
import { kept, type Segment, type Segmented } from "../encoders/segments.js";
import { TrainingError } from "./errors.js";

/** What is trained: patches to the vectors that the objective is about. */
export interface Projector extends Module, Partial<Segmented> {
  forward(patches: Tensor): Tensor;
}

/** Arithmetic of an encoder; an objective is always in float32 or wider. */
export type Precision = "float32" | "bfloat16" | "float16";

export interface ForwardSettings {
  readonly precision: Precision;
  /**
   * Keeps the inputs of blocks alone and computes what lies within again in backward: less memory, a third more
   * arithmetic, the same gradients. Needs a model with `segments`. Default false.
   */
  readonly activationCheckpointing?: boolean | undefined;
}

/** A forward pass that waits for its backward. */
export interface ForwardPass {
  readonly output: Tensor;
  /** Accumulates the parameters' gradients, given the output's; once. */
  backward(gradient: Tensor): void;
}

/**
 * Runs a model in its precision, and `last` on what it gives in full precision.
 *
 * libtorch has no activation checkpointing for us to call, and nothing of ours may run inside its backward. So the graph
 * is cut: every stretch starts at a leaf, and backward goes from the last to the first, handing on the leaf's gradient.
 * A stretch to be computed again has run without a graph; in backward it runs with one, which holds its activations
 * for that moment alone. Batch normalisation sees the same batch both times and its running statistics take it once.
 *
 * @throws TrainingError where activation checkpointing is asked of a model that has no segments
 */
export function forwardPass(
  model: Projector,
  patches: Tensor,
  { precision, activationCheckpointing = false }: ForwardSettings,
  last: (output: Tensor) => Tensor,
): ForwardPass {
  const device = patches.device.startsWith("cuda") ? "cuda" : "cpu";
  const enabled = precision !== "float32";
  const dtype = precision === "float16" ? "float16" : "bfloat16";
  const mixed = <T>(body: () => T) => autocast({ device, dtype, enabled }, body);
  const full = (x: Tensor) => autocast({ device, enabled: false }, () => last(x));
  if (!activationCheckpointing) {
    const output = full(mixed(() => model.forward(patches)));
    return { output, backward: (gradient) => output.backward(gradient) };
  }
  const segments = model.segments?.();
  if (segments === undefined)
    throw new TrainingError("activationCheckpointing", "needs a model that can be run in segments");
  return segmented(model, patches, [...segments, kept(full)], mixed);
}

interface Stretch {
  readonly segment: Segment;
  readonly input: Tensor;
  /** With its graph, where activations are kept. */
  readonly output: Tensor | null;
}

function segmented(
  model: Module,
  patches: Tensor,
  segments: readonly Segment[],
  mixed: <T>(body: () => T) => T,
): ForwardPass {
  const stretches: Stretch[] = [];
  let x = patches.detach();
  for (const segment of segments) {
    const run = (input: Tensor) => scope(() => mixed(() => segment.forward(input)));
    if (segment.recomputed) {
      const before = x;
      stretches.push({ segment, input: before, output: null });
      x = noGrad(() => run(before));
    } else {
      // The patches themselves take no gradient.
      const before = x;
      const input = stretches.length === 0 ? before : before.detach().requiresGrad_();
      if (input !== before) before.dispose();
      const output = run(input);
      stretches.push({ segment, input, output });
      x = output.detach();
    }
  }
  return {
    output: x,
    backward(gradient) {
      withoutStatisticsUpdates(model, () => {
        let carried: Tensor | null = gradient;
        for (const [index, stretch] of [...stretches.entries()].reverse()) {
          const incoming: Tensor = carried;
          const handed = scope(() => backThrough(stretch, incoming, index > 0, mixed));
          if (incoming !== gradient) incoming.dispose();
          stretch.output?.dispose();
          if (stretch.input !== patches) stretch.input.dispose();
          if (handed === null) break;
          carried = handed;
        }
      });
    },
  };
}

/** Backward through one stretch. @returns the gradient of its input, where one is wanted */
function backThrough(
  { segment, input, output }: Stretch,
  gradient: Tensor,
  isWanted: boolean,
  mixed: <T>(body: () => T) => T,
): Tensor | null {
  if (output !== null) {
    output.backward(gradient);
    return isWanted ? input.grad : null;
  }
  const leaf = input.detach().requiresGrad_(isWanted);
  mixed(() => segment.forward(leaf)).backward(gradient);
  return isWanted ? leaf.grad : null;
}

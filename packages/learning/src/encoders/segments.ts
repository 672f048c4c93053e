import type { Tensor } from "@cytonet/torch";

/** A stretch of a forward pass: one tensor in, one tensor out. */
export interface Segment {
  forward(x: Tensor): Tensor;
  /** Whether only its input is kept in training, and what lies within is computed again in backward. */
  readonly recomputed: boolean;
}

/** A network whose forward pass can be run stretch by stretch; one after the other they are all of it. */
export interface Segmented {
  segments(): readonly Segment[];
}

/** A stretch whose activations are kept. */
export function kept(forward: (x: Tensor) => Tensor): Segment {
  return { forward, recomputed: false };
}

/** A stretch that is computed again in backward. */
export function recomputed(forward: (x: Tensor) => Tensor): Segment {
  return { forward, recomputed: true };
}

import { TorchError } from "./errors.js";
import { native, words } from "./native.js";
import { attempt, Tensor } from "./tensor.js";

function withMode<T>(enabled: boolean, body: () => T): T {
  const before = native.setGradMode(enabled ? 1 : 0);
  try {
    const result = body();
    if (result instanceof Promise) {
      result.catch(() => {});
      throw new TorchError("noGrad() and enableGrad() take synchronous work only: the mode is a thread's");
    }
    return result;
  } finally {
    native.setGradMode(before);
  }
}

/** Runs `body` without recording for backward. */
export function noGrad<T>(body: () => T): T {
  return withMode(false, body);
}

/** Runs `body` with recording on, also inside `noGrad`. */
export function enableGrad<T>(body: () => T): T {
  return withMode(true, body);
}

export function isGradEnabled(): boolean {
  return native.isGradEnabled() === 1;
}

let at = 0;
function put(tensors: readonly (Tensor | null)[], operator: string): void {
  words[at++] = tensors.length;
  for (const tensor of tensors) words[at++] = tensor === null ? 0 : tensor.live(operator);
}

export interface BackwardOptions {
  /** Gradients of the roots; may be left out for roots of one element. */
  gradients?: readonly (Tensor | null)[];
  /** Keep the graph for another backward. */
  retainGraph?: boolean;
  /** Record the backward itself, for gradients of gradients. */
  createGraph?: boolean;
}

/**
 * Accumulates the gradients of `roots` into `.grad` of every leaf that requires one.
 *
 * @throws LibtorchError when the graph was freed, or for roots of several elements without gradients.
 */
export function backward(roots: Tensor | readonly Tensor[], options: BackwardOptions = {}): void {
  const list = roots instanceof Tensor ? [roots] : roots;
  at = 0;
  put(list, "backward");
  put(options.gradients ?? list.map(() => null), "backward");
  const createGraph = options.createGraph ?? false;
  attempt("backward", () =>
    native.backward((options.retainGraph ?? createGraph) ? 1 : 0, createGraph ? 1 : 0),
  );
}

export interface GradOptions {
  gradOutputs?: readonly (Tensor | null)[];
  retainGraph?: boolean;
  createGraph?: boolean;
  /** Give null for inputs that do not take part, instead of an error. */
  allowUnused?: boolean;
}

/** Gradients of `outputs` with respect to `inputs`, without touching any `.grad`. */
export function grad(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  at = 0;
  put(outputs, "grad");
  put(options.gradOutputs ?? outputs.map(() => null), "grad");
  put(inputs, "grad");
  const createGraph = options.createGraph ?? false;
  const count = attempt("grad", () =>
    native.grad(
      (options.retainGraph ?? createGraph) ? 1 : 0,
      createGraph ? 1 : 0,
      options.allowUnused ? 1 : 0,
    ),
  );
  const handles = Array.from(words.subarray(0, count));
  return handles.map((handle) => (handle === 0 ? null : new Tensor(handle)));
}

declare module "./tensor.js" {
  interface Tensor {
    /** Accumulates this tensor's gradients; `gradient` may be left out for one element. */
    backward(gradient?: Tensor | null, options?: Omit<BackwardOptions, "gradients">): void;
  }
}

Tensor.prototype.backward = function (gradient, options = {}) {
  backward(this, { ...options, gradients: [gradient ?? null] });
};

import { ArgumentError } from "./errors.js";
import { native, words, writers } from "./native.js";
import { requireSynchronous } from "./scope.js";
import { attempt, handleOf, Tensor } from "./tensor.js";

function withMode<T>(name: string, enabled: boolean, body: () => T): T {
  const before = native.setGradMode(enabled ? 1 : 0);
  try {
    const result = body();
    requireSynchronous(name, result);
    return result;
  } finally {
    native.setGradMode(before);
  }
}

/** Runs `body` without recording for backward. */
export function noGrad<T>(body: () => T): T {
  return withMode("noGrad", false, body);
}

/** Runs `body` with recording on, also inside `noGrad`. */
export function enableGrad<T>(body: () => T): T {
  return withMode("enableGrad", true, body);
}

export function isGradEnabled(): boolean {
  return native.isGradEnabled() === 1;
}

/** @internal One argument of a native function: a list of tensors by name. */
export interface List {
  readonly argument: string;
  readonly tensors: readonly (Tensor | null)[];
  /** Whether null may stand for a tensor. */
  readonly nullable?: boolean;
}

/** @internal Writes lists of handles where the native side reads them. */
export function put(operator: string, lists: readonly List[]): void {
  const handles = lists.flatMap(({ argument, tensors, nullable = false }) => {
    if (!Array.isArray(tensors)) throw new ArgumentError(operator, argument, "must be an array of tensors");
    const found = tensors.map((tensor) =>
      tensor === null && nullable ? 0 : handleOf(tensor, operator, argument),
    );
    return [found.length, ...found];
  });
  if (handles.length > words.length) throw new ArgumentError(operator, "(all)", "has too many tensors");
  writers.count++;
  words.set(handles);
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
  if (!Array.isArray(list))
    throw new ArgumentError("backward", "roots", "must be a tensor or an array of them");
  put("backward", [
    { argument: "roots", tensors: list },
    { argument: "gradients", tensors: options.gradients ?? list.map(() => null), nullable: true },
  ]);
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

/**
 * Gradients of `outputs` with respect to `inputs`, without touching any `.grad`.
 *
 * @throws LibtorchError for an input that takes no part, unless `allowUnused`.
 */
export function grad(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  if (!Array.isArray(outputs)) throw new ArgumentError("grad", "outputs", "must be an array of tensors");
  put("grad", [
    { argument: "outputs", tensors: outputs },
    { argument: "gradOutputs", tensors: options.gradOutputs ?? outputs.map(() => null), nullable: true },
    { argument: "inputs", tensors: inputs },
  ]);
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

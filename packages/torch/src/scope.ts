import { TorchError } from "./errors.js";
import { native, words, writers } from "./native.js";

/**
 * What a scope owns: `Tensor`. A base class, because a class whose interface
 * other files extend loses its symbol members in the type checker.
 */
export abstract class Owned implements Disposable {
  abstract handle: number;
  abstract scope: Scope | null;
  abstract dispose(): void;

  [Symbol.dispose](): void {
    this.dispose();
  }
}

let current: Scope | null = null;

/** The innermost open scope, or null. */
export function currentScope(): Scope | null {
  return current;
}

/**
 * Owns the tensors made while it is the innermost scope and releases them when
 * it closes. Scopes close in the reverse order of opening.
 */
export class Scope implements Disposable {
  readonly parent: Scope | null;
  #owned: Owned[] = [];
  #open = true;

  constructor() {
    this.parent = current;
    current = this;
  }

  /** @internal */
  add(tensor: Owned): void {
    this.#owned.push(tensor);
  }

  /** Hands the tensors found in `value` (also in arrays, maps, sets and plain objects) to the surrounding scope. */
  escape<T>(value: T): T {
    eachOwned(value, (tensor) => {
      if (tensor.scope === this) moveTo(tensor, outerOf(this));
    });
    return value;
  }

  /** @internal Whether `close` is still to come. */
  get isOpen(): boolean {
    return this.#open;
  }

  /**
   * Releases what the scope still owns. Harmless when it already did.
   *
   * @throws TorchError when a scope that was opened later is still open, as
   * happens with scopes around an `await` or a `yield`. The scope is closed all
   * the same, so that nothing after it lands in the wrong one.
   */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    const isInnermost = current === this;
    while (current !== null && !current.#open) current = current.parent;
    writers.count++;
    let count = 0;
    for (const tensor of this.#owned) {
      if (tensor.scope !== this || tensor.handle === 0) continue;
      words[count++] = tensor.handle;
      tensor.handle = 0;
      if (count === words.length) {
        native.releaseMany(count);
        count = 0;
      }
    }
    if (count > 0) native.releaseMany(count);
    this.#owned = [];
    if (!isInnermost) {
      throw new TorchError(
        "scopes close in the reverse order of opening, and an inner one is still open: do not await or yield inside a scope",
      );
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

let releaseOrphan: (tensor: Owned) => void = () => {};

/** @internal Set by `tensor.ts`: what happens to a tensor that no scope owns. */
export function onOrphan(register: (tensor: Owned) => void): void {
  releaseOrphan = register;
}

function moveTo(tensor: Owned, scope: Scope | null): void {
  tensor.scope = scope;
  if (scope === null) releaseOrphan(tensor);
  else scope.add(tensor);
}

/** The nearest scope around one that is still open. */
function outerOf(inner: Scope): Scope | null {
  let outer = inner.parent;
  while (outer !== null && !outer.isOpen) outer = outer.parent;
  return outer;
}

/** Every tensor in `value`, also in arrays, maps, sets and plain objects. */
export function eachOwned(value: unknown, found: (tensor: Owned) => void): void {
  visit(value, new Set(), found);
}

function visit(value: unknown, seen: Set<object>, found: (tensor: Owned) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof Owned) {
    found(value);
    return;
  }
  if (ArrayBuffer.isView(value) || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
    for (const item of value.values()) visit(item, seen, found);
  } else {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      for (const item of Object.values(value)) visit(item, seen, found);
    }
  }
}

/** Refuses results that stand for work yet to come: it would run outside what `name` set up. */
export function requireSynchronous(name: string, result: unknown): void {
  if (typeof result !== "object" || result === null) return;
  if ("then" in result && typeof result.then === "function") {
    // Its rejection is nobody's business any more; the error below is.
    if (result instanceof Promise) result.catch(() => {});
    throw new TorchError(`${name}() got a promise: it takes synchronous work only`);
  }
  if ("next" in result && typeof result.next === "function") {
    throw new TorchError(`${name}() got an iterator: collect its items inside`);
  }
}

/**
 * Runs `body` and releases every tensor it made, on return and on throw, except
 * those in its result (a tensor, or arrays, maps, sets and plain objects of
 * them), which go to the surrounding scope.
 *
 * @throws TorchError when `body` returns a promise or an iterator: tensors made
 * after the first `await` would belong to somebody else's scope. Await first,
 * then open a scope.
 */
export function scope<T>(body: () => T): T {
  const opened = new Scope();
  try {
    const result = body();
    requireSynchronous("scope", result);
    return opened.escape(result);
  } finally {
    closeThrough(opened);
  }
}

/** A scope for the rest of the block: `using s = openScope();`. */
export function openScope(): Scope {
  return new Scope();
}

/** Lifts a tensor out of all scopes: it lives until `dispose()`. */
export function keep<T extends Owned>(tensor: T): T {
  if (tensor.scope !== null) moveTo(tensor, null);
  return tensor;
}

// A body that threw may have left scopes of its own open.
function closeThrough(outer: Scope): void {
  while (outer.isOpen && current !== null && current !== outer) current.close();
  outer.close();
}

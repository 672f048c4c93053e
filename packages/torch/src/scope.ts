import { TorchError } from "./errors.js";
import { native, words } from "./native.js";

/** What a scope owns; `Tensor` implements it. */
export interface Owned {
  handle: number;
  scope: Scope | null;
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

  /** Hands the tensors found in `value` (also in arrays and plain objects) to the surrounding scope. */
  escape<T>(value: T): T {
    visit(value, (tensor) => {
      if (tensor.scope === this) moveTo(tensor, this.parent);
    });
    return value;
  }

  close(): void {
    if (!this.#open) return;
    if (current !== this) {
      throw new TorchError("scopes close in the reverse order of opening: an inner scope is still open");
    }
    this.#open = false;
    current = this.parent;
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

function isOwned(value: object): value is Owned {
  return "handle" in value && "scope" in value;
}

function visit(value: unknown, found: (tensor: Owned) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (isOwned(value)) found(value);
  else if (Array.isArray(value)) for (const item of value) visit(item, found);
  else if (value instanceof Map) for (const item of value.values()) visit(item, found);
  else {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      for (const item of Object.values(value)) visit(item, found);
    }
  }
}

/**
 * Runs `body` and releases every tensor it made, on return and on throw, except
 * those in its result (a tensor, or arrays, maps and plain objects of them),
 * which go to the surrounding scope.
 *
 * @throws TorchError when `body` returns a promise: tensors made after the first
 * `await` would belong to somebody else's scope. Await first, then open a scope.
 */
export function scope<T>(body: () => T): T {
  const opened = new Scope();
  try {
    const result = body();
    if (result instanceof Promise) {
      // Its rejection is nobody's business any more; the error below is.
      result.catch(() => {});
      throw new TorchError("scope() got a promise: open scopes around synchronous work only");
    }
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
  while (current !== null && current !== outer) current.close();
  outer.close();
}

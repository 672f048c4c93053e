/**
 * The base of everything that owns parameters. It knows names, ownership and
 * modes; it does not know what a layer computes.
 */
import { noGrad } from "../autograd.js";
import type { DType, MemoryFormat } from "../dtype.js";
import { ArgumentError } from "../errors.js";
import { keep } from "../scope.js";
import { Tensor } from "../tensor.js";
import { type LoadOptions, loadInto, type StateDictReport } from "./state-dict.js";

type Kind = "parameter" | "buffer";

/** Where a module's tensors go: what is left out stays as it is. */
export interface Placement {
  readonly device?: string;
  /** Applies to floating-point tensors; counters keep their integers. */
  readonly dtype?: DType;
  /** Applies to four-dimensional tensors, such as the weights of convolutions. */
  readonly memoryFormat?: MemoryFormat;
}

/**
 * A part of a network. Its tensors and parts are plain typed fields; the names
 * in the state dict follow from the fields: `numBatchesTracked` of `bn1` in the
 * first of `layers` is `layers.0.bn1.num_batches_tracked`, as PyTorch names it.
 *
 * Register a tensor once, where it is assigned:
 *
 * ```ts
 * class Scale extends Module {
 *   readonly weight = this.parameter(ops.ones([3]));
 *   forward(x: Tensor): Tensor { return x.mul(this.weight); }
 * }
 * ```
 *
 * Registered tensors belong to the module: scopes do not release them, `dispose()` does.
 */
export abstract class Module {
  /** Field names whose part of the path is not their snake_case; `""` adds no part at all. */
  static readonly paths: Readonly<Record<string, string>> = {};

  /** Whether the module behaves as in training: batch statistics in normalisation. */
  training = true;

  readonly #kinds = new Map<Tensor, Kind>();

  /** Takes ownership of a tensor that training changes. */
  protected parameter(tensor: Tensor): Tensor {
    this.#kinds.set(keep(tensor), "parameter");
    return tensor.requiresGrad_();
  }

  /** Takes ownership of a tensor that belongs to the state but that no optimiser changes. */
  protected buffer(tensor: Tensor): Tensor {
    this.#kinds.set(keep(tensor), "buffer");
    return tensor;
  }

  /** This module and all modules below it, with their dotted paths; parents come first. */
  *namedModules(prefix = ""): IterableIterator<[path: string, module: Module]> {
    yield [prefix, this];
    for (const [name, child] of this.#children()) yield* child.namedModules(join(prefix, name));
  }

  /** All modules below and including this one. */
  *modules(): IterableIterator<Module> {
    for (const [, module] of this.namedModules()) yield module;
  }

  /** Parameters by dotted path; a shared parameter appears once, under its first path. */
  namedParameters(): Map<string, Tensor> {
    return new Map(this.#named("parameter", new Set()));
  }

  /** Parameters in the order of their paths. */
  parameters(): Tensor[] {
    return [...this.namedParameters().values()];
  }

  /** Buffers by dotted path. */
  namedBuffers(): Map<string, Tensor> {
    return new Map(this.#named("buffer", new Set()));
  }

  /** The module's own tensors, not copies, by dotted path. */
  stateDict(): Map<string, Tensor> {
    return new Map([...this.#entries()].map(([path, tensor]) => [path, tensor]));
  }

  /**
   * Copies values into the module's tensors, converting dtype and device.
   *
   * With `strict` (the default) nothing is copied unless every name and shape matches. Without it,
   * what matches is copied and the report says what did not.
   *
   * @throws StateDictError when strict and a name is missing or unexpected, or a shape differs.
   */
  loadStateDict(state: ReadonlyMap<string, Tensor>, options: LoadOptions = {}): StateDictReport {
    return loadInto(this.stateDict(), state, options);
  }

  /** Training behaviour, here and below. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Inference behaviour, here and below. */
  eval(): this {
    return this.train(false);
  }

  /** Whether gradients are computed for the parameters here and below: `false` freezes them. */
  requiresGrad_(flag = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad_(flag);
    return this;
  }

  /**
   * Moves and converts the tensors in place: they keep their identity, so an optimiser that holds
   * them stays valid, though state that it already has stays where it was.
   */
  to(placement: Placement): this {
    noGrad(() => {
      for (const tensor of new Set(this.stateDict().values())) move(tensor, placement);
    });
    return this;
  }

  /** Drops the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.setGrad(null);
  }

  /** Releases every parameter and buffer; the module cannot be used afterwards. */
  dispose(): void {
    for (const tensor of new Set(this.stateDict().values())) tensor.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  *#named(kind: Kind, seen: Set<Tensor>): IterableIterator<[string, Tensor]> {
    for (const [path, tensor, found] of this.#entries()) {
      if (found !== kind || seen.has(tensor)) continue;
      seen.add(tensor);
      yield [path, tensor];
    }
  }

  *#entries(prefix = ""): IterableIterator<[path: string, tensor: Tensor, kind: Kind]> {
    for (const [field, value] of Object.entries(this)) {
      if (!(value instanceof Tensor)) continue;
      const kind = this.#kinds.get(value);
      if (kind === undefined) {
        throw new ArgumentError(
          this.constructor.name,
          field,
          "holds a tensor that is neither a parameter nor a buffer: assign it through " +
            "`this.parameter(…)` or `this.buffer(…)`, or keep it in a private #field",
        );
      }
      yield [join(prefix, this.#segment(field)), value, kind];
    }
    for (const [name, child] of this.#children()) yield* child.#entries(join(prefix, name));
  }

  *#children(): IterableIterator<[name: string, module: Module]> {
    for (const [field, value] of Object.entries(this)) {
      if (value instanceof Module) yield [this.#segment(field), value];
      else if (Array.isArray(value)) {
        for (const [index, item] of value.entries())
          if (item instanceof Module) yield [join(this.#segment(field), String(index)), item];
      }
    }
  }

  #segment(field: string): string {
    return (this.constructor as typeof Module).paths[field] ?? snakeCase(field);
  }
}

/** A module that maps one tensor to one tensor. */
export abstract class Layer extends Module {
  abstract forward(x: Tensor): Tensor;
}

function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function join(prefix: string, name: string): string {
  if (prefix === "") return name;
  return name === "" ? prefix : `${prefix}.${name}`;
}

function move(tensor: Tensor, { device, dtype, memoryFormat }: Placement): void {
  const isFloat = /^b?float/.test(tensor.dtype);
  const moved = tensor.to({
    ...(device === undefined ? {} : { device }),
    ...(dtype === undefined || !isFloat ? {} : { dtype }),
    ...(memoryFormat === undefined || tensor.dim !== 4 ? {} : { memoryFormat }),
  });
  if (moved === tensor) return;
  tensor.setData(moved);
  moved.dispose();
}

import { type ArgumentPlan, decodeResults, encodeValues, shown, type Value } from "./codec.js";
import type { DType } from "./dtype.js";
import { ArgumentError, LibtorchError, MissingOperatorError } from "./errors.js";
import { type Guard, guardFor } from "./guards.js";
import { native, words, writers } from "./native.js";
import { Tensor } from "./tensor.js";

export type { Value } from "./codec.js";

/** An operator by its full name, with the argument names that callers pass by position. */
export class Operator {
  /** The native plan; -1 until the first call. */
  plan = -1;
  arguments: readonly ArgumentPlan[] = [];
  /** Position of the argument that an in-place operator writes, -1 for others. */
  written = -1;
  readonly guard: Guard | undefined;

  constructor(
    readonly name: string,
    readonly argumentNames: readonly string[],
    readonly optionNames: readonly string[] = [],
  ) {
    this.guard = guardFor(name, argumentNames);
  }

  /** Asks this libtorch for the operator's schema. */
  prepare(): void {
    let plan: number;
    try {
      plan = native.plan(this.name, this.argumentNames);
    } catch (cause) {
      throw new LibtorchError(this.name, (cause as Error).message);
    }
    if (plan < 0) throw new MissingOperatorError(this.name, native.version());
    this.arguments = this.argumentNames.map((name, index) => {
      const isKnown = words[index * 3]! >= 0;
      const flags = isKnown ? words[index * 3 + 1]! : 0;
      if ((flags & 16) !== 0 && this.written < 0) this.written = index;
      return {
        name,
        kind: words[index * 3]!,
        optional: (flags & 1) !== 0,
        list: (flags & 2) !== 0,
        optionalItem: (flags & 4) !== 0,
        hasDefault: !isKnown || (flags & 8) !== 0,
        fixedLength: words[index * 3 + 2]!,
      };
    });
    this.plan = plan;
  }
}

/** Whether this libtorch has an operator, by its full name such as `aten::_fused_adamw_`. */
export function has(name: string): boolean {
  return native.has(name);
}

/**
 * Calls an operator with one value for each of its argument names: `undefined`
 * takes the schema's default, `null` is None. The generated wrappers are typed
 * fronts of this function; `options` is the object that some of the values came
 * from, whose names are checked.
 *
 * @throws ArgumentError, ReleasedTensorError for values that do not fit the
 * schema (nothing is run), LibtorchError for what libtorch refuses.
 */
export function call(operator: Operator, values: readonly unknown[], options?: object): Value {
  if (operator.plan < 0) operator.prepare();
  if (options !== undefined) checkOptions(operator, options);
  const plans = operator.arguments;
  if (values.length !== plans.length) {
    throw new ArgumentError(operator.name, "(all)", `takes ${plans.length} values, got ${values.length}`);
  }
  const writer = ++writers.count;
  encodeValues(operator, values);
  operator.guard?.(operator.name, operator.argumentNames, values);
  if (writers.count !== writer) {
    throw new ArgumentError(operator.name, "(all)", "ran another operator while their values were read");
  }
  let result: number;
  try {
    result = native.call(operator.plan);
  } catch (cause) {
    throw new LibtorchError(operator.name, (cause as Error).message);
  }
  if (result > 0) return new Tensor(result);
  if (result < 0) return values[-1 - result] as Tensor;
  return decodeResults(operator, values);
}

function checkOptions(operator: Operator, options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw new ArgumentError(operator.name, "options", `must be an object, not ${shown(options)}`);
  }
  for (const key in options) {
    if (!operator.optionNames.includes(key)) {
      const known = operator.optionNames.join(", ");
      throw new ArgumentError(operator.name, key, `is not an option of it; there are ${known}`);
    }
  }
}

const byName = new Map<string, Operator>();

/** @internal Declares an operator of the allowlist; called by the generated file. */
export function declare(
  name: string,
  argumentNames: readonly string[],
  optionNames?: readonly string[],
): Operator {
  const operator = new Operator(name, argumentNames, optionNames);
  byName.set(name, operator);
  return operator;
}

/** Full names of the operators that can be called. */
export function operatorNames(): string[] {
  return [...byName.keys()];
}

/**
 * Calls an operator of the allowlist by its full name, for tools and tests;
 * programs use the typed functions of `ops`.
 *
 * @throws ArgumentError for a name outside the allowlist.
 */
export function callByName(name: string, values: readonly unknown[]): Value {
  const operator = byName.get(name);
  if (operator === undefined)
    throw new ArgumentError(String(name), "name", "is not among the operators that can be called");
  if (!Array.isArray(values)) throw new ArgumentError(operator.name, "(all)", "takes an array of values");
  return call(operator, values);
}

/** An operator's arguments as this libtorch declares them, for tools and tests. */
export function describeOperator(name: string): readonly ArgumentPlan[] {
  const operator = byName.get(name);
  if (operator === undefined)
    throw new ArgumentError(String(name), "name", "is not among the operators that can be called");
  if (operator.plan < 0) operator.prepare();
  return operator.arguments;
}

export type { DType };

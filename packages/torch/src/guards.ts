import { ArgumentError } from "./errors.js";
import type { Tensor } from "./tensor.js";

/**
 * What some kernels of libtorch take for granted and nobody checks: with other
 * values they read or write beyond their memory and take the process down.
 * Everything else that is wrong with a call is libtorch's own to refuse. The
 * cases were found by running every operator on malformed values
 * (`test/malformed`).
 */
export type Guard = (operator: string, names: readonly string[], values: readonly unknown[]) => void;

/** Sizes in pixels and elements beyond this overflow the kernels' 32-bit arithmetic. */
const MOST_PIXELS = 2 ** 24;

const isModest = (size: unknown): boolean =>
  size === undefined ||
  size === null ||
  ((size as number) <= MOST_PIXELS && (size as number) >= -MOST_PIXELS);

function areModest(value: unknown): boolean {
  if (!Array.isArray(value)) return isModest(value);
  for (const item of value) if (!isModest(item)) return false;
  return true;
}

/** Windows and margins, at some positions, are none that an image could have. */
function modestSizes(positions: readonly number[]): Guard {
  return (operator, names, values) => {
    for (const position of positions) {
      const value = values[position];
      if (value === undefined || areModest(value)) continue;
      throw new ArgumentError(
        operator,
        names[position]!,
        `is [${String(value)}]: at most ${MOST_PIXELS} either way`,
      );
    }
  };
}
const WINDOW = new Set(["kernel_size", "stride", "padding", "dilation", "output_padding", "output_size"]);

/** A margin before and after each of the last dimensions, of the sizes that `modestSizes` allows. */
function margins(count: number): Guard {
  return (operator, names, values) => {
    const position = names.indexOf("padding");
    const padding = values[position] as readonly unknown[];
    if (padding.length !== count)
      throw new ArgumentError(operator, "padding", `has ${padding.length} items: it takes ${count}`);
    modestSizes([position])(operator, names, values);
  };
}

/** Statistics and affine parameters of a batch norm have one element a channel. */
const oneEachChannel: Guard = (operator, names, values) => {
  const { shape } = values[0] as Tensor;
  if (shape.length < 2 || shape.includes(0))
    throw new ArgumentError(operator, "input", `has the shape [${shape.join(", ")}]: nothing to normalise`);
  const channels = shape[1]!;
  for (const name of ["weight", "bias", "running_mean", "running_var"]) {
    const given = values[names.indexOf(name)] as Tensor | null | undefined;
    if (given === undefined || given === null || given.numel === channels) continue;
    throw new ArgumentError(operator, name, `has ${given.numel} elements for ${channels} channels`);
  }
};

/** Multi-tensor optimizers walk all lists in step, through memory that they take to be dense. */
const inStep: Guard = (operator, names, values) => {
  const given = (name: string) => values[names.indexOf(name)];
  const mayBeEmpty = new Set([
    ...(given("amsgrad") === true ? [] : ["max_exp_avg_sqs"]),
    ...(given("momentum") === 0 ? ["momentum_buffer_list"] : []),
  ]);
  const parameters = values[0] as readonly Tensor[];
  const facts = parameters.map(({ dtype, device, numel }) => ({ dtype, device, numel }));
  for (const [position, name] of names.entries()) {
    const list = values[position];
    if (!Array.isArray(list) || (list.length === 0 && mayBeEmpty.has(name))) continue;
    if (list.length !== parameters.length)
      throw new ArgumentError(
        operator,
        name,
        `has ${list.length} tensors for ${parameters.length} parameters`,
      );
    for (const [index, tensor] of (list as readonly Tensor[]).entries()) {
      const wanted = facts[index]!;
      const isStep = name === "state_steps";
      const matches = isStep
        ? tensor.numel === 1
        : tensor.numel === wanted.numel && tensor.dtype === wanted.dtype && tensor.device === wanted.device;
      const parameter = parameters[index]!;
      const isDense =
        (tensor.isContiguous() && parameter.isContiguous()) ||
        (tensor.isContiguous("channelsLast") && parameter.isContiguous("channelsLast"));
      if (matches && (isStep || isDense)) continue;
      const asked = isStep
        ? "one number"
        : `${wanted.numel} ${wanted.dtype} on ${wanted.device}, as dense as the parameter`;
      throw new ArgumentError(operator, name, `[${index}] is ${tensor}: it must be ${asked}`);
    }
  }
};

const GUARDS = new Map<string, Guard>([
  ["aten::native_batch_norm", oneEachChannel],
  ["aten::reflection_pad1d", margins(2)],
  ["aten::reflection_pad2d", margins(4)],
  ["aten::reflection_pad3d", margins(6)],
  ["aten::replication_pad2d", margins(4)],
  ["aten::replication_pad3d", margins(6)],
  ["aten::_fused_adamw_", inStep],
  ["aten::_fused_sgd_", inStep],
]);

/** What must hold beyond the schema before an operator may run, if anything. */
export function guardFor(operator: string, argumentNames: readonly string[]): Guard | undefined {
  const own = GUARDS.get(operator);
  if (own !== undefined) return own;
  if (operator === "aten::as_strided") return undefined;
  const positions = [...argumentNames.keys()].filter((position) => WINDOW.has(argumentNames[position]!));
  return positions.length > 0 ? modestSizes(positions) : undefined;
}

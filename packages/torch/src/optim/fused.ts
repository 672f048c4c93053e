/**
 * When libtorch's fused update kernels can serve. One pass over the memory
 * instead of six makes a step about twice as fast as the multi-tensor operators.
 */
import { has } from "../operator.js";
import type { Tensor } from "../tensor.js";

/** Which kernels an optimiser uses. */
export interface KernelOptions {
  /**
   * Use libtorch's fused kernel where it has one. SGD does unless told otherwise; AdamW does when told,
   * because its fused kernel rounds otherwise than the multi-tensor operators, and Adam's division
   * by small moments lets such differences grow.
   */
  readonly fused?: boolean;
}

/**
 * Whether `operator` exists and may be given these tensors: it walks parameters, gradients and state
 * side by side in memory, so all must be of one dtype and device and lie in the same order.
 */
export function canFuse(operator: string, lists: readonly (readonly Tensor[])[]): boolean {
  const [parameters = [], ...others] = lists;
  const first = parameters[0];
  if (first === undefined || !has(operator)) return false;
  const { dtype, device } = first;
  const isOfOneKind = lists.flat().every((tensor) => tensor.dtype === dtype && tensor.device === device);
  return (
    isOfOneKind &&
    parameters.every((parameter, index) => others.every((list) => sameOrder(parameter, list[index])))
  );
}

function sameOrder(a: Tensor, b: Tensor | undefined): boolean {
  if (b === undefined) return false;
  if (a.isContiguous()) return b.isContiguous();
  return a.isContiguous("channelsLast") && b.isContiguous("channelsLast");
}

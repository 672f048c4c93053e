import type { Tensor } from "@cytonet/torch";

/** ‖found − expected‖ / ‖expected‖ over all elements, in double precision. */
export function relativeError(found: Tensor | Iterable<number>, expected: Iterable<number>): number {
  const values = [...(isTensor(found) ? numbers(found) : found)];
  const targets = [...expected];
  if (values.length !== targets.length)
    throw new Error(`${values.length} values cannot be compared with ${targets.length}`);
  let difference = 0;
  let norm = 0;
  for (const [index, target] of targets.entries()) {
    difference += (values[index]! - target) ** 2;
    norm += target ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(norm), 1e-30);
}

/** All elements in row-major order. */
export function numbers(tensor: Tensor): number[] {
  return Array.from(tensor.toTypedArray() as Iterable<number | bigint>, Number);
}

function isTensor(value: Tensor | Iterable<number>): value is Tensor {
  return "shape" in value;
}

import { scope, tensor } from "@cytonet/torch";
import { ImagingError } from "../filters/errors.js";
import { medianFilter } from "../filters/medianFilter.js";
import { type Connectivity, labelComponents } from "../morphology/components.js";

/** What cleaning changed: connected parts, and the samples that they hold. */
export interface Cleaned {
  readonly parts: number;
  readonly samples: number;
}

/**
 * Replaces defects of a stack of class maps, in place (§3.2): the median of `size` neighbours along the stack, its
 * difference from the stack, and, where that has connected parts of at least `leastSamples`, the median instead.
 *
 * @param stack classes, plane by plane in the order of the stack
 * @param shape [planes, rows, columns]
 * @param size odd number of planes; 3 in the paper
 * @throws ImagingError where stack and shape do not fit
 */
export function replaceDefects(
  stack: Uint8Array<ArrayBuffer>,
  shape: readonly [number, number, number],
  size: number,
  leastSamples: number,
): Cleaned {
  if (shape[0] * shape[1] * shape[2] !== stack.length) {
    throw new ImagingError("shape", `${shape.join(" × ")} does not fit ${stack.length} samples`);
  }
  const median = scope(
    () => medianFilter(tensor(stack, { shape }), size, [0]).toTypedArray() as Uint8Array<ArrayBuffer>,
  );
  const differs = stack.map((value, i) => (value === median[i] ? 0 : 1));
  const { labels, sizes } = labelComponents(differs, shape);
  const large = sizes.map((count, label) => (label > 0 && count >= leastSamples ? 1 : 0));
  let samples = 0;
  for (let i = 0; i < stack.length; i++) {
    if (large[labels[i]!] !== 1) continue;
    stack[i] = median[i]!;
    samples += 1;
  }
  return { parts: large.reduce((a, b) => a + b, 0), samples };
}

/**
 * Removes detached tissue, in place (§3.2): connected parts smaller than a share of the largest become 0.
 *
 * @param volume 0 outside, any other class inside
 * @param shape [planes, rows, columns]
 * @param leastShare 0.01 in the paper
 */
export function removeDetached(
  volume: Uint8Array,
  shape: readonly number[],
  leastShare: number,
  connectivity: Connectivity = "faces",
): Cleaned {
  const { labels, sizes } = labelComponents(volume, shape, connectivity);
  const largest = sizes.subarray(1).reduce((a, b) => Math.max(a, b), 0);
  const small = sizes.map((size, label) => (label > 0 && size < leastShare * largest ? 1 : 0));
  let samples = 0;
  for (let i = 0; i < volume.length; i++) {
    if (small[labels[i]!] !== 1) continue;
    volume[i] = 0;
    samples += 1;
  }
  return { parts: small.reduce((a, b) => a + b, 0), samples };
}

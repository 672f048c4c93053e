import { type Connectivity, labelComponents } from "./components.js";

/**
 * Removes connected parts of fewer than `least` samples, as `skimage.morphology.remove_small_objects`.
 *
 * @param mask non-zero inside, the last axis fastest
 * @param shape [rows, columns] or [planes, rows, columns]
 * @returns 1 inside, 0 outside
 */
export function removeSmallObjects(
  mask: Uint8Array,
  shape: readonly number[],
  least: number,
  connectivity: Connectivity = "faces",
): Uint8Array<ArrayBuffer> {
  const { labels, sizes } = labelComponents(mask, shape, connectivity);
  const kept = sizes.map((size, label) => (label > 0 && size >= least ? 1 : 0));
  return Uint8Array.from(labels, (label) => kept[label]!);
}

/**
 * Fills connected holes of fewer than `least` samples, as `skimage.morphology.remove_small_holes`. What touches the
 * image's border counts as a hole too.
 *
 * @param connectivity of the holes
 */
export function fillSmallHoles(
  mask: Uint8Array,
  shape: readonly number[],
  least: number,
  connectivity: Connectivity = "faces",
): Uint8Array<ArrayBuffer> {
  const outside = Uint8Array.from(mask, (value) => (value === 0 ? 1 : 0));
  return removeSmallObjects(outside, shape, least, connectivity).map((open) => 1 - open);
}

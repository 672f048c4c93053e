import { ops, type Tensor, tensor } from "@cytonet/torch";
import { ImagingError } from "./errors.js";

/** The two axes of an image, rows and columns, whatever stands before them. */
export const imageDims: readonly number[] = [-2, -1];

/** The three axes of a volume. */
export const volumeDims: readonly number[] = [-3, -2, -1];

/** @returns the axis counted from the front. @throws ImagingError where the tensor has no such axis. */
export function axisOf(x: Tensor, dim: number): number {
  const axis = dim < 0 ? x.dim + dim : dim;
  if (Number.isInteger(dim) && axis >= 0 && axis < x.dim) return axis;
  throw new ImagingError("dims", `${dim} is no axis of a tensor of ${x.shape.join(" × ")}`);
}

/** @throws ImagingError for a window that has no middle. */
export function checkWindow(size: number): void {
  if (Number.isInteger(size) && size >= 1 && size % 2 === 1) return;
  throw new ImagingError("size", `must be an odd number of samples, at least 1, got ${size}`);
}

/**
 * Extends an axis by its mirror image with the edge sample repeated, `d c b a | a b c d | d c b a`: what SciPy calls
 * `reflect` and NumPy `symmetric`.
 *
 * @param radius samples added on either side; may exceed the axis
 */
export function reflectEdges(x: Tensor, dim: number, radius: number): Tensor {
  const axis = axisOf(x, dim);
  const length = x.shape[axis]!;
  if (radius === 0) return x;
  if (radius > length) {
    const index = Array.from({ length: length + 2 * radius }, (_, i) =>
      mirrored(i - radius, length, "repeated"),
    );
    return x.indexSelect(axis, indices(index, x.device));
  }
  const before = x.narrow(axis, 0, radius).flip([axis]);
  const after = x.narrow(axis, length - radius, radius).flip([axis]);
  return ops.cat([before, x, after], { dim: axis });
}

/**
 * The sample of an axis that a place beyond its ends mirrors.
 *
 * @param edge whether the mirror repeats the edge sample, or lies in its middle
 */
export function mirrored(place: number, length: number, edge: "repeated" | "single"): number {
  if (length === 1) return 0;
  const period = edge === "repeated" ? 2 * length : 2 * length - 2;
  const at = ((place % period) + period) % period;
  if (at < length) return at;
  return edge === "repeated" ? period - 1 - at : period - at;
}

/** Indices as a tensor on a device. */
export function indices(values: readonly number[], device: string): Tensor {
  return tensor(
    BigInt64Array.from(values, (value) => BigInt(value)),
    { device },
  );
}

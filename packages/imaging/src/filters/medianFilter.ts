import { noGrad, ops, scope, type Tensor } from "@cytonet/torch";
import { axisOf, checkWindow, imageDims, reflectEdges } from "./windows.js";

/**
 * The median of a window around every sample, as `scipy.ndimage.median_filter` (borders `reflect`); equal to it bit for
 * bit. Give {@link volumeDims} for volumes, or one axis, as §3.2 smooths from posterior to anterior.
 *
 * Works on sizeᵈ copies of the input; of three samples the median comes from comparisons alone.
 *
 * @param x any shape and numeric type
 * @param size odd side of the window, samples
 * @param dims axes along which the window extends; default rows and columns
 * @throws ImagingError for an even size or an axis that does not exist
 */
export function medianFilter(x: Tensor, size: number, dims: readonly number[] = imageDims): Tensor {
  checkWindow(size);
  const axes = dims.map((dim) => axisOf(x, dim));
  return noGrad(() =>
    scope(() => {
      if (size === 1 || axes.length === 0) return x.clone();
      const padded = axes.reduce((from, axis) => reflectEdges(from, axis, (size - 1) / 2), x);
      let shifted: Tensor[] = [padded];
      for (const axis of axes) {
        const length = x.shape[axis]!;
        shifted = shifted.flatMap((part) =>
          Array.from({ length: size }, (_, i) => part.narrow(axis, i, length)),
        );
      }
      if (shifted.length === 3) {
        const [a, b, c] = shifted as [Tensor, Tensor, Tensor];
        return a.minimum(b).maximum(a.maximum(b).minimum(c));
      }
      return ops.stack(shifted, { dim: -1 }).medianDim(-1)[0];
    }),
  );
}

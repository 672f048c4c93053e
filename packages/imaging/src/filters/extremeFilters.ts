import { noGrad, scope, type Tensor } from "@cytonet/torch";
import { axisOf, checkWindow, imageDims, reflectEdges } from "./windows.js";

/**
 * The least value in a window around every sample, as `scipy.ndimage.minimum_filter`; equal to it bit for bit.
 *
 * @param x any shape and numeric type
 * @param size odd side of the window, samples
 * @param dims axes along which the window extends; default rows and columns
 * @throws ImagingError for an even size or an axis that does not exist
 */
export function minimumFilter(x: Tensor, size: number, dims: readonly number[] = imageDims): Tensor {
  return extremeFilter(x, size, dims, (a, b) => a.minimum(b));
}

/** The greatest value in a window around every sample; otherwise as {@link minimumFilter}. */
export function maximumFilter(x: Tensor, size: number, dims: readonly number[] = imageDims): Tensor {
  return extremeFilter(x, size, dims, (a, b) => a.maximum(b));
}

/** One axis after the other; windows are doubled, so that a window of n takes log₂ n + 1 comparisons. */
function extremeFilter(
  x: Tensor,
  size: number,
  dims: readonly number[],
  pick: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  checkWindow(size);
  return noGrad(() =>
    scope(() => {
      let result = x.clone();
      for (const dim of dims) {
        const axis = axisOf(x, dim);
        let window = 1;
        let picked = reflectEdges(result, axis, (size - 1) / 2);
        while (2 * window <= size) {
          const length = picked.shape[axis]! - window;
          picked = pick(picked.narrow(axis, 0, length), picked.narrow(axis, window, length));
          window *= 2;
        }
        const length = x.shape[axis]!;
        result =
          window === size
            ? picked
            : pick(picked.narrow(axis, 0, length), picked.narrow(axis, size - window, length));
      }
      return result;
    }),
  );
}

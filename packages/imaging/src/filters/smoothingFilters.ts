import { noGrad, scope, type Tensor } from "@cytonet/torch";
import { ImagingError } from "./errors.js";
import { axisOf, checkWindow, imageDims, reflectEdges } from "./windows.js";

/**
 * The mean of a window around every sample, as `scipy.ndimage.uniform_filter` (borders `reflect`); sums are taken in
 * the tensor's own type, so float32 differs from SciPy's float64 by about 1e-7 of the range.
 *
 * @param x floats of any shape
 * @param size odd side of the window, samples
 * @param dims axes along which the window extends; default rows and columns
 * @throws ImagingError for an even size, an axis that does not exist, or integers
 */
export function meanFilter(x: Tensor, size: number, dims: readonly number[] = imageDims): Tensor {
  checkWindow(size);
  return convolveAxes(x, new Array<number>(size).fill(1 / size), dims);
}

/**
 * Gaussian smoothing, as `scipy.ndimage.gaussian_filter` (borders `reflect`): a sampled Gaussian that sums to 1, cut
 * off at `truncate` standard deviations.
 *
 * @param x floats of any shape
 * @param sigma standard deviation, samples
 * @param dims axes that are smoothed; default rows and columns
 * @throws ImagingError for a negative σ, an axis that does not exist, or integers
 */
export function gaussianFilter(
  x: Tensor,
  sigma: number,
  dims: readonly number[] = imageDims,
  truncate = 4,
): Tensor {
  if (!(sigma >= 0 && Number.isFinite(sigma)))
    throw new ImagingError("sigma", `must be 0 or above, got ${sigma}`);
  const radius = Math.floor(truncate * sigma + 0.5);
  const taps = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    sigma === 0 ? 1 : Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  );
  const total = taps.reduce((a, b) => a + b, 0);
  return convolveAxes(
    x,
    taps.map((tap) => tap / total),
    dims,
  );
}

/** Convolves every axis with one symmetric kernel; shifted sums vectorise better than a convolution of one channel. */
function convolveAxes(x: Tensor, taps: readonly number[], dims: readonly number[]): Tensor {
  if (x.dtype !== "float32" && x.dtype !== "float64") {
    throw new ImagingError("x", `must be float32 or float64, got ${x.dtype}`);
  }
  const radius = (taps.length - 1) / 2;
  return noGrad(() =>
    scope(() => {
      let result = x.clone();
      for (const dim of dims) {
        const axis = axisOf(x, dim);
        const length = x.shape[axis]!;
        const padded = reflectEdges(result, axis, radius);
        const sum = padded.narrow(axis, radius, length).mulScalar(taps[radius]!);
        for (let i = 0; i < radius; i++) {
          const pair = padded.narrow(axis, i, length).add(padded.narrow(axis, 2 * radius - i, length));
          sum.add_(pair, { alpha: taps[i]! });
        }
        result = sum;
      }
      return result;
    }),
  );
}

import { noGrad, scope, type Tensor } from "@cytonet/torch";
import { equalizeAdapthist } from "../filters/equalizeAdapthist.js";
import { maximumFilter, minimumFilter } from "../filters/extremeFilters.js";
import { gaussianFilter, meanFilter } from "../filters/smoothingFilters.js";
import type { TissueSettings } from "./tissueSettings.js";

/**
 * The contrast enhancement of §3.2, step for step: minimum, maximum and mean filter, CLAHE, Gaussian, and the three
 * filters again.
 *
 * It is for images in which tissue is bright: then the minimum and maximum remove what is smaller than the window and
 * leave gaps between banks of a sulcus open, which on dark tissue they would close.
 *
 * @param x B × H × W float32 in [0, 1], bright where there is much stain
 * @returns the same shape, in [0, 1]
 */
export function enhanceContrast(
  x: Tensor,
  settings: Pick<TissueSettings, "filterPx" | "claheKernelPx" | "claheClipLimit" | "gaussianSigmaPx">,
): Tensor {
  const { filterPx, claheKernelPx, claheClipLimit, gaussianSigmaPx } = settings;
  const round = (image: Tensor) =>
    meanFilter(maximumFilter(minimumFilter(image, filterPx), filterPx), filterPx);
  return noGrad(() =>
    scope(() => {
      const equalized = equalizeAdapthist(round(x), { kernelPx: claheKernelPx, clipLimit: claheClipLimit });
      return round(gaussianFilter(equalized, gaussianSigmaPx));
    }),
  );
}

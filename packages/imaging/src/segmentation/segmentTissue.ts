import { noGrad, scope, type Tensor, tensor } from "@cytonet/torch";
import { ImagingError } from "../filters/errors.js";
import { maximumFilter, minimumFilter } from "../filters/extremeFilters.js";
import { fillSmallHoles, removeSmallObjects } from "../morphology/smallParts.js";
import { morphologicalChanVese } from "./chanVese.js";
import { withEnclosed } from "./enclosedTissue.js";
import { enhanceContrast } from "./enhanceContrast.js";
import { findTissue, type TissueFound } from "./findTissue.js";
import { histogramOf } from "./histogram.js";
import { otsuThreshold } from "./otsu.js";
import { SegmentationRefusal } from "./refusal.js";
import type { TissueSettings } from "./tissueSettings.js";

/** What a pixel of a segmented section is. */
export const TissueClass = { background: 0, grey: 1, white: 2 } as const;

/** A section divided into grey matter, white matter and slide. */
export interface SegmentedTissue extends Omit<TissueFound, "tissue" | "stained"> {
  /** H × W values of {@link TissueClass}, row by row. */
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly heightPx: number;
  readonly widthPx: number;
  /** Share of the variance within tissue that lies between grey and white matter at the start of the contours. */
  readonly separability: number;
}

/**
 * Divides a section's image into grey matter, white matter and slide (§3.2): contrast enhancement, the slide by the
 * valley of the histogram, active contours without edges inside the tissue, and morphological cleaning.
 *
 * Grey matter, which holds more cell bodies, is the brighter class. The contours start from the Otsu threshold of the
 * tissue; beyond the tissue they count as grey, since what borders on the slide is cortex.
 *
 * @param image H × W float32 in [0, 1] of square pixels, bright where there is much stain; on any device
 * @throws ImagingError for another shape; SegmentationRefusal for a blank or a full slide, and for tissue in small pieces only
 */
export function segmentTissue(image: Tensor, settings: TissueSettings): SegmentedTissue {
  if (image.dim !== 2) throw new ImagingError("image", `must be H × W, got ${image.shape.join(" × ")}`);
  const [heightPx, widthPx] = image.shape as [number, number];
  return noGrad(() =>
    scope(() => {
      const enhanced = enhanceContrast(image.unsqueeze(0), settings).squeezeDim(0);
      const { tissue, stained, ...found } = findTissue(image, enhanced, settings.background);
      const clean = cleanTissue(tissue, stained, settings);
      if (clean.sum({ dtype: "int64" }).item() === 0) {
        const { minTissueMm2 } = settings.cleaning;
        const message = "no piece of tissue is as large as cleaning.minTissueMm2";
        throw new SegmentationRefusal("small-tissue", message, { minTissueMm2 });
      }
      const { separability, threshold } = otsuThreshold(histogramOf(enhanced, 256, clean));
      const { iterations, smoothing, lambdaGrey, lambdaWhite } = settings.contours;
      const grey = morphologicalChanVese(enhanced, {
        iterations,
        smoothing,
        lambda1: lambdaGrey,
        lambda2: lambdaWhite,
        init: enhanced.gtScalar(threshold).to({ dtype: "uint8" }),
        within: clean,
        beyond: "inside",
      });
      const labels = cleanClasses(clean, grey, settings);
      return { ...found, labels, heightPx, widthPx, separability };
    }),
  );
}

/** Drops small pieces, fills small holes and, with `sulci`, what tissue encloses and the image as scanned shows stained. */
function cleanTissue(
  tissue: Tensor,
  stained: Tensor,
  { cleaning, pixelSizeUm, background }: TissueSettings,
): Tensor {
  const shape = tissue.shape as [number, number];
  const perMm2 = (1000 / pixelSizeUm) ** 2;
  const mask = tissue.toTypedArray() as Uint8Array;
  const whole = removeSmallObjects(mask, shape, Math.ceil(cleaning.minTissueMm2 * perMm2));
  const full = background.sulci ? withEnclosed(whole, stained.toTypedArray() as Uint8Array, shape) : whole;
  const filled = fillSmallHoles(full, shape, Math.ceil(cleaning.minHoleMm2 * perMm2), "corners");
  return tensor(filled, { shape, device: tissue.device });
}

/** Grey and white matter as classes, without islands and without the pale rim that layer I makes. */
function cleanClasses(
  tissue: Tensor,
  grey: Tensor,
  { cleaning, pixelSizeUm }: TissueSettings,
): Uint8Array<ArrayBuffer> {
  const shape = tissue.shape;
  const island = Math.ceil(cleaning.minIslandMm2 * (1000 / pixelSizeUm) ** 2);
  const white = tissue.bitwiseAnd(grey.eqScalar(0).to({ dtype: "uint8" }));
  const rimless = withoutRim(white, tissue, Math.round((cleaning.rimMm * 1000) / pixelSizeUm));
  const whole = removeSmallObjects(rimless.toTypedArray() as Uint8Array, shape, island);
  const inside = tissue.toTypedArray() as Uint8Array;
  // Islands of grey are holes of white matter that hold no slide.
  const greyParts = removeSmallObjects(
    Uint8Array.from(inside, (value, i) => (value === 1 && whole[i] === 0 ? 1 : 0)),
    shape,
    island,
  );
  const { grey: greyClass, white: whiteClass, background } = TissueClass;
  return Uint8Array.from(inside, (value, i) =>
    value === 0 ? background : greyParts[i] === 1 ? greyClass : whiteClass,
  );
}

/** Removes white matter near the slide that an opening of the same width removes. */
function withoutRim(white: Tensor, tissue: Tensor, rimPx: number): Tensor {
  if (rimPx < 1) return white;
  const window = 2 * rimPx + 1;
  const opening = 2 * Math.max(1, Math.floor(rimPx / 2)) + 1;
  const thick = maximumFilter(minimumFilter(white, opening), opening);
  const deep = minimumFilter(tissue, window);
  return white.bitwiseAnd(thick.bitwiseOr(deep));
}

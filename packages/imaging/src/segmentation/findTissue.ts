import { ops, scope, type Tensor } from "@cytonet/torch";
import { meanFilter } from "../filters/smoothingFilters.js";
import { binCentre, histogramOf } from "./histogram.js";
import { otsuThreshold } from "./otsu.js";
import { SegmentationRefusal } from "./refusal.js";
import type { TissueSettings } from "./tissueSettings.js";
import { histogramValleys } from "./valley.js";

/** Where the slide ends and tissue begins. */
export interface TissueFound {
  /** H × W uint8: 1 where there is tissue. */
  readonly tissue: Tensor;
  /** H × W uint8: 1 where the image as scanned is nearer to pale tissue than to the slide. */
  readonly stained: Tensor;
  /** The valley of the enhanced image's histogram that was used, and the Otsu threshold that it was nearest to. */
  readonly threshold: number;
  readonly otsu: number;
  /** How many valleys below that one the slide ends, because what lies between stands out from it; negative above. */
  readonly valleysBelowOtsu: number;
  /** Medians of the image as scanned, 0 to 1. */
  readonly slideGrey: number;
  readonly tissueGrey: number;
  /** Median difference of a pixel from its surroundings, slide over tissue: bare glass is smooth. */
  readonly slideRoughness: number;
}

/** Populations between two valleys smaller than this share of what is stained most are edges of larger ones. */
const leastPopulation = 0.03;
/** The palest part of the tissue that still counts when gaps are opened. */
const paleShare = 0.2;

/**
 * Tells tissue from the slide by the valley of the enhanced image's histogram nearest the Otsu threshold (§3.2).
 *
 * The Otsu threshold may fall between grey and white matter, where white matter is nearly as pale as the slide. What
 * lies between two valleys and stands out from the slide at the image's border is tissue, so the next valley down is
 * taken, or the next one up over what does not. With `sulci` a pixel must also be nearer to pale tissue than to the slide in the image as scanned, which keeps
 * gaps open that the filters have blurred.
 *
 * @param image H × W float32 as scanned, bright tissue
 * @param enhanced the same after `enhanceContrast`
 * @throws SegmentationRefusal for an image without tissue, without slide, or without a valley between them
 */
export function findTissue(
  image: Tensor,
  enhanced: Tensor,
  settings: TissueSettings["background"],
): TissueFound {
  return scope(() => {
    const histogram = histogramOf(enhanced, 256);
    const otsu = otsuThreshold(histogram).threshold;
    const valleys = histogramValleys(histogram, settings.medianBins, settings.meanBins).map((bin) =>
      binCentre(histogram, bin),
    );
    if (valleys.length === 0) {
      throw new SegmentationRefusal("no-valley", "its histogram has no valley between slide and tissue", {
        otsu,
      });
    }
    const distance = (value: number) => Math.abs(value - otsu);
    const nearest = valleys.reduce(
      (best, value, i) => (distance(value) < distance(valleys[best]!) ? i : best),
      0,
    );
    const border = medianOf(ops.cat(frameOf(image)));
    const chosen = slidesEnd(image, enhanced, valleys, nearest, border + settings.minContrast);
    const threshold = valleys[chosen]!;
    const coarse = enhanced.gtScalar(threshold);
    const slide = coarse.logicalNot();
    const slideGrey = medianOf(image.maskedSelect(slide));
    const inside = image.maskedSelect(coarse);
    const tissueGrey = medianOf(inside);
    const slideRoughness = refuseUntrusted(image, slide, coarse, tissueGrey - slideGrey, settings);
    const pale = inside.kthvalue(Math.max(1, Math.ceil(paleShare * inside.numel)))[0].item();
    const nearTissue = image.gtScalar((slideGrey + pale) / 2);
    const tissue = (settings.sulci ? coarse.bitwiseAnd(nearTissue) : coarse).to({ dtype: "uint8" });
    const stained = nearTissue.to({ dtype: "uint8" });
    const valleysBelowOtsu = nearest - chosen;
    return { tissue, stained, threshold, otsu, valleysBelowOtsu, slideGrey, tissueGrey, slideRoughness };
  });
}

/**
 * The valley between what stands out from the slide, whose grey as scanned is `stained` or more, and what does not:
 * from `nearest` up over populations that are slide, else down over populations that are tissue.
 */
function slidesEnd(
  image: Tensor,
  enhanced: Tensor,
  valleys: readonly number[],
  nearest: number,
  stained: number,
): number {
  const least = leastPopulation * enhanced.gtScalar(valleys[nearest]!).sum().item();
  /** Whether what lies between two valleys is tissue; undefined where too little lies there. */
  const isTissue = (low: number, high: number): boolean | undefined => {
    const between = enhanced.gtScalar(valleys[low]!).bitwiseAnd(enhanced.leScalar(valleys[high]!));
    const greys = image.maskedSelect(between);
    return greys.numel < least ? undefined : medianOf(greys) >= stained;
  };
  let chosen = nearest;
  for (let i = nearest; i + 1 < valleys.length; i++) {
    const tissue = isTissue(i, i + 1);
    if (tissue === true) break;
    if (tissue === false) chosen = i + 1;
  }
  if (chosen !== nearest) return chosen;
  for (let i = nearest; i > 0; i--) {
    const tissue = isTissue(i - 1, i);
    if (tissue === false) break;
    if (tissue === true) chosen = i - 1;
  }
  return chosen;
}

function medianOf(values: Tensor): number {
  return values.numel === 0 ? 0 : values.median().item();
}

/** The lines of pixels along the four sides. */
function frameOf(image: Tensor): Tensor[] {
  const [height, width] = image.shape as [number, number];
  return [image.select(0, 0), image.select(0, height - 1), image.select(1, 0), image.select(1, width - 1)];
}

/** @returns the slide's roughness. @throws SegmentationRefusal where what was called slide does not look like one. */
function refuseUntrusted(
  image: Tensor,
  slide: Tensor,
  tissue: Tensor,
  contrast: number,
  settings: TissueSettings["background"],
): number {
  if (!(contrast >= settings.minContrast)) {
    throw new SegmentationRefusal("blank", "no tissue stands out from the slide", { contrast });
  }
  const shareOf = (mask: Tensor) => mask.to({ dtype: "float32" }).mean().item();
  const slideShare = shareOf(slide);
  const slideShareOfBorder = shareOf(ops.cat(frameOf(slide)));
  if (slideShare < settings.minShare || slideShareOfBorder < settings.minBorderShare) {
    const measured = { slideShare, slideShareOfBorder };
    throw new SegmentationRefusal(
      "no-slide",
      "tissue reaches the image's border nearly everywhere",
      measured,
    );
  }
  const rough = image.sub(meanFilter(image, 5)).abs_();
  const slideRoughness = medianOf(rough.maskedSelect(slide)) / medianOf(rough.maskedSelect(tissue));
  if (slideRoughness > settings.maxRoughness) {
    throw new SegmentationRefusal("uneven-slide", "what would be the slide is as grainy as tissue", {
      slideRoughness,
    });
  }
  return slideRoughness;
}

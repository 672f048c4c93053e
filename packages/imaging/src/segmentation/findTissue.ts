import { scope, type Tensor } from "@cytonet/torch";
import { histogramOf } from "./histogram.js";
import { otsuThreshold } from "./otsu.js";
import { SegmentationRefusal } from "./refusal.js";
import type { TissueSettings } from "./tissueSettings.js";
import { histogramValleys, valleyNearest } from "./valley.js";

/** Where the slide ends and tissue begins. */
export interface TissueFound {
  /** H × W uint8: 1 where there is tissue. */
  readonly tissue: Tensor;
  /** The valley of the enhanced image's histogram that was used, and the Otsu threshold that chose it. */
  readonly threshold: number;
  readonly otsu: number;
  readonly valleys: number;
  /** Medians of the image as scanned, 0 to 1. */
  readonly slideGrey: number;
  readonly tissueGrey: number;
}

/**
 * Tells tissue from the slide by the valley of the enhanced image's histogram nearest the Otsu threshold (§3.2). With
 * `sulci` a pixel must also be nearer to tissue than to the slide in the image as scanned, which keeps gaps open that
 * the filters have blurred.
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
    const valleys = histogramValleys(histogram, settings.medianBins, settings.meanBins);
    const threshold = valleyNearest(histogram, valleys, otsu);
    if (threshold === undefined) {
      throw new SegmentationRefusal("no-valley", "its histogram has no valley between slide and tissue", {
        otsu,
      });
    }
    const coarse = enhanced.gtScalar(threshold);
    const slide = coarse.logicalNot();
    const slideGrey = medianOf(image, slide);
    const tissueGrey = medianOf(image, coarse);
    refuseUntrusted(image, slide, { slideGrey, tissueGrey }, settings);
    const middle = (slideGrey + tissueGrey) / 2;
    const tissue = settings.sulci ? coarse.bitwiseAnd(image.gtScalar(middle)) : coarse;
    return {
      tissue: tissue.to({ dtype: "uint8" }),
      threshold,
      otsu,
      valleys: valleys.length,
      slideGrey,
      tissueGrey,
    };
  });
}

function medianOf(image: Tensor, within: Tensor): number {
  return image.maskedSelect(within).median().item();
}

/** @throws SegmentationRefusal where what was called slide does not look like one. */
function refuseUntrusted(
  image: Tensor,
  slide: Tensor,
  { slideGrey, tissueGrey }: { slideGrey: number; tissueGrey: number },
  settings: TissueSettings["background"],
): void {
  const contrast = tissueGrey - slideGrey;
  if (!(contrast >= settings.minContrast)) {
    throw new SegmentationRefusal("blank", "no tissue stands out from the slide", { contrast });
  }
  const share = slide.to({ dtype: "float32" }).mean().item();
  const [height, width] = slide.shape as [number, number];
  const frame = [
    slide.select(0, 0),
    slide.select(0, height - 1),
    slide.select(1, 0),
    slide.select(1, width - 1),
  ];
  const border = frame.reduce((sum, line) => sum + line.sum().item(), 0) / (2 * (height + width));
  if (share < settings.minShare || border < settings.minBorderShare) {
    throw new SegmentationRefusal("no-slide", "tissue reaches the image's border nearly everywhere", {
      slideShare: share,
      slideShareOfBorder: border,
    });
  }
  const values = image.maskedSelect(slide);
  const spread = values.subScalar(slideGrey).abs().median().item() / contrast;
  if (spread > settings.maxSpread) {
    throw new SegmentationRefusal("uneven-slide", "what would be the slide is as uneven as tissue", {
      spread,
    });
  }
}

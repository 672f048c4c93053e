import type { PixelWindow } from "../histology/canvas.js";
import { type SectionFields, Tissue } from "../sectionFields.js";
import type { SectionPlacement } from "../sections/placement.js";
import { forEachInside } from "./windowSamples.js";

/**
 * What each pixel of a window truly is, at its centre: values of {@link Tissue}, row by row. Tears and folds of the
 * slide are not in it.
 *
 * @param window in pixels of `pixelUm` from the image's top-left corner
 */
export function tissueTruth(
  fields: SectionFields,
  placement: SectionPlacement,
  window: PixelWindow,
  pixelUm: number,
): Uint8Array<ArrayBuffer> {
  const tissue = new Uint8Array(window.widthPx * window.heightPx).fill(Tissue.background);
  forEachInside(fields, placement, window, pixelUm, (at, depth) => {
    tissue[at] = depth < 1 ? Tissue.grey : Tissue.white;
  });
  return tissue;
}

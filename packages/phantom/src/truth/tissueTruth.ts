import type { PixelWindow } from "../histology/canvas.js";
import { type SectionFields, Tissue } from "../sectionFields.js";
import { imageToPlane, type SectionPlacement } from "../sections/placement.js";

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
  const map = imageToPlane(placement);
  const { xPx, yPx, widthPx, heightPx } = window;
  const { width, height, stepMm, pialMm, depth } = fields;
  const tissue = new Uint8Array(widthPx * heightPx).fill(Tissue.background);
  for (let row = 0, at = 0; row < heightPx; row++) {
    const v = (yPx + row + 0.5) * pixelUm;
    for (let column = 0; column < widthPx; column++, at++) {
      const u = (xPx + column + 0.5) * pixelUm;
      const i = (map.a * u + map.b * v + map.c - fields.originXMm) / stepMm;
      const j = (fields.originZMm - (map.d * u + map.e * v + map.f)) / stepMm;
      const [i0, j0] = [Math.floor(i), Math.floor(j)];
      if (i0 < 0 || j0 < 0 || i0 >= width - 1 || j0 >= height - 1) continue;
      const sample = j0 * width + i0;
      const mix = (values: Float32Array): number => {
        const top = values[sample]! + (values[sample + 1]! - values[sample]!) * (i - i0);
        const left = values[sample + width]!;
        const bottom = left + (values[sample + width + 1]! - left) * (i - i0);
        return top + (bottom - top) * (j - j0);
      };
      if (mix(pialMm) <= 0) continue;
      tissue[at] = mix(depth) < 1 ? Tissue.grey : Tissue.white;
    }
  }
  return tissue;
}

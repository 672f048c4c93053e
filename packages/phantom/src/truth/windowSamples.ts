import type { PixelWindow } from "../histology/canvas.js";
import type { SectionFields } from "../sectionFields.js";
import { imageToPlane, type SectionPlacement } from "../sections/placement.js";

/**
 * Calls `visit` for every pixel of a window whose centre lies in tissue.
 *
 * @param window in pixels of `pixelUm` from the image's top-left corner
 * @param visit is given the pixel's number in the window row by row, its depth (below 1 in the cortex) and the number of
 * the nearest sample of the fields
 */
export function forEachInside(
  fields: SectionFields,
  placement: SectionPlacement,
  window: PixelWindow,
  pixelUm: number,
  visit: (at: number, depth: number, nearest: number) => void,
): void {
  const map = imageToPlane(placement);
  const { xPx, yPx, widthPx, heightPx } = window;
  const { width, height, stepMm, pialMm, depth } = fields;
  for (let row = 0, at = 0; row < heightPx; row++) {
    const v = (yPx + row + 0.5) * pixelUm;
    for (let column = 0; column < widthPx; column++, at++) {
      const u = (xPx + column + 0.5) * pixelUm;
      const i = (map.a * u + map.b * v + map.c - fields.originXMm) / stepMm;
      const j = (fields.originZMm - (map.d * u + map.e * v + map.f)) / stepMm;
      const [i0, j0] = [Math.floor(i), Math.floor(j)];
      if (i0 < 0 || j0 < 0 || i0 >= width - 1 || j0 >= height - 1) continue;
      const sample = j0 * width + i0;
      const [fx, fy] = [i - i0, j - j0];
      const mix = (values: Float32Array): number => {
        const top = values[sample]! + (values[sample + 1]! - values[sample]!) * fx;
        const left = values[sample + width]!;
        const bottom = left + (values[sample + width + 1]! - left) * fx;
        return top + (bottom - top) * fy;
      };
      if (mix(pialMm) <= 0) continue;
      visit(at, mix(depth), sample + (fx < 0.5 ? 0 : 1) + (fy < 0.5 ? 0 : width));
    }
  }
}

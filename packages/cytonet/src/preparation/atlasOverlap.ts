import type { CcfAtlas } from "./ccfAtlas.js";
import type { TissueMask } from "./tissue.js";

/** Reference millimetres of a position in µm from the image's top-left corner. */
export type ToReference = (xUm: number, yUm: number) => readonly [number, number, number];

/**
 * Dice coefficient, 0 to 1, of a section's tissue and of the atlas in the section's plane:
 * 2 |A ∩ B| / (|A| + |B|) over the pixels of the mask, where the atlas counts as tissue wherever it has a
 * label. It falls towards 0 when a registration is read wrongly, and tells how good it is.
 */
export function atlasOverlap(mask: TissueMask, toReference: ToReference, atlas: CcfAtlas): number {
  const { widthPx, heightPx, inside, pixelSizeUm } = mask;
  let both = 0;
  let sum = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const tissue = inside[y * widthPx + x]!;
      const [xMm, yMm, zMm] = toReference((x + 0.5) * pixelSizeUm, (y + 0.5) * pixelSizeUm);
      const labelled = atlas.labelAt(xMm, yMm, zMm) > 0 ? 1 : 0;
      both += tissue & labelled;
      sum += tissue + labelled;
    }
  }
  return sum === 0 ? 0 : (2 * both) / sum;
}

import type { CcfAtlas } from "./ccfAtlas.js";
import { type PlacedSection, positionOf } from "./placedSection.js";
import type { TissueMask } from "./tissue.js";

/**
 * Dice coefficient, 0 to 1, of a section's tissue and of the atlas cut by its anchoring: 2 |A ∩ B| / (|A| + |B|)
 * over the pixels of the mask, where the atlas counts as tissue wherever it has a label. It falls towards 0
 * when an anchoring is read wrongly, and tells how well a section was registered.
 */
export function atlasOverlap(mask: TissueMask, section: PlacedSection, atlas: CcfAtlas): number {
  const { widthPx, heightPx, inside, pixelSizeUm } = mask;
  let both = 0;
  let sum = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const tissue = inside[y * widthPx + x]!;
      const { voxel } = positionOf(section, (x + 0.5) * pixelSizeUm, (y + 0.5) * pixelSizeUm, atlas);
      const labelled = atlas.labelAt(voxel) > 0 ? 1 : 0;
      both += tissue & labelled;
      sum += tissue + labelled;
    }
  }
  return sum === 0 ? 0 : (2 * both) / sum;
}

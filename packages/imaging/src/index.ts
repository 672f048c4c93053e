/**
 * Image processing as tensor programs: each operation runs on CPU and GPU from one source, in batches.
 *
 * ```ts
 * import { augmentationParameters, augmentationSourcePx, augmentPatches, cytonetAugmentation } from "@cytonet/imaging";
 *
 * const side = augmentationSourcePx(256, 8, cytonetAugmentation); // pixels to read for 256 px at 8 µm/px
 * const parameters = augmentationParameters(seed, epoch, [0, 1, 2, 3], cytonetAugmentation);
 * const batch = augmentPatches(source, parameters, { patchPx: 256, pixelSizeUm: 8 }); // source: 4 × 1 × side × side
 * ```
 *
 * @module
 */
export { type AugmentOptions, augmentPatches, centreCrop } from "./augmentation/augment.js";
export { AugmentationError } from "./augmentation/errors.js";
export { augmentationSourcePx } from "./augmentation/geometry.js";
export { type AugmentationParameters, augmentationParameters } from "./augmentation/parameters.js";
export {
  type AugmentationSettings,
  cytonetAugmentation,
  noAugmentation,
  type Range,
  unbiasedGamma,
} from "./augmentation/settings.js";

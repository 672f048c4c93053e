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
export { describeFeatures, descriptorLength, mirroredDescriptors } from "./features/descriptors.js";
export { detectInterestPoints, type InterestPoints } from "./features/detect.js";
export { FeatureError } from "./features/errors.js";
export { hessianOctave } from "./features/fastHessian.js";
export { type IntegralImage, integralImage } from "./features/integralImage.js";
export { orientations } from "./features/orientation.js";
export { lobePx, type SurfSettings, surfDefaults, surfMarginPx } from "./features/settings.js";
export { type SurfFeatures, type SurfOptions, surf } from "./features/surf.js";
export { type AdapthistOptions, equalizeAdapthist } from "./filters/equalizeAdapthist.js";
export { ImagingError } from "./filters/errors.js";
export { maximumFilter, minimumFilter } from "./filters/extremeFilters.js";
export { medianFilter } from "./filters/medianFilter.js";
export { gaussianFilter, meanFilter } from "./filters/smoothingFilters.js";
export { imageDims, volumeDims } from "./filters/windows.js";
export { type Components, type Connectivity, labelComponents } from "./morphology/components.js";
export { fillSmallHoles, removeSmallObjects } from "./morphology/smallParts.js";
export { logFalseAlarms } from "./registration/falseAlarms.js";
export {
  type GuidedFit,
  type GuidedSettings,
  guidedDefaults,
  type LocalFeatures,
  refineGuided,
} from "./registration/guidedRefinement.js";
export {
  type Describable,
  type Matches,
  type MatchOptions,
  matchDescriptors,
} from "./registration/matchDescriptors.js";
export {
  adjustPoses,
  type PoseEdge,
  type PoseGraphFit,
  type PoseGraphOptions,
} from "./registration/poseGraph.js";
export {
  type Correspondences,
  inliersOf,
  type RansacSettings,
  type RigidConsensus,
  ransacDefaults,
  ransacRigid,
} from "./registration/ransac.js";
export {
  type Hypothesis,
  type LocatedFeatures,
  type Registration,
  type RegistrationSettings,
  registerFeatures,
  registrationDefaults,
} from "./registration/registerFeatures.js";
export {
  applyRigid,
  composeRigid,
  fitRigid,
  identityRigid,
  invertRigid,
  nearestRigid,
  type Point2,
  type Rigid2D,
  rigidMatrix,
  wrapAngle,
} from "./registration/rigid.js";
export { type ChanVeseOptions, morphologicalChanVese } from "./segmentation/chanVese.js";
export { enhanceContrast } from "./segmentation/enhanceContrast.js";
export { findTissue, type TissueFound } from "./segmentation/findTissue.js";
export { type Histogram, histogramOf } from "./segmentation/histogram.js";
export { type OtsuThreshold, otsuThreshold } from "./segmentation/otsu.js";
export { SegmentationRefusal, type SegmentationRefusalKind } from "./segmentation/refusal.js";
export { type SegmentedTissue, segmentTissue, TissueClass } from "./segmentation/segmentTissue.js";
export { paperTissueSettings, type TissueSettings } from "./segmentation/tissueSettings.js";
export { histogramValleys } from "./segmentation/valley.js";
export { type Cleaned, removeDetached, replaceDefects } from "./volumes/cleanVolume.js";
export { type PixelMap, sampleLabels, samplePlane } from "./volumes/samplePlane.js";

/**
 * Encoders, objectives, training and evaluation of cortical features. Knows tensors and arrays; knows no
 * images, no files and no cohort.
 *
 * ```ts
 * import { createPretrainingModel, encoderPreset, spatialNCE } from "@cytonet/learning";
 * import { ops } from "@cytonet/torch";
 *
 * const model = createPretrainingModel(encoderPreset("R50", "tiny"), { seed: 0 });
 * const projected = model.forward(ops.randn([8, 1, 256, 256]));
 * const { loss } = spatialNCE(projected, ops.randn([8, 3]), { sigmaMm: 10 });
 * ```
 *
 * @module
 */
export * from "./encoders/index.js";
export { formatMeanAndSd, type MeanAndSd, meanAndSd } from "./evaluation/aggregate.js";
export { type AreaGraph, areaGraph, hopDistances } from "./evaluation/areaGraph.js";
export { calinskiHarabasz } from "./evaluation/calinskiHarabasz.js";
export {
  accuracy,
  type ClassScore,
  type ConfusionMatrix,
  classScores,
  confusionMatrix,
  type Label,
  macroF1,
  topKAccuracy,
} from "./evaluation/classification.js";
export { type ClassSimilarity, classSimilarity } from "./evaluation/classSimilarity.js";
export { EvaluationError } from "./evaluation/errors.js";
export { greyHistogram } from "./evaluation/greyHistogram.js";
export { averageLinkage, type Hierarchy, type Join } from "./evaluation/hierarchy.js";
export { applyLinear, type FeatureMatrix, type LinearModel, stackRows } from "./evaluation/linearModel.js";
export type { FitProgress, LogisticOptions, LogisticProbe } from "./evaluation/logisticFit.js";
export {
  type ClassPrediction,
  classProbabilities,
  fitLogisticProbe,
  predictClasses,
} from "./evaluation/logisticProbe.js";
export { type DescribedPoints, type NeighbourScores, scoreByNeighbours } from "./evaluation/neighbours.js";
export { type PrincipalComponents, principalComponents } from "./evaluation/principalComponents.js";
export {
  type AbsoluteErrors,
  absoluteErrorsMm,
  euclideanErrorsMm,
  type R2Average,
  r2PerColumn,
  r2Score,
} from "./evaluation/regression.js";
export { fitRidgeProbe, type RidgeOptions, ridgePath, type Targets } from "./evaluation/ridgeProbe.js";
export {
  defaultL2Grid,
  type LabelledFeatures,
  type LogisticSelectionOptions,
  type Selection,
  type SelectionOptions,
  selectLogisticProbe,
  selectRidgeProbe,
  type TargetedFeatures,
} from "./evaluation/selectProbe.js";
export {
  resolveSplit,
  type SectionAssignment,
  type SectionRole,
  type SplitRules,
  type SplitSection,
} from "./evaluation/splits.js";
export {
  type ContrastStatistics,
  contrastStatistics,
} from "./objectives/contrast.js";
export {
  type ClassificationStatistics,
  classificationStatistics,
  crossEntropy,
} from "./objectives/crossEntropy.js";
export { ObjectiveError } from "./objectives/errors.js";
export {
  type ContrastiveObjective,
  classObjective,
  spatialObjective,
} from "./objectives/objective.js";
export { type ContrastiveLoss, type SimCLRSettings, simCLR } from "./objectives/simCLR.js";
export {
  type SpatialNCEResult,
  type SpatialNCESettings,
  type SpatialNCEStatistics,
  spatialNCE,
  spatialNCEStatistics,
  tooFewPositives,
} from "./objectives/spatialNCE.js";
export { type SupConSettings, supCon } from "./objectives/supCon.js";
export * from "./training/index.js";

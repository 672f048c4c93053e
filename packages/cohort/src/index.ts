/**
 * Cohort folders: the files that users own, the tables that stages write, and the rules for both.
 *
 * @example
 * ```ts
 * import { isUsable, loadCohort, loadSections, scanPath } from "@cytonet/cohort";
 *
 * const cohort = await loadCohort("my-cohort");
 * for (const section of (await loadSections(cohort)).filter(isUsable)) {
 *   console.log(section.brain, section.section, scanPath(cohort, section));
 * }
 * ```
 */
export { brainOf, type Cohort, loadCohort, loadSections, loadSplit, scanPath, splitNames } from "./cohort.js";
export {
  CohortError,
  ConfigError,
  DataError,
  describeProblem,
  ExitCode,
  exitCodeOf,
  InterruptedError,
  isCohortError,
  LockedError,
  MachineError,
  type Problem,
  SpaceMismatchError,
  StageError,
} from "./errors.js";
export { copyAside } from "./files/aside.js";
export { publishFile, writeFileAtomic, writeJsonAtomic } from "./files/atomic.js";
export { type CsvRecord, formatCsv, parseCsv } from "./files/csv.js";
export { publishFolder, removePartials } from "./files/folder.js";
export { canonicalJson, sha256, sha256File } from "./files/hash.js";
export { acquireLock, type Lock, type LockOwner, readLock } from "./files/lock.js";
export { checkOutput, moveAside, type OutputOptions } from "./files/output.js";
export { verifySha256Sums, writeSha256Sums } from "./files/sums.js";
export {
  describeFact,
  describeInput,
  type InputRecord,
  makeProvenance,
  type Provenance,
  type ProvenanceFacts,
  packageVersion,
  provenanceKey,
  readProvenance,
  writeProvenance,
} from "./provenance.js";
export {
  type Checkpoint,
  type KeepRule,
  latestCheckpoint,
  listCheckpoints,
  pruneCheckpoints,
  saveCheckpoint,
} from "./runs/checkpoints.js";
export { type LogRecord, RunLog, readLog } from "./runs/log.js";
export {
  checkRunFolder,
  openRun,
  type Run,
  type RunOptions,
  type RunStatus,
  readRunStatus,
} from "./runs/runFolder.js";
export { TensorBoardLog } from "./runs/tensorboard.js";
export { type Brain, CohortSchema, type Space } from "./schemas/cohort.js";
export { jsonSchemas } from "./schemas/jsonSchemas.js";
export {
  isUsable,
  type MissingSection,
  type ScannedSection,
  type Section,
  sectionColumns,
} from "./schemas/section.js";
export { formatSections, parseSections } from "./schemas/sectionsCsv.js";
export { type SectionRule, type Split, SplitSchema } from "./schemas/split.js";
export { parseYaml, readYaml } from "./schemas/yamlDocument.js";
export {
  type Affine,
  applyAffine,
  determinant,
  identityAffine,
  invert as invertAffine,
  isReflection,
  multiply as multiplyAffine,
} from "./spaces/affine.js";
export {
  composeTransforms,
  invertTransform,
  type PointTransform,
  readPointTransform,
  transformPoints,
  writePointTransform,
} from "./spaces/pointTransform.js";
export { brainSpace, type InSpace, sameSpace } from "./spaces/space.js";
export { checkStacks, type StackPlace, stackProblem } from "./stackOrder.js";
export { type FailureRecord, readFailures } from "./stages/failures.js";
export {
  itemDir,
  itemId,
  type Shard,
  type StageDefinition,
  type StageItem,
  shardOf,
  stageDir,
} from "./stages/item.js";
export {
  type ItemState,
  type PlannedItem,
  planStage,
  refuseOtherSettings,
  type StagePlan,
} from "./stages/plan.js";
export {
  type ItemContext,
  runStage,
  type StageEvent,
  type StageOptions,
  type StageResult,
} from "./stages/run.js";
export {
  type BrainStatus,
  type CohortStatus,
  cohortStatus,
  type StageStatus,
  type TableStatus,
} from "./status/cohortStatus.js";
export { renderStatus } from "./status/render.js";
export {
  type FeatureInfo,
  type FeatureOutput,
  type Features,
  FeatureWriter,
  readFeatureBatches,
  readFeatureIds,
  readFeatureInfo,
  readFeatures,
  writeFeatures,
} from "./tables/features.js";
export { type JoinedTable, type JoinOptions, joinByPoint, pickColumns } from "./tables/join.js";
export { type LabelColumns, type Labels, readLabels, writeLabels } from "./tables/labels.js";
export type { TableMetadata } from "./tables/metadata.js";
export {
  type Morphology,
  type MorphologyColumns,
  readMorphology,
  writeMorphology,
} from "./tables/morphology.js";
export { type PointColumns, type Points, readPoints, writePoints } from "./tables/points.js";
export {
  type PredictionColumns,
  type Predictions,
  readPredictions,
  writePredictions,
} from "./tables/predictions.js";
export { type NewCohort, writeCohort } from "./writeCohort.js";

/**
 * Phantom brains: cohorts of synthetic cortex sections whose truth is known.
 *
 * @example
 * ```ts
 * import { computeSectionFields, createBrain, createTemplate, DEMO_GEOMETRY } from "@cytonet/phantom";
 *
 * const template = createTemplate(DEMO_GEOMETRY, 1);
 * const brain = createBrain(template, 1);
 * const fields = computeSectionFields(brain, 0); // the coronal plane through the origin
 * ```
 *
 * @packageDocumentation
 */
export type { AreaLayout } from "./areas/layout.js";
export { neighbourShare } from "./areas/layout.js";
export { ALL_AREAS, type AreaPosition } from "./areas/positions.js";
export type { AreaInfo, AreaProfile, CellMix, Lobe, Stratum } from "./areas/profile.js";
export { GRADIENTS, layerShares, stratumIndexAt } from "./areas/profile.js";
export type { Brain, Individuality, Template, Vec3 } from "./brain.js";
export { phantomSpace } from "./cohort/cohortFiles.js";
export { type Erasure, erase } from "./cohort/erase.js";
export { estimatePhantom, type PhantomEstimate } from "./cohort/estimate.js";
export { openPhantom, type PhantomCohort } from "./cohort/openPhantom.js";
export { type PhantomFile, readPhantomFile } from "./cohort/phantomFile.js";
export {
  type PhantomPreset,
  type PresetName,
  phantomPresets,
  presetNames,
  type Role,
} from "./cohort/presets.js";
export { modelOf, writeSectionScan } from "./cohort/sectionJob.js";
export { type PhantomSettings, type PlannedSection, planSections } from "./cohort/sectionPlan.js";
export { phantomAtlas, type SectionPoints, sectionPoints } from "./cohort/sectionPoints.js";
export { type TruthRequest, type TruthResult, writeWindowTruth } from "./cohort/windowTruth.js";
export {
  checkRequest,
  type PhantomRequest,
  type PhantomResult,
  phantomStage,
  writePhantom,
} from "./cohort/writePhantom.js";
export { computeSectionFields, sectionGridOf } from "./computeSectionFields.js";
export { createBrain, createTemplate } from "./createBrain.js";
export { pialDistance } from "./geometry/levelSets.js";
export { type FoldingMeasures, measureFolding } from "./geometry/measures.js";
export type { GeometryPreset } from "./geometry/preset.js";
export { fromTemplate, toReference, toTemplate } from "./geometry/warp.js";
export type { PixelWindow } from "./histology/canvas.js";
export { type DrawnCell, drawnCells } from "./histology/drawnCells.js";
export { finestPixelUm, renderWindow } from "./histology/renderWindow.js";
export type { Intervention, SectionModel, Variant } from "./histology/sectionModel.js";
export { cellKinds } from "./histology/shapes.js";
export { type Confounds, confoundLevels, drawStain, type SectionStain } from "./histology/stain.js";
export { DEMO_GEOMETRY, PAPER_GEOMETRY, STUDY_GEOMETRY } from "./presets.js";
export { deriveKey, hash32, hashNormal, hashUniform } from "./random/hash.js";
export { Hemisphere, NO_AREA, type SectionFields, type SectionGrid, Tissue } from "./sectionFields.js";
export { imageToPlane, pixelToBrain, planeToPixel, type SectionPlacement } from "./sections/placement.js";
export { layerDensities, type PointTruth, pointTruth, stratumDensity } from "./truth/pointTruth.js";
export { tissueTruth } from "./truth/tissueTruth.js";

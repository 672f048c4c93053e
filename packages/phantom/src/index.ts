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
export { computeSectionFields, sectionGridOf } from "./computeSectionFields.js";
export { createBrain, createTemplate } from "./createBrain.js";
export { pialDistance } from "./geometry/levelSets.js";
export { type FoldingMeasures, measureFolding } from "./geometry/measures.js";
export type { GeometryPreset } from "./geometry/preset.js";
export { fromTemplate, toReference, toTemplate } from "./geometry/warp.js";
export { DEMO_GEOMETRY, PAPER_GEOMETRY, STUDY_GEOMETRY } from "./presets.js";
export { deriveKey, hash32, hashNormal, hashUniform } from "./random/hash.js";
export { Hemisphere, NO_AREA, type SectionFields, type SectionGrid, Tissue } from "./sectionFields.js";
export { type AreaBorder, areaAdjacency } from "./truth/adjacency.js";
export { type CortexPoint, cortexPoints } from "./truth/cortexPoints.js";
export { layerDensities, type PointTruth, pointTruth, stratumDensity } from "./truth/pointTruth.js";

/**
 * The pipeline as functions: what the commands of `cytonet` call. Importing it loads the engine; the command line
 * does so only where a command needs it.
 *
 * @example
 * ```ts
 * import { phantomPresets, writePhantom } from "@cytonet/phantom";
 * import { PretrainSchema, runEmbedding, runPretraining } from "cytonet";
 *
 * const context = { signal: new AbortController().signal, progress: () => {}, log: console.error };
 * const { pixelUm } = phantomPresets.demo;
 * const settings = { seed: 1, confounds: "mild", pixelUm, format: "tiff", variant: {} } as const;
 * const { cohortDir } = await writePhantom({ preset: "demo", out: "demo/cohort", settings });
 * const config = PretrainSchema.parse({
 *   schema: "cytonet.pretrain/1",
 *   data: { split: "demo" },
 *   encoder: { architecture: "R50", preset: "tiny" },
 *   objective: { name: "spatialNCE", sigmaMm: 1 },
 *   optimiser: { name: "adamw" },
 *   schedule: { batchSize: 64, steps: 100 },
 * });
 * const { model } = await runPretraining({ cohortDir, config, out: "demo/runs/first" }, context);
 * await runEmbedding({ cohortDir, source: { model, output: "backbone", views: 1 } }, context);
 * ```
 */

export { type DemoResult, runDemo } from "./demo/runDemo.js";
export { type Construction, type DemoStudy, mouseStudy, phantomStudy } from "./demo/studies.js";
export { type EmbedImageOptions, type EmbedImageResult, embedImage } from "./embedding/embedImage.js";
export {
  type EmbeddingOptions,
  type EmbeddingResult,
  type FeatureSource,
  runEmbedding,
} from "./embedding/runEmbedding.js";
export { type LoadedModel, loadModelFolder, type ModelConfig } from "./models/modelFolder.js";
export type { BatchPlan, DrawnBatch, PatchBatch, PatchStream } from "./patches/pipeline/batch.js";
export { type Decoder, DecoderError } from "./patches/pipeline/decoder.js";
export { defaultWorkers, openDecoder } from "./patches/pipeline/openDecoder.js";
export { PatchPipeline, type PipelineOptions } from "./patches/pipeline/patchPipeline.js";
export { type PatchFailure, UnreadablePatchesError } from "./patches/pipeline/unreadable.js";
export type { Doubt } from "./preparation/doubts.js";
export { type GridStageOptions, type GridSummary, runGridStage } from "./preparation/gridStage.js";
export { type ImportQuintResult, type ImportQuintRun, importQuint } from "./preparation/importQuint.js";
export type { ImportQuintInput } from "./preparation/importQuintOptions.js";
export { type ReconstructConfig, ReconstructSchema } from "./preparation/reconstructConfig.js";
export {
  type ReconstructOutcome,
  type ReconstructRequest,
  runReconstructStage,
} from "./preparation/reconstructStage.js";
export type { ReconstructSummary, VolumeSections } from "./preparation/reconstructSummary.js";
export { type SegmentConfig, SegmentSchema } from "./preparation/segmentConfig.js";
export {
  runSegmentStage,
  type SegmentOutcome,
  type SegmentRequest,
  type SegmentSummary,
} from "./preparation/segmentStage.js";
export type { StageOutcome } from "./preparation/stageOutcome.js";
export { type PretrainConfig, PretrainSchema } from "./pretraining/config.js";
export {
  type PretrainingPlan,
  type PretrainingPlanOptions,
  planPretraining,
} from "./pretraining/planPretraining.js";
export {
  type PretrainingOptions,
  type PretrainingResult,
  runPretraining,
} from "./pretraining/runPretraining.js";
export { type AreaProbe, readAreaProbe } from "./probing/areaProbeFile.js";
export { type ProbeConfig, ProbeSchema } from "./probing/config.js";
export { type FeatureScores, type ProbeOptions, type ProbeResult, runProbe } from "./probing/runProbe.js";
export type { ReportData } from "./report/data.js";
export { reportPage } from "./report/page.js";
export { readTissueGridSettings, type TissueGridSettings } from "./sampling/tissueGrid.js";
export {
  runTissueGrid,
  type TissueGridOutcome,
  type TissueGridRequest,
  type TissueGridSummary,
} from "./sampling/tissueGridStage.js";
export {
  type ImportSectionsRequest,
  type ImportSectionsResult,
  importSections,
} from "./scans/importSections.js";
export { type ScanInfo, scanInfo } from "./scans/scanInfo.js";
export { type Thumbnail, writeThumbnail } from "./scans/thumbnail.js";
export { type VerifiedScan, verifyScan } from "./scans/verifyScan.js";
export { type EmbeddingMapSettings, embeddingMap } from "./studies/embeddingMap.js";
export { type ObjectiveStudyConfig, ObjectiveStudySchema } from "./studies/objectives/config.js";
export {
  type ObjectiveStudyOptions,
  type ObjectiveStudyResult,
  runObjectiveStudy,
} from "./studies/objectives/runObjectiveStudy.js";
export type { WorkContext } from "./workContext.js";

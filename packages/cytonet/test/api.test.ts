import { expect, it } from "vitest";
import * as api from "../src/index.js";

it("exports these values and no others: a change of surface shows here", () => {
  expect(Object.keys(api).sort()).toEqual([
    "DecoderError",
    "ObjectiveStudySchema",
    "PatchPipeline",
    "PretrainSchema",
    "ProbeSchema",
    "ReconstructSchema",
    "SegmentSchema",
    "UnreadablePatchesError",
    "defaultWorkers",
    "embedImage",
    "embeddingMap",
    "importQuint",
    "importSections",
    "loadModelFolder",
    "mouseStudy",
    "openDecoder",
    "phantomStudy",
    "planPretraining",
    "readAreaProbe",
    "reportPage",
    "runDemo",
    "runEmbedding",
    "runGridStage",
    "runObjectiveStudy",
    "runPretraining",
    "runProbe",
    "runReconstructStage",
    "runSegmentStage",
    "scanInfo",
    "verifyScan",
    "writeThumbnail",
  ]);
});

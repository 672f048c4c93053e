import { expect, it } from "vitest";
import * as api from "../src/index.js";

it("exports these values and no others: a change of surface shows here", () => {
  expect(Object.keys(api).sort()).toEqual([
    "PretrainSchema",
    "ProbeSchema",
    "demoSpace",
    "demoSplit",
    "embedImage",
    "importQuint",
    "loadModelFolder",
    "mouseStudy",
    "planPretraining",
    "reportPage",
    "runDemo",
    "runEmbedding",
    "runGridStage",
    "runPretraining",
    "runProbe",
    "syntheticStudy",
    "writeSyntheticCohort",
  ]);
});

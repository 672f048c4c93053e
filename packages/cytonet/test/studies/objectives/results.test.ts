import { describe, expect, it } from "vitest";
import {
  cellName,
  ObjectiveStudySchema,
  pretrainingOf,
  probingOf,
} from "../../../src/studies/objectives/config.js";
import { summarise } from "../../../src/studies/objectives/results.js";
import { cellsOf } from "../../../src/studies/objectives/runObjectiveStudy.js";
import { miniStudy } from "./miniStudy.js";

const config = ObjectiveStudySchema.parse(miniStudy());
const areas = (macroF1: number) => ({ points: 10, withoutClass: 0, macroF1, top1: 0.5, top3: 1 });

describe("the cells of a study", () => {
  it("differ in objective, learning rate and seed, and in nothing else", () => {
    const one = pretrainingOf(config, { row: "cytonet", seed: 1, learningRate: 0.01 });
    const other = pretrainingOf(config, { row: "supCon", seed: 2, learningRate: 0.1 });
    expect(one.objective.name).toBe("spatialNCE");
    expect(one.optimiser.learningRate).toBe(0.01);
    const { objective, seed } = one;
    expect({ ...other, objective, seed, optimiser: one.optimiser }).toEqual(one);
  });

  it("draw areas evenly where they are learnt from, places uniformly where they are not", () => {
    const data = { ...config.shared.data, samples: 40, samplesPerClass: 20 };
    const drawn = (row: string) =>
      pretrainingOf({ ...config, shared: { ...config.shared, data } }, { row, seed: 1, learningRate: 0.1 })
        .data;
    expect(drawn("supCon").samplesPerClass).toBe(20);
    expect(drawn("supCon").samples).toBeUndefined();
    expect(drawn("cytonet").samples).toBe(40);
    expect(drawn("cytonet").samplesPerClass).toBeUndefined();
  });

  it("keep initial weights for the untrained row, with the same encoder and normalisation", () => {
    const trained = pretrainingOf(config, { row: "cytonet", seed: 1, learningRate: 0.01 });
    const untrained = pretrainingOf(config, { row: "untrained", seed: 1, learningRate: null });
    expect(untrained.schedule.steps).toBe(0);
    expect(untrained.encoder).toEqual(trained.encoder);
    expect(untrained.recalibrateBatchNorm).toBe(trained.recalibrateBatchNorm);
  });

  it("are as many as the grid, the other seeds and the untrained encoders", () => {
    expect(cellsOf(config)).toBe(2 * (2 + 2 - 1) + 2);
    expect(cellName({ row: "supCon", seed: 1, learningRate: 0.002 })).toBe("supCon-lr0.002-seed1");
    expect(cellName({ row: "untrained", seed: 1, learningRate: null })).toBe("untrained-seed1");
  });

  it("are probed alike", () => {
    const { split, areas: probed, l2Grid } = probingOf(config, "features-x-backbone", "validation");
    expect({ split, atlas: probed!.atlas, l2Grid }).toEqual({
      split: "study",
      atlas: "halves",
      l2Grid: [0.01, 0.1],
    });
  });
});

describe("the result of a row", () => {
  const grid = [
    { learningRate: 0.01, macroF1: 0.4 },
    { learningRate: 0.1, macroF1: null },
  ];

  it("is mean and sample standard deviation over seeds, by group of sections", () => {
    const seeds = [0.1, 0.3].map((macroF1, seed) => ({
      seed,
      modelId: "x",
      areas: { test: areas(macroF1) },
    }));
    const { scores, learningRateAtEdge } = summarise("row", null, grid, 0.01, seeds);
    expect(scores.test!.macroF1.mean).toBeCloseTo(0.2, 12);
    expect(scores.test!.macroF1.sd).toBeCloseTo(Math.SQRT2 / 10, 12);
    expect(scores.transfer).toBeUndefined();
    expect(learningRateAtEdge).toBe(true);
  });

  it("leaves out seeds that diverged, and keeps what was seen", () => {
    const seeds = [
      { seed: 1, modelId: "x", areas: { transfer: areas(0.2) } },
      { seed: 2, diverged: "step 3: the loss is NaN" },
    ];
    const row = summarise("row", null, grid, 0.01, seeds);
    expect(row.scores.transfer!.macroF1).toEqual({ mean: 0.2, sd: 0, n: 1 });
    expect(row.seeds[1]).toEqual(seeds[1]);
  });
});

describe("the configuration", () => {
  it.each([
    ["rows", { rows: {} }],
    ["rows", { rows: { untrained: { name: "simCLR" } } }],
    ["learningRates", { learningRates: [] }],
    ["seeds", { seeds: [] }],
    ["probe", { probe: {} }],
  ])("refuses %s", (field, change) => {
    const { error } = ObjectiveStudySchema.safeParse({ ...miniStudy(), ...change });
    expect(error!.issues[0]!.path[0]).toBe(field);
  });
});

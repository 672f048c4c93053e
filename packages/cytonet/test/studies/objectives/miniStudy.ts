import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { makeMiniCohort, miniConfig } from "../../support/miniCohort.js";

/** Two seen brains, one of each other role; one section in three is a test section, one of the others validation. */
export async function makeStudyCohort(dir: string): Promise<void> {
  await makeMiniCohort(dir, { brains: ["A", "B", "C", "D"], sections: 4 });
  const split = {
    schema: "cytonet.split/1",
    name: "study",
    seed: 0,
    brains: { seen: ["A", "B"], transfer: ["C"], unseen: ["D"] },
    test: { every: 4, start: 3 },
    validation: { every: 3, start: 2 },
  };
  writeFileSync(join(dir, "splits", "study.yaml"), stringify(split));
}

/** A comparison of two objectives that takes seconds on that cohort. */
export function miniStudy(): Record<string, unknown> {
  const { seed, objective, schema, ...shared } = miniConfig({
    data: { split: "study", workers: 0 },
    schedule: { batchSize: 16, steps: 2 },
    optimiser: { name: "sgd" },
    recalibrateBatchNorm: true,
    threads: 1,
  });
  return {
    schema: "cytonet.objectiveStudy/1",
    rows: {
      supCon: { name: "supCon", atlas: "halves" },
      cytonet: { name: "spatialNCE", sigmaMm: 0.5 },
    },
    seeds: [1, 2],
    learningRates: [0.01, 0.1],
    shared,
    probe: { areas: { atlas: "halves", bias: true }, coordinates: false, l2Grid: [0.01, 0.1] },
    embedBatchSize: 64,
  };
}

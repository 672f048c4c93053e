import { readTissueGridSettings, tissueRegions } from "../sampling/tissueGrid.js";
import { defineCommand } from "./command.js";
import { choice, common, number, required, text } from "./options.js";

/** `cytonet sample grid`: points on the tissue of every section. */
export const sampleGrid = defineCommand({
  name: "sample grid",
  summary: "lay a regular grid of points on the grey matter of every section",
  details:
    "Needs the masks of cytonet segment. Writes points.parquet into derived/tissue-grid/BRAIN/SECTION; its sampler is " +
    "tissue-grid. Points of sections that cytonet align placed have coordinates in their brain. Coordinates in the reference " +
    "space are known where that is the brain's own (--reference-space brain:ID of cytonet import sections) or where " +
    "transforms/BRAIN/SECTION.json or the brain's toReference (JSON) leads there: cytonet pretrain needs them, cytonet embed does not. Ranks share the sections out.",
  options: {
    cohort: required(common.cohort),
    brain: text("ID", "sample this brain only"),
    gridSpacingMm: number("MM", "distance of neighbouring points; default 0.5"),
    region: choice(tissueRegions, "class that a point must lie in; default grey"),
    tissueWindowMm: number("MM", "side of the square of which tissueShare tells; default 0.5"),
    minTissueShare: number("SHARE", "points with less tissue in it are dropped; default 0.5"),
    dryRun: common.dryRun,
    force: common.force,
  },
  examples: [
    "cytonet sample grid --cohort brains",
    "cytonet sample grid --cohort brains --brain B20 --grid-spacing-mm 0.2 --region tissue",
  ],
  async execute({ options, signal, progress, log }) {
    const { cohort, brain, force, dryRun, ...settings } = options;
    const { runTissueGrid } = await import("../sampling/tissueGridStage.js");
    const config = readTissueGridSettings(settings);
    return runTissueGrid(
      { cohortDir: cohort, config, brain, device: "cpu", force, dryRun },
      { signal, progress, log },
    );
  },
  async merge(outcomes) {
    return (await import("../sampling/tissueGridStage.js")).mergeTissueGridOutcomes(outcomes);
  },
  async print(outcome) {
    const { describeOutcome } = await import("../preparation/stageOutcome.js");
    const { points, pointsInBrain, pointsInReference, withoutMask, dryRun } = outcome;
    const found = `${points} points, ${pointsInBrain} with coordinates in their brain, ${pointsInReference} in the reference space`;
    const lacking = withoutMask.map((name) => `  left out: ${name} has no mask`);
    return [describeOutcome(outcome), ...(dryRun ? [] : [found]), ...lacking].join("\n");
  },
});

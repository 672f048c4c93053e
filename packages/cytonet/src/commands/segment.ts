import { SegmentSchema } from "../preparation/segmentConfig.js";
import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { common, integer, required, text, withDefault } from "./options.js";

/** `cytonet segment`: grey matter, white matter and slide of every section. */
export const segment = defineCommand({
  name: "segment",
  summary: "divide sections into grey matter, white matter and slide",
  details:
    "Writes mask.png (0 slide, 128 grey, 255 white matter) and summary.json into derived/segment/BRAIN/SECTION. A mask " +
    "in overrides/masks/BRAIN/SECTION.png replaces a section's result. Blank and full slides are listed in " +
    "failures.jsonl and get no mask; sections in which grey and white matter are hardly told apart are named. Ranks and Slurm array tasks share the sections out.",
  options: {
    cohort: required(common.cohort),
    config: common.config,
    brain: text("ID", "segment this brain only"),
    device: withDefault(text("DEVICE", "cpu, cuda or cuda:N"), "cpu"),
    threads: integer("N", "processor threads", 1),
    dryRun: common.dryRun,
    force: common.force,
  },
  configs: [{ name: "segment", title: "Settings of `cytonet segment`", load: async () => SegmentSchema }],
  examples: [
    "cytonet segment --cohort brains",
    "cytonet segment --cohort mice --config configs/segment-mouse.yaml",
  ],
  async execute({ options, signal, progress, log }) {
    const config = await loadConfig(options.config, SegmentSchema);
    const { runSegmentStage } = await import("../preparation/segmentStage.js");
    const { cohort, brain, device, threads, force, dryRun } = options;
    return runSegmentStage(
      { cohortDir: cohort, config, brain, device, threads, force, dryRun },
      { signal, progress, log },
    );
  },
  async merge(outcomes) {
    return (await import("../preparation/segmentStage.js")).mergeSegmentOutcomes(outcomes);
  },
  async print(outcome) {
    const { describeOutcome } = await import("../preparation/stageOutcome.js");
    const doubts = outcome.doubtful.map(({ item, problem }) => `  doubtful: ${item}: ${problem}`);
    return [describeOutcome(outcome), ...doubts].join("\n");
  },
});

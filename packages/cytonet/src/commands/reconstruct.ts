import { ReconstructSchema } from "../preparation/reconstructConfig.js";
import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { common, integer, required, text, withDefault } from "./options.js";

/** `cytonet reconstruct`: a cleaned volume of tissue from the sections' masks and transforms. */
export const reconstruct = defineCommand({
  name: "reconstruct",
  summary: "stack the sections of each brain into a cleaned volume of grey and white matter",
  details:
    "Needs the masks of cytonet segment and the transforms of cytonet align, or imported ones. Writes tissue.nii.gz " +
    "(0, 1 grey, 2 white matter), tissue-uncleaned.nii.gz, image.nii.gz and summary.json into derived/reconstruct/BRAIN. " +
    "Volumes in overrides/exclude/BRAIN (NIfTI, as drawn in 3D Slicer) take parts out. Brains are shared out over ranks.",
  options: {
    cohort: required(common.cohort),
    config: common.config,
    brain: text("ID", "reconstruct this brain only"),
    device: withDefault(text("DEVICE", "cpu, cuda or cuda:N"), "cpu"),
    threads: integer("N", "processor threads", 1),
    dryRun: common.dryRun,
    force: common.force,
  },
  configs: [
    { name: "reconstruct", title: "Settings of `cytonet reconstruct`", load: async () => ReconstructSchema },
  ],
  examples: ["cytonet reconstruct --cohort brains", "cytonet reconstruct --cohort brains --brain B20"],
  async execute({ options, signal, progress, log }) {
    const config = await loadConfig(options.config, ReconstructSchema);
    const { runReconstructStage } = await import("../preparation/reconstructStage.js");
    const { cohort, ...rest } = options;
    return runReconstructStage({ ...rest, cohortDir: cohort, config }, { signal, progress, log });
  },
  async merge(outcomes) {
    return (await import("../preparation/reconstructStage.js")).mergeReconstructOutcomes(outcomes);
  },
  async print(outcome) {
    const { describeOutcome } = await import("../preparation/stageOutcome.js");
    return [
      describeOutcome(outcome),
      ...outcome.brains.flatMap(({ brain, used, unused, leftOut }) => [
        `${brain}: a volume of ${used.length} sections, ${unused.length} unused, ${leftOut.length} left out`,
        ...leftOut.map(({ section, reason }) => `  left out: ${section}: ${reason}`),
      ]),
      ...outcome.doubtful.map(({ item, problem }) => `  doubtful: ${item}: ${problem}`),
    ].join("\n");
  },
});

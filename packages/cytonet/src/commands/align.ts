import { AlignSchema } from "../preparation/align/alignConfig.js";
import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { choice, common, integer, number, required, text, withDefault } from "./options.js";

/** `cytonet align`: where every section lies in its brain. */
export const align = defineCommand({
  name: "align",
  summary: "align the sections of each brain to one in its middle",
  details:
    "SURF features at 64 um/px, matched and filtered by RANSAC for a rigid transform, between sections and those that " +
    "follow; sections that lie face down are found. Writes derived/align/BRAIN: transforms (level-0 pixels to brain " +
    "millimetres), pairs.csv, sections.csv, summary.json. Sections that cannot be placed are listed and get no " +
    "transform. overrides/alignment.csv excludes sections, states sides and rejects pairs; " +
    "overrides/transforms/BRAIN/SECTION.json fixes a section. Ranks share the work out; in Slurm arrays run one " +
    "--step after the other.",
  options: {
    cohort: required(common.cohort),
    config: common.config,
    brain: text("ID", "align this brain only"),
    pixelSizeUm: number("UM", "um per pixel at which features are found (default: 64)"),
    step: choice(["features", "pairs", "brains"], "run this step only"),
    seed: common.seed,
    device: withDefault(text("DEVICE", "cpu, cuda or cuda:N"), "cpu"),
    threads: integer("N", "processor threads", 1),
    dryRun: common.dryRun,
    force: common.force,
  },
  configs: [{ name: "align", title: "Settings of `cytonet align`", load: async () => AlignSchema }],
  examples: ["cytonet align --cohort brains"],
  async execute({ options, signal, progress, log }) {
    const { cohort, config, pixelSizeUm, seed, brain, step, device, threads, force, dryRun } = options;
    const settings = await loadConfig(config, AlignSchema, { pixelSizeUm, seed });
    const { runAlign } = await import("../preparation/align/runAlign.js");
    return runAlign(
      { cohortDir: cohort, config: settings, brain, step, device, threads, force, dryRun },
      { signal, progress, log },
    );
  },
  async merge(results) {
    return (await import("../preparation/align/runAlign.js")).mergeAlignResults(results);
  },
  async print({ steps, brains }) {
    const { describeOutcome } = await import("../preparation/stageOutcome.js");
    return [
      ...steps.map(describeOutcome),
      ...brains.flatMap((one) => [
        `${one.brain}: ${one.aligned} of ${one.sections} sections aligned to ${one.base}; ` +
          `${one.acceptedNeighbours} of ${one.neighbours} neighbouring pairs, ${one.mirrored.length} mirrored`,
        ...one.doubtful.map(
          ({ sections, problem }) =>
            `  doubtful: ${sections.join(", ")}: ${problem}; state one section's side in overrides/alignment.csv`,
        ),
        ...one.unaligned.map(({ section, problem }) => `  not placed: ${section}: ${problem}`),
      ]),
    ].join("\n");
  },
});

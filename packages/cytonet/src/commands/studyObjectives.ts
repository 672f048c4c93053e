import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { common, required, text } from "./options.js";

const schema = async () => (await import("../studies/objectives/config.js")).ObjectiveStudySchema;

/** `cytonet study objectives`: SpatialNCE beside the paper's baselines, under equal conditions. */
export const studyObjectives = defineCommand({
  name: "study objectives",
  summary: "compare pretraining objectives under equal conditions by linear probes",
  details:
    "Every row gets the learning rate of one grid that does best on validation sections; then all seeds are scored on " +
    "test, transfer and unseen sections beside the untrained encoder. Writes objectives.json and objectives.md. Stopped " +
    "at any moment, the same command goes on; finished encoders are skipped.",
  options: {
    cohort: required(common.cohort),
    config: required(common.config),
    out: required({ ...common.out, description: "folder of encoders, probes and records" }),
    results: text("DIR", "folder for objectives.json and objectives.md (default: that of --out)"),
    dryRun: common.dryRun,
  },
  configs: [{ name: "objectiveStudy", title: "Settings of `cytonet study objectives`", load: schema }],
  examples: [
    "cytonet study objectives --cohort study --config configs/phantom/objectives.yaml --out runs/objectives --results docs/studies",
  ],
  async execute({ options, ...context }) {
    const { cohort: cohortDir, out, results, dryRun } = options;
    const config = await loadConfig(options.config, await schema());
    const { planObjectiveStudy } = await import("../studies/objectives/planObjectiveStudy.js");
    if (dryRun) return planObjectiveStudy(cohortDir, config);
    const { runObjectiveStudy } = await import("../studies/objectives/runObjectiveStudy.js");
    return runObjectiveStudy({ cohortDir, config, out, results }, context);
  },
  print(result) {
    if ("cells" in result) {
      return (
        `${result.cells} encoders, together ${result.patches} patches through training in ${result.steps} steps; ` +
        `${result.points} points described by each, ${result.cacheMiB} MiB of patches kept on disk. Nothing was written.`
      );
    }
    return result.rows
      .flatMap(({ row, scores }) =>
        Object.entries(scores).map(
          ([group, { macroF1 }]) =>
            `${row} on ${group}: macro-F1 ${macroF1.mean.toFixed(3)} ± ${macroF1.sd.toFixed(3)}`,
        ),
      )
      .join("\n");
  },
});

import type { PretrainingResult } from "../pretraining/runPretraining.js";
import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { common, integer, required } from "./options.js";

const schema = async () => (await import("../pretraining/config.js")).PretrainSchema;

export const pretrain = defineCommand({
  name: "pretrain",
  summary: "train an encoder on the sections of a cohort: SpatialNCE, SimCLR, SupCon or cross-entropy",
  details:
    "Writes a run folder: samples.csv, log.jsonl, tensorboard/, checkpoints and, at the end, model/. Stopped or killed at any moment, the " +
    "same call goes on from the last checkpoint. `schedule.steps: 0` keeps the untrained encoder as a baseline. " +
    "docs/pretraining.md tells of objectives, precision, metrics and what stops a run.",
  options: {
    cohort: required(common.cohort),
    config: required(common.config),
    out: required({ ...common.out, description: "the run folder" }),
    seed: common.seed,
    threads: integer("N", "processor threads; replaces the number of the configuration", 1),
    workers: integer("N", "threads that read patches ahead; replaces the number of the configuration"),
    dryRun: common.dryRun,
    force: common.force,
  },
  configs: [{ name: "pretrain", title: "Settings of `cytonet pretrain`", load: schema }],
  examples: [
    "cytonet pretrain --cohort mice --config configs/mouse/pretrain.yaml --seed 1 --out runs/mice-1",
  ],
  async execute({ options, ...context }) {
    const { cohort: cohortDir, out, force, dryRun, seed, threads, workers } = options;
    const loaded = await loadConfig(options.config, await schema(), { seed, threads });
    const config = workers === undefined ? loaded : { ...loaded, data: { ...loaded.data, workers } };
    const request = { cohortDir, config, out, force };
    const { rankOfProcess } = await import("../pretraining/ranks.js");
    const result = dryRun
      ? await (await import("../pretraining/planPretraining.js")).planPretraining(request)
      : await (await import("../pretraining/runPretraining.js")).runPretraining(request, context);
    // All ranks have the same result: the first one tells it.
    return rankOfProcess() === 0 ? result : undefined;
  },
  print: (result) =>
    "model" in result
      ? `${result.model}: ${stepsInWords(result)}` +
        (result.dataWait === null
          ? ""
          : `, ${(result.dataWait * 100).toFixed(1)} % of it waiting for patches`) +
        (result.failures === 0 ? "" : `; ${result.failures} patches could not be read (failures.jsonl)`)
      : `${result.steps} steps (${result.epochs.toFixed(1)} epochs) over ${result.samples} points of ${result.sections} ` +
        `sections; ${(result.patchBytes / 2 ** 20).toFixed(0)} MiB of patches, ` +
        `${result.inMemory ? "kept in memory" : `read from the scans at each step by ${result.workers} threads`}, ` +
        `${(result.patchMemoryBytes / 2 ** 20).toFixed(0)} MiB of memory for them`,
});

/** What was trained, and when: a call on a finished run trains nothing. */
function stepsInWords(result: PretrainingResult): string {
  const { steps, stepsBefore, wasDone, samples, seconds } = result;
  const all = `${steps} steps over ${samples} points`;
  if (wasDone) return `was finished already, ${all}; nothing was trained`;
  const time = `in ${seconds.toFixed(0)} s`;
  return stepsBefore === 0 ? `${all} ${time}` : `${all}, ${steps - stepsBefore} of them now ${time}`;
}

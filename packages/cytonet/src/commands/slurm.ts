import { access } from "node:fs/promises";
import { join } from "node:path";
import { StageError } from "@cytonet/cohort/errors";
import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { common } from "./options.js";

const schema = async () => (await import("../launch/slurmConfig.js")).SlurmSchema;

/** `cytonet slurm CONFIG`: a batch script to read before it is submitted. */
export const slurm = defineCommand({
  name: "slurm",
  summary: "write a batch script for Slurm that saves before the time limit and resumes",
  details:
    "Nothing is submitted. The script starts a rank for each task, is told to save before the limit, goes back into the " +
    "queue and resumes there.",
  positionals: [{ name: "CONFIG", description: "YAML file that describes the job" }],
  options: {
    out: { ...common.out, description: "the script; NAME.sbatch where it is left out" },
    dryRun: common.dryRun,
    force: { ...common.force, description: "replace a script that exists" },
  },
  configs: [{ name: "slurm", title: "Settings of `cytonet slurm`", load: schema }],
  examples: ["cytonet slurm train.slurm.yaml", "cytonet slurm train.slurm.yaml --dry-run"],
  async execute({ positionals: [path], options }) {
    const config = await loadConfig(path, await schema(), {});
    const { slurmScript } = await import("../launch/slurmScript.js");
    const script = slurmScript(config);
    const out = options.out ?? join(".", `${config.name}.sbatch`);
    if (options.dryRun) return { script, out: undefined };
    const exists = await access(out).then(
      () => true,
      () => false,
    );
    if (exists && !options.force) {
      throw new StageError({
        file: out,
        message: "exists",
        remedy: "Give --force to replace it, or another --out.",
      });
    }
    const { writeFileAtomic } = await import("@cytonet/cohort");
    await writeFileAtomic(out, script);
    return { script, out };
  },
  print: ({ script, out }) => (out === undefined ? script : `${out}: read it, then sbatch ${out}`),
});

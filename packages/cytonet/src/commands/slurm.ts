import { access } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError, StageError } from "@cytonet/cohort/errors";
import { defineCommand } from "./command.js";
import { loadConfig } from "./configFile.js";
import { common } from "./options.js";
import { complaintAbout } from "./shell.js";

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
    await checkCommand(path, config.command);
    const { slurmScript } = await import("../launch/slurmScript.js");
    const cli = fileURLToPath(new URL("../../bin/cytonet.js", import.meta.url));
    const script = slurmScript(config, [process.execPath, cli]);
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

/**
 * Reads the job's command as every rank will, hours later, and runs nothing. Of words that only bash can put in place the
 * command's name alone is looked at.
 *
 * @throws ConfigError for what no command takes
 */
async function checkCommand(file: string | undefined, command: string): Promise<void> {
  const [{ commands }, { shellWords }] = await Promise.all([
    import("./registry.js"),
    import("../launch/shellWords.js"),
  ]);
  const words = shellWords(command);
  const complaint =
    words !== undefined
      ? await complaintAbout(commands, words)
      : commands.some(({ name }) => `${command.trim()} `.startsWith(`${name} `))
        ? undefined
        : "no command of that name";
  if (complaint === undefined) return;
  throw new ConfigError({
    file,
    field: "command",
    message: `is no call of cytonet: ${complaint.replace(/\.$/, "")}`,
    remedy: "Write what follows `cytonet`: pretrain --cohort … --config … --out ….",
  });
}

import { ExitCode } from "@cytonet/cohort/errors";
import type { SlurmConfig } from "./slurmConfig.js";

/**
 * A batch script for Slurm. Before the time limit, and where the job is preempted, Slurm sends SIGUSR1 to every rank;
 * ranks save and exit with 75, and the script puts the job back into the queue, where the same command resumes. Any
 * other exit code ends the job and is its own.
 *
 * Ranks meet by what srun tells them (see `withSlurmRanks`): nothing about hosts and ports stands here. They see all of
 * their job's GPUs on the node, of which each takes its own (see `rankDevice`): NCCL's direct way between two GPUs needs
 * that both are seen, and what `--gpus-per-task` binds by itself would hide the others.
 *
 * @param program what runs cytonet on a node: node and the program's path where it is not on PATH. In a container
 * `cytonet` is what the image has of that name
 */
export function slurmScript(config: SlurmConfig, program: readonly string[] = ["cytonet"]): string {
  const { nodes, tasksPerNode, gpusPerTask, cpusPerTask, maxRestarts, setUp } = config;
  const directives = [
    `--job-name=${config.name}`,
    `--nodes=${nodes}`,
    `--ntasks-per-node=${tasksPerNode}`,
    `--cpus-per-task=${cpusPerTask}`,
    gpusPerTask > 0 && `--gpus-per-task=${gpusPerTask}`,
    config.memoryPerNode && `--mem=${config.memoryPerNode}`,
    `--time=${config.time}`,
    config.partition && `--partition=${config.partition}`,
    config.account && `--account=${config.account}`,
    config.constraint && `--constraint=${config.constraint}`,
    `--signal=USR1@${config.signalSeconds}`,
    "--requeue",
    "--open-mode=append",
    `--output=${config.logs}`,
  ].filter((one): one is string => typeof one === "string");
  const exec =
    config.container === undefined
      ? ""
      : `apptainer exec ${gpusPerTask > 0 ? "--nv " : ""}${quoted(config.container)} `;
  const call = config.container === undefined ? `"\${cytonet[@]}"` : "cytonet";
  const found =
    config.container === undefined
      ? `# cytonet where this script was written: the nodes must find it at the same place.\ncytonet=(${program.map(quoted).join(" ")})\n\n`
      : "";
  const bind = gpusPerTask > 0 ? "--gpu-bind=none " : "";
  return `#!/bin/bash
# Submit with: sbatch ${config.name}.sbatch
${directives.map((one) => `#SBATCH ${one}`).join("\n")}

set -uo pipefail
${setUp.map((one) => `${one}\n`).join("")}export CYTONET_THREADS="\${SLURM_CPUS_PER_TASK:-${cpusPerTask}}"

${found}echo "$(date -Is) job $SLURM_JOB_ID, restart \${SLURM_RESTART_COUNT:-0}, on $SLURM_JOB_NODELIST"
# A lost rank would leave the others waiting: they are ended soon after it. Not at once, since ranks that save end in
# any order, and a killed one would hide their exit code.
srun --kill-on-bad-exit=0 --wait=30 --cpus-per-task="\${SLURM_CPUS_PER_TASK:-${cpusPerTask}}" ${bind}${exec}${call} ${config.command}
status=$?

if [ "$status" -eq ${ExitCode.Interrupted} ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${maxRestarts} ]; then
  echo "$(date -Is) saved; back into the queue"
  scontrol requeue "$SLURM_JOB_ID" && exit 0
  echo "$(date -Is) could not be put back: submit this script again, and it goes on"
fi
echo "$(date -Is) ended with exit code $status"
exit "$status"
`;
}

/** A word for the shell. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

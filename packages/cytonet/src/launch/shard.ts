import { ConfigError, type Shard } from "@cytonet/cohort";
import { isLaunched, rendezvousFromEnvironment } from "@cytonet/torch";

/**
 * This process's share of a stage's items: that of its rank where torchrun, `cytonet launch` or srun started several,
 * else that of its task in a Slurm job array, else all.
 *
 * @throws ConfigError for an array whose tasks are numbered with gaps: shares would be left undone
 */
export function shardOfProcess(env: NodeJS.ProcessEnv = process.env): Shard {
  if (isLaunched(env)) {
    const { rank, worldSize } = rendezvousFromEnvironment(env);
    return { rank, worldSize };
  }
  const count = Number(env.SLURM_ARRAY_TASK_COUNT ?? 1);
  if (!(count > 1)) return { rank: 0, worldSize: 1 };
  const first = Number(env.SLURM_ARRAY_TASK_MIN ?? 0);
  const step = Number(env.SLURM_ARRAY_TASK_STEP ?? 1);
  const rank = (Number(env.SLURM_ARRAY_TASK_ID) - first) / step;
  if (Number.isInteger(rank) && rank >= 0 && rank < count) return { rank, worldSize: count };
  throw new ConfigError({
    field: "SLURM_ARRAY_TASK_ID",
    message: `is ${env.SLURM_ARRAY_TASK_ID ?? "absent"}, which is no place among ${count} tasks from ${first} on in steps of ${step}`,
    remedy: `Number the tasks without gaps: --array=0-${count - 1}.`,
  });
}

import type { Shard } from "@cytonet/cohort";
import { isLaunched, rendezvousFromEnvironment } from "@cytonet/torch";

/**
 * This process's share of a stage's items: that of its rank where torchrun, `cytonet launch` or srun started several,
 * else that of its task in a Slurm job array, else all.
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
  return { rank: (Number(env.SLURM_ARRAY_TASK_ID) - first) / step, worldSize: count };
}

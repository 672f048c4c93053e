import { ArgumentError } from "../errors.js";

/** Ports that a job may meet on; a job's number picks one, so that two jobs on a node do not meet. */
const PORTS = { first: 20_000, count: 20_000 };

/**
 * What torchrun would set, from what `srun` does: SLURM_PROCID, SLURM_NTASKS, SLURM_LOCALID, this node's entry in
 * SLURM_STEP_TASKS_PER_NODE, and the first host of SLURM_NODELIST (or SLURM_JOB_NODELIST, SLURM_STEP_NODELIST) as meeting point. Variables that are set already stay.
 *
 * @returns `env` itself where RANK is set or this is no task of Slurm
 * @throws ArgumentError for a list of hosts that cannot be read
 */
export function withSlurmRanks(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (env.RANK !== undefined || env.SLURM_PROCID === undefined) return env;
  const hosts = env.SLURM_STEP_NODELIST ?? env.SLURM_NODELIST ?? env.SLURM_JOB_NODELIST ?? "";
  const job = Number(env.SLURM_JOB_ID ?? env.SLURM_JOBID ?? 0);
  return {
    RANK: env.SLURM_PROCID,
    WORLD_SIZE: env.SLURM_STEP_NUM_TASKS ?? env.SLURM_NTASKS,
    LOCAL_RANK: env.SLURM_LOCALID,
    LOCAL_WORLD_SIZE: tasksOfNode(env),
    MASTER_PORT: String(PORTS.first + (job % PORTS.count)),
    ...(env.MASTER_ADDR === undefined && { MASTER_ADDR: firstHost(hosts) }),
    ...env,
  };
}

/**
 * The first host of a list in Slurm's short form: `gpu[003-017,21],login` is `gpu003`.
 *
 * @throws ArgumentError where nothing can be read
 */
export function firstHost(list: string): string {
  const found = /^\s*([^[\],\s]+)(?:\[([^\]]+)\]([^,\s]*))?/.exec(list);
  const [, prefix = "", ranges, suffix = ""] = found ?? [];
  const first = ranges?.split(/[,-]/)[0] ?? "";
  if (found === null || (ranges !== undefined && !/^\d+$/.test(first))) {
    throw new ArgumentError(
      "initProcessGroup",
      "SLURM_NODELIST",
      `"${list}" names no host: set MASTER_ADDR to the host of rank 0`,
    );
  }
  return `${prefix}${first}${suffix}`;
}

/** Tasks on this node, from a list such as `4(x2),1`; undefined where Slurm does not say. */
function tasksOfNode(env: NodeJS.ProcessEnv): string | undefined {
  const list = env.SLURM_STEP_TASKS_PER_NODE ?? env.SLURM_TASKS_PER_NODE;
  if (list === undefined) return env.SLURM_NTASKS_PER_NODE;
  let node = Number(env.SLURM_NODEID ?? 0);
  for (const [, tasks, times = "1"] of list.matchAll(/(\d+)(?:\(x(\d+)\))?/g)) {
    node -= Number(times);
    if (node < 0) return tasks;
  }
  return undefined;
}

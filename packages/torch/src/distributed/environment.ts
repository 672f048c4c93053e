import { ArgumentError } from "../errors.js";
import { withSlurmRanks } from "./slurm.js";

/** Where a group's processes meet, and which of them this one is. */
export interface Rendezvous {
  /** From 0 to `worldSize` − 1; rank 0 hosts the meeting point. */
  readonly rank: number;
  readonly worldSize: number;
  readonly masterAddress: string;
  readonly masterPort: number;
}

/**
 * Reads RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, as torchrun sets them; under `srun` without them, what Slurm
 * says (see `withSlurmRanks`).
 *
 * @throws ArgumentError naming the variable that is absent or wrong.
 */
export function rendezvousFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Rendezvous {
  const env = withSlurmRanks(environment);
  const worldSize = integerOf(env, "WORLD_SIZE", 1, 65_536);
  return {
    rank: integerOf(env, "RANK", 0, worldSize - 1),
    worldSize,
    masterAddress: textOf(env, "MASTER_ADDR"),
    masterPort: integerOf(env, "MASTER_PORT", 1, 65_535),
  };
}

/** @throws ArgumentError for a rendezvous that no group can have. */
export function checkRendezvous({ rank, worldSize, masterAddress, masterPort }: Rendezvous): void {
  requireInteger("worldSize", worldSize, 1, 65_536);
  requireInteger("rank", rank, 0, worldSize - 1);
  requireInteger("masterPort", masterPort, 1, 65_535);
  if (typeof masterAddress !== "string" || masterAddress === "")
    throw new ArgumentError("initProcessGroup", "masterAddress", "must name a host");
}

function textOf(env: NodeJS.ProcessEnv, name: string): string {
  const text = env[name];
  if (text === undefined || text === "")
    throw new ArgumentError("initProcessGroup", name, "is not set in the environment");
  return text;
}

function integerOf(env: NodeJS.ProcessEnv, name: string, least: number, most: number): number {
  const text = textOf(env, name);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  requireInteger(name, value, least, most, text);
  return value;
}

function requireInteger(
  name: string,
  value: number,
  least: number,
  most: number,
  shown: unknown = value,
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ArgumentError(
    "initProcessGroup",
    name,
    `must be an integer from ${least} to ${most}, not ${String(shown)}`,
  );
}

/** Whether this process was started as one of several: by torchrun, `cytonet launch`, or `srun` with several tasks. */
export function isLaunched(environment: NodeJS.ProcessEnv = process.env): boolean {
  const { RANK, WORLD_SIZE } = withSlurmTasks(environment);
  return RANK !== undefined && WORLD_SIZE !== undefined && Number(WORLD_SIZE) > 1;
}

/** As `withSlurmRanks`, but a shell within an allocation is no task. */
function withSlurmTasks(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env.SLURM_STEP_ID === undefined && env.RANK === undefined ? {} : withSlurmRanks(env);
}

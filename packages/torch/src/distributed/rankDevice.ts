import { cudaDeviceCount } from "../context.js";
import { isLaunched } from "./environment.js";
import { DeviceError } from "./errors.js";
import { withSlurmRanks } from "./slurm.js";

/**
 * The device that this process works on where one was asked for. `cuda` with several ranks on a machine is a GPU for
 * each: `cuda:LOCAL_RANK`, or `cuda:0` where every rank sees one of its own (srun --gpus-per-task=1, a
 * CUDA_VISIBLE_DEVICES of one). A process alone has `cuda:0`, or the one it names.
 *
 * @param device `cpu`, `cuda` or `cuda:N`
 * @param deviceCount GPUs that this process sees
 * @throws DeviceError where there is no GPU, ranks would share one, or LOCAL_RANK is not known; it says what to do
 */
export function rankDevice(
  device: string,
  environment: NodeJS.ProcessEnv = process.env,
  deviceCount?: number,
): string {
  const asked = /^cuda(?::(\d+))?$/.exec(device);
  if (asked === null) return device;
  const count = deviceCount ?? cudaDeviceCount();
  const refuse = (problem: string, remedy: string): never => {
    throw new DeviceError(device, problem, remedy);
  };
  if (count === 0)
    refuse(
      "this process sees no GPU",
      "See `nvidia-smi`, CUDA_VISIBLE_DEVICES and `cytonet doctor`, or work on cpu.",
    );
  const named = asked[1] === undefined ? undefined : Number(asked[1]);
  if (named !== undefined && named >= count)
    refuse(`this process sees ${gpus(count)}`, `Name one below cuda:${count}.`);
  if (!isLaunched(environment)) return `cuda:${named ?? 0}`;
  const ranks = ranksHere(environment);
  if (ranks === 1 || seesItsOwn(environment, count)) return `cuda:${named ?? 0}`;
  if (named !== undefined)
    refuse("every rank of this machine would take that one GPU", "Write cuda, which gives each its own.");
  const local = Number(withSlurmRanks(environment).LOCAL_RANK ?? Number.NaN);
  if (!Number.isInteger(local) || local < 0)
    refuse(
      "LOCAL_RANK, which says whose GPU is whose, is not set",
      "Start ranks with cytonet launch, torchrun or srun.",
    );
  const needed = Math.max(ranks ?? 0, local + 1);
  if (needed > count)
    refuse(
      `${needed} ranks of this machine see ${gpus(count)}`,
      "Start as many ranks as GPUs, or let them see more (CUDA_VISIBLE_DEVICES, --gpus-per-task).",
    );
  return `cuda:${local}`;
}

const gpus = (count: number): string => (count === 1 ? "one GPU" : `${count} GPUs`);

/** Ranks on this machine; undefined where the launcher does not say. */
function ranksHere(environment: NodeJS.ProcessEnv): number | undefined {
  const env = withSlurmRanks(environment);
  const count = Number(env.LOCAL_WORLD_SIZE ?? Number.NaN);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}

/**
 * Whether each rank was given one GPU and sees no other. Where all see the same one, which looks alike from inside, NCCL
 * refuses when they meet ("Duplicate GPU detected").
 */
function seesItsOwn(env: NodeJS.ProcessEnv, count: number): boolean {
  if (count !== 1) return false;
  const isSlurmTask = env.RANK === undefined && env.SLURM_PROCID !== undefined;
  const visible = env.CUDA_VISIBLE_DEVICES?.split(",").filter((one) => one.trim() !== "");
  return isSlurmTask || visible?.length === 1;
}

import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { openRun, type ProvenanceFacts, type Run, type RunOptions } from "@cytonet/cohort";
import {
  initProcessGroup,
  isLaunched,
  noGrad,
  ops,
  type ProcessGroup,
  rankDevice,
  scope,
} from "@cytonet/torch";

/** The processes that train one model together; often one alone. */
export interface Ranks extends Disposable {
  /** Null for one process. */
  readonly group: ProcessGroup | null;
  readonly rank: number;
  readonly worldSize: number;
  /** Of this process: a GPU of its own where several work on GPUs. */
  readonly device: string;
  /** Whether this process writes the run folder. */
  readonly isFirst: boolean;
  /** Whether any rank says so; all get the same answer, at the same step. */
  any(flag: boolean): boolean;
  /** Waits until every rank has come here. One that ended earlier would have its launcher end the others at work. */
  meet(): void;
}

/**
 * Joins the other ranks where `cytonet launch`, torchrun or srun started several. Blocks until all have come. What is
 * exchanged on the CPU (flags, numbers, features to be scored) goes over Gloo; features and gradients of a GPU over NCCL.
 *
 * @param asked the device that the configuration names for all ranks
 * @throws DeviceError where this process cannot have that device; DistributedError where the ranks do not meet
 */
export function joinRanks(asked: string): Ranks {
  const device = rankDevice(asked);
  const group = isLaunched() ? initProcessGroup({ device }) : null;
  const rank = group?.rank ?? 0;
  return {
    group,
    rank,
    worldSize: group?.worldSize ?? 1,
    device,
    isFirst: rank === 0,
    any(flag) {
      if (group === null) return flag;
      return scope(() => noGrad(() => group.allReduce(ops.full([1], flag ? 1 : 0), "max").item() > 0));
    },
    meet: () => group?.barrier(),
    [Symbol.dispose]: () => group?.destroy(),
  };
}

/** Opens the run folder on the first rank; the others wait for that, and write nothing into it. */
export async function openRunOf(
  ranks: Ranks,
  path: string,
  facts: ProvenanceFacts,
  options: RunOptions,
): Promise<Run> {
  if (ranks.isFirst) {
    const run = await openRun(path, facts, options);
    ranks.group?.barrier();
    return run;
  }
  ranks.group?.barrier();
  const dir = resolve(path);
  await mkdir(dir, { recursive: true });
  const nothing = async () => {};
  return {
    dir,
    resumed: false,
    tookOverFrom: undefined,
    keptAside: undefined,
    setStatus: nothing,
    finish: nothing,
    close: nothing,
  };
}
